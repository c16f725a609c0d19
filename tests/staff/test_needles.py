"""Needles in what is kept of people at work, by `staff`, supervision and careers, and a walk over every address that is read,
as each of those who stand near: pages, filters, search, completion, exports, papers, the journal, another day, letters. They
find none. The world is planted once: nobody changes anything of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client, override_settings
from django.urls import NoReverseMatch, get_resolver, reverse

from kevread.base.models import as_range
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.documents.operations import refuse_to_sign, sign_version
from kevread.home.letter import letter_of
from kevread.journal.models import Act
from kevread.mail.models import Content
from kevread.seats.queries import actor_of
from kevread.staff.models import Assignment, Contract, Terms
from kevread.staff.operations import Agreed, end_contract, identify, put_to_signature, set_visit
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.demonstration.walked import said_by
from tests.documents.test_sign_version import code_sent
from tests.seats.scene import Scene
from tests.site_addresses import named
from tests.worlds import World, put

from .conftest import Staffing
from .planted import AWAY, COST, DAYS, DONE, EXPENSE, GESTURES, LAST, LEFT_OUT, PAYROLL, ROOMS, as_written, planted
from .planted import SUMS as OTHER_SUMS
from .planted import WORDS as OTHER_WORDS
from .test_kept import EDGE, HIRED

pytestmark = pytest.mark.django_db
PAST = "2026-10-20"
WORDS = (
    "Aiguillemotif",
    "Aiguillelieu",
    "Aiguillefin",
    "Aiguillepays",
    "Aiguilletitre",
    "Aiguillerefus",
    "Aiguillepassé",
)
# Sums as pages, files and papers write them, a group of no agreement, points that no other row bears, the day of a birth.
SUMS = ("3917", "391753", "4321", "432109")
POINTS, GROUP, BORN = "1937", "ZQXJ", ("1953-07-29", "29 juillet 1953", "29/07/1953")
WITHIN = re.compile(r"(?<=\d)(?:&nbsp;|&#160;|\s)(?=\d{3}(?!\d))")
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24,}|[A-Za-z0-9_-]{40,}")
# A search stops at the first letter of a needle, and looks behind it there: fifty times as quick as to look at each character.
NUMBERS = (rf"{one[0]}(?<![\d,.:T-]{one[0]}){one[1:]}(?![\d:-])" for one in (*SUMS, POINTS, *OTHER_SUMS))
NEEDLE = re.compile("|".join([*WORDS, *OTHER_WORDS, GROUP, *BORN, *DAYS, *NUMBERS]))
OURS = r"^(staff|documents|supervision|careers)[.]"  # the acts that say something of it


def needles_in(text: str) -> set[str]:
    """What of it a text says, but keys, whose digits are drawn."""
    return set(NEEDLE.findall(WITHIN.sub("", KEY.sub("", text))))


@dataclass
class Haystack:
    """Somebody whose contract both signed here; one of a term whose paper was refused; one who left, whose time is over."""

    staffing: Staffing
    contract: Contract
    refused: Contract
    gone: Contract
    keys: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))


def signed_by(people: Iterable[Person], circle) -> None:
    for person in people:
        actor = actor_of(person, TODAY)
        sign_version(
            actor=actor, version=circle.version, code=code_sent(actor, circle.version, NOW), now=NOW, consents=True
        )


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    """What this process worked out of that world is kept from one reader to the next."""


@pytest.fixture(scope="module")
def haystack(small: World, django_db_blocker, tmp_path_factory) -> Haystack:
    grouping = small.groupings[0]
    here = {"KEVREAD_ON": TODAY.isoformat(), "JOURNAL": tmp_path_factory.mktemp("journal")}
    with django_db_blocker.unblock(), override_settings(**here):
        return planted_in(Staffing(Scene(small, grouping, *small.locals[grouping])))


def planted_in(staffing: Staffing) -> Haystack:
    scene, by = staffing.scene, {"actor": staffing.direction, "now": NOW}
    president = scene.world.holder(f"{staffing.grouping.slug}-board", "president").person
    employed, other, left = (staffing.somebody() for _ in range(3))
    with arranging():
        for number, one in enumerate((president, employed, other)):
            put(one, email=f"aiguille{number}@exemple.org")
            one.refresh_from_db()
    pay = Agreed(80, GROUP, points=int(POINTS), salary=3_917_53)
    told = {"agreement": "", "agreed": pay, "signs_here": True, "workplace": "Aiguillelieu"}
    contract = staffing.contract(employed, **told)
    said = {"nationality": "Aiguillepays", "born_on": date(1953, 7, 29), "sex": "f", "permit": "Aiguilletitre"}
    identify(contract=contract, **by, **said)
    work = staffing.assigned(contract, local=scene.second)
    circle = put_to_signature(contract=contract, signer=president, **by)
    signed_by((president, employed), circle)
    term = Period(date(2026, 1, 1), date(2027, 7, 1))
    refused = staffing.contract(other, kind="cdd", motive="Aiguillemotif", period=term, **told)
    staffing.assigned(refused, local=scene.second, post=work.post, share=20, period=term)
    asked = put_to_signature(contract=refused, signer=president, **by)
    refuse_to_sign(
        actor=actor_of(president, TODAY), version=asked.version, reason="Aiguillerefus : 3 917,53 €", now=NOW
    )
    end_contract(contract=refused, last=TODAY + timedelta(days=40), reason="resignation", note="Aiguillefin", **by)
    set_visit(contract=contract, planned_on=TODAY + timedelta(days=3), **by)
    gone = staffing.contract(left, agreement="", agreed=Agreed(100, GROUP, salary=4_321_09), workplace="Aiguillepassé")
    with arranging():
        over = as_range(Period(HIRED, EDGE + timedelta(days=1)))
        Terms.objects.filter(contract=gone).update(period=over)
        Contract.objects.filter(pk=gone.pk).update(period=over, end_reason="resignation")
    found = Haystack(staffing, Contract.objects.get(pk=contract.pk), Contract.objects.get(pk=refused.pk), gone)
    found.keys |= of_staff([contract, refused, gone], work)
    found.keys["documents"] = [found.contract.draft_id, found.refused.draft_id]
    found.keys["directory"] = found.keys["seats"] = found.keys["privacy"] = [employed.pk, left.pk]
    found.keys |= planted(staffing, found.contract)
    acts = Act.objects.filter(verb__regex=OURS).order_by("verb", "-at").distinct("verb")
    found.keys["chronicle"] = [*acts.values_list("pk", flat=True)]
    return found


def of_staff(contracts: Iterable[Contract], work: Assignment) -> dict[str, list[UUID]]:
    """By the name of the address that shows it, as `planted` says."""
    names = ("contract", "contract_file", "contract_paper", "take_over", "change_contract")
    found = {f"staff:{one}": [contract.pk for contract in contracts] for one in names}
    posts = dict.fromkeys(("staff:post", "staff:change_post"), work.post_id)
    return found | {name: [key] for name, key in posts.items()} | {"staff:change_assignment": [work.pk]}


KEYED = ("staff", "documents", "chronicle", "directory", "seats", "privacy", *ROOMS)
OWN = {"number": 1, "gesture": "avenant", "step": "rencontre"}


# The rooms whose screens speak of people at work, or list what others keep: read whole by everybody, and in every way.
ABOUT = (*KEYED, "home", "mail")


def pages(scale: str, rooms: tuple[str, ...] = ()) -> Iterator[str]:
    """Every address of these rooms, of the whole site without any, that names no row."""
    for name, pattern in named(get_resolver()):
        if not set(pattern.pattern.converters) - {"scale"} and (not rooms or name.partition(":")[0] in rooms):
            yield reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, scale))


def rows(haystack: Haystack, scale: str = "", rooms: tuple[str, ...] = KEYED) -> Iterator[str]:
    """Every address of these rooms that names a row, with the keys of these; where they are employed, unless it is said."""
    scale = scale or haystack.staffing.grouping.slug
    for name, pattern in named(get_resolver()):
        wanted = set(pattern.pattern.converters)
        room = name.partition(":")[0]
        if room not in rooms or not wanted & {"key", "person"} or wanted - {"key", "scale", "person", *OWN}:
            continue
        for key in (*haystack.keys.get(room, ()), *haystack.keys.get(name, ())):
            values = {"scale": scale, "key": key, "person": key, **OWN, **GESTURES.get(name, {})}
            try:
                yield reverse(name, kwargs={one: values[one] for one in wanted})
            except NoReverseMatch:
                continue


def read(client: Client, those: Iterable[str]) -> dict[str, set[str]]:
    """By address that answers, the needles that it tells."""
    answers = ((one, client.get(one)) for one in dict.fromkeys(those))
    return {one: needles_in(said_by(answer)) for one, answer in answers if answer.status_code == 200}


def told(read_there: dict[str, set[str]]) -> dict[str, set[str]]:
    return {one: found for one, found in read_there.items() if found}


def otherwise(those: Iterable[str], person: Person) -> list[str]:
    """At another day, and filtered, sorted, searched and completed by whatever these screens look for."""
    words = (
        f"q={person.family_name}&mots={person.family_name}&nom={person.family_name}&titre=contrat&personne={person.pk}"
    )
    more = "&genre=employment&annee=2026&mois=2026-11&selon=groupe&tout=oui"
    return [f"{one}?au={PAST}&{words}{more}" for one in those]


def near(haystack: Haystack) -> dict[str, Person]:
    scene, grouping = haystack.staffing.scene, haystack.staffing.grouping
    holder = scene.world.holder
    return {
        "pôle": holder(f"{scene.second.slug}-board", "president").person,
        "other grouping": holder(f"{scene.world.groupings[1].slug}-team", "direction").person,
        "coordination": holder("cress-team", "direction").person,
        "colleague": holder(f"{grouping.slug}-team", "delegate").person,
        "administrator": scene.administrator_of(scene.second),
    }


def test_the_line_and_the_person_find_them_on_pages_in_files_and_on_papers(haystack, settings):
    """Else a walk that finds nothing would prove nothing."""
    scene, grouping = haystack.staffing.scene, haystack.staffing.grouping
    director = scene.world.holder(f"{grouping.slug}-team", "direction").person
    found = told(read(entered_as(director, settings), [*pages(grouping.slug, ("staff", *ROOMS)), *rows(haystack)]))
    names = {one.rpartition("/")[2] for one in found}
    assert {"contrats.csv", "contrats.xlsx", "registre.pdf", "fichier", "conges.csv", "justificatif"} <= names
    addresses = {name for name, one in named(get_resolver()) if "key" in one.pattern.converters}
    assert {one for one in addresses if one.startswith(("staff", *ROOMS))} - haystack.keys.keys() == set(LEFT_OUT)
    assert any("/documents/" in one for one in found)  # the paper that both signed, the one that was refused
    everything = set().union(*found.values())
    assert {"3917", POINTS, GROUP, "Aiguillemotif", "Aiguillefin", "Aiguillepays", "Aiguillerefus"} <= everything
    assert {*OTHER_WORDS, EXPENSE, COST, PAYROLL} <= everything
    assert all(everything & set(as_written(day)) for day in (AWAY, LAST, DONE))
    assert not everything & {"4321", "432109", "Aiguillepassé"}  # whose time of being kept is over
    mine = set().union(*read(entered_as(haystack.contract.person, settings), rows(haystack)).values())
    assert {"3917", GROUP, "Aiguillelieu", "Aiguillesouhait", "Aiguilledépart"} <= mine
    others = {"Aiguillemotif", "Aiguillerefus", "Aiguillefin", "Aiguilleentretien", "Aiguilletrajet", *as_written(AWAY)}
    assert not mine & {*others, "Aiguillecandidature", "Aiguillebesoin", COST, PAYROLL, *as_written(DONE)}


@pytest.mark.parametrize("who", ["pôle", "other grouping", "coordination", "colleague", "administrator", "nobody"])
def test_nobody_near_finds_any_wherever_they_look(haystack, settings, who):
    scene, grouping = haystack.staffing.scene, haystack.staffing.grouping
    client = entered_as(near(haystack).get(who), settings)
    where = () if who == "pôle" else ABOUT
    those = [*pages(grouping.slug, where), *rows(haystack)]
    # What a line opens is read where that line is, and what is asked of a plan where it is gathered.
    if who == "pôle":
        those += [*pages(scene.second.slug, ABOUT), *rows(haystack, scene.second.slug, ("supervision",))]
    if who == "coordination":
        those += [*pages(scene.world.head.slug, ("careers",)), *rows(haystack, scene.world.head.slug, ("careers",))]
    found = read(client, those)
    assert who == "nobody" or len(found) > 20, "who reads nothing proves nothing"
    if who in ("pôle", "other grouping", "colleague"):
        spoken = [one for one in pages(grouping.slug, ABOUT) if one in found]
        found |= read(client, otherwise(spoken, haystack.contract.person))
    assert told(found) == {}


def test_no_letter_says_any_to_those_who_are_near(haystack):
    """Of those that wait, and of the one of the morning; to those who sign, no sum either."""
    people = near(haystack)
    for person in people.values():
        letter = letter_of(person, NOW)
        assert letter is None or needles_in(f"{letter.text} {letter.buttons}") == set()
    acts = Act.objects.filter(verb__regex=OURS).values("pk")
    written = Content.objects.filter(dispatch__act__in=acts).select_related("dispatch")
    assert written.exists()
    assert not written.filter(dispatch__person__in=people.values()).exists()
    assert {needle for one in written for needle in needles_in(f"{one.subject} {one.text}")} <= {"3917"}
