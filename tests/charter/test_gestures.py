"""By what gesture each clause is cured, whoever may; who can act, by name; and what nobody may read is not told."""

import pytest
from django.conf import settings as django_settings
from django.urls import resolve

from kevread.allowances.models import HOLDS
from kevread.careers.models import WELCOMES
from kevread.charter.engine import Finding, framework, verdicts
from kevread.charter.loader import load
from kevread.charter.models import Attestation, Keeping, Setting
from kevread.charter.queries.gestures import Gesture, gesture_of, holders, way_to_mend, who_can
from kevread.charter.queries.rows import act_of
from kevread.common import rooms
from kevread.common.actor import NOBODY, Actor
from kevread.common.verdicts import Reason, Verdict
from kevread.finance.models import KEEPS
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.seats.roles import at_home, every_right
from kevread.staff.models import EMPLOYS
from tests.charter.people import coordination, direction, holder, local_administrator, local_president
from tests.charter.proofs import rule_of
from tests.charter.test_screen_text import at, crowd, text_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.worlds import World, end

pytestmark = pytest.mark.django_db
OPENINGS = "/cress/reseau/ouvrir"  # needs the map of the federation: opened by tests/demonstration/test_mending.py
FEDERATIONS = sorted(path.parent.name for path in django_settings.FEDERATIONS.glob("*/federation.yaml"))


def clauses(federation: str):
    book = load(django_settings.FEDERATIONS / federation, django_settings.KEVREAD_LAW)
    return [one for article in book.articles.values() for one in article.clauses if one.way in ("check", "attested")]


@pytest.mark.parametrize("federation", FEDERATIONS)
def test_every_clause_that_may_be_at_fault_names_a_gesture(federation):
    found = clauses(federation)
    assert len(found) > 50
    for clause in found:
        screen = rooms.screen(clause.mend.screen)
        assert screen.label and screen.does, (clause.key, screen.name)
        assert clause.mend.right in every_right(), (clause.key, clause.mend.right)


def test_every_gesture_leads_to_a_screen_that_opens_to_whoever_may_do_it(small: World, settings):
    """What is done at home only is done by who directs there, or presides, and refuses the coordination of the network."""
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    seen: dict[str, str] = {}
    found: dict[str, Finding] = {}
    for finding in verdicts(TODAY):
        seen.setdefault(finding.clause.key, act_of(finding) or "")
        found.setdefault(finding.clause.key, finding)
    assert set(seen) == {clause.key for clause in clauses("bretagne")}
    assert seen.pop("R0.4/1") == OPENINGS
    elsewhere = {key for key in seen if is_read_at_home(seen[key]) and not is_of_the_head(found[key])}
    owned = {key for key in seen if found[key].clause.mend.own}
    elsewhere |= owned
    assert owned and {"R5.1/1"} <= elsewhere < set(seen)
    for key in elsewhere:
        one = found[key].organisation
        body, seat = (
            ("board", "president") if one.scale == "local" else ("team", "direction")
        )  # a local has no direction
        there = entered_as(holder(small, f"{one.slug}-{body}", seat), settings)
        assert (there.get(seen[key]).status_code, client.get(seen[key]).status_code) == (200, 403), key
    addresses = {address for key, address in seen.items() if key not in elsewhere}
    assert {address for address in addresses if client.get(address).status_code != 200} == set()
    assert "" not in addresses


def test_a_register_that_a_member_does_not_keep_is_begun_where_registers_are_and_not_in_a_body(small: World):
    grouping = small.groupings[0]
    other = small.locals[grouping][1]

    def told() -> Finding:
        return next(one for one in verdicts(TODAY, rules=["R3.7"]) if one.reason is Reason.NOT_KEPT)

    with arranging():
        Keeping.objects.filter(organisation=other, register="mandates").delete()
    finding = told()
    gesture = gesture_of(finding)
    assert gesture is not None and finding.organisation.id == grouping.pk
    assert (gesture.way.screen, gesture.way.where) == ("charter:registers", {"scale": grouping.slug})
    assert gesture.right == "keep_register"


def test_only_what_others_keep_at_home_has_no_way_for_who_reads_it_from_above(small: World):
    reader = coordination(small)
    without = [one for one in verdicts(TODAY) if act_of(one, reader) is None and act_of(one)]
    # Money, what those who administer are paid, who is employed, who is new on a board.
    assert {one.clause.mend.right for one in without} == {KEEPS, KEEPS_LEDGERS, HOLDS, EMPLOYS, WELCOMES}
    assert not [one for one in without if is_of_the_head(one)]
    # Contracts are read at home by their view, since they may be entrusted to others: it declares no right.
    declared = [one for one in without if one.clause.mend.right != EMPLOYS]
    assert EMPLOYS in at_home() and not [one for one in declared if not is_read_at_home(act_of(one))]


def is_read_at_home(address: str) -> bool:
    return getattr(resolve(address.partition("?")[0]).func, "access", "public") in at_home()


def is_of_the_head(finding: Finding) -> bool:
    return finding.organisation == finding.head or finding.organisation.scale == "head"


# Who can act.


def found(clause: str, organisation) -> tuple[Finding, Gesture]:
    asked = (clause, organisation.pk)
    (one,) = [f for f in verdicts(TODAY, rules=[rule_of(clause)]) if (f.clause.key, f.organisation.id) == asked]
    gesture = gesture_of(one)
    assert gesture
    return one, gesture


def told(gesture: Gesture, reader: Actor) -> str:
    return who_can(gesture, holders([gesture], TODAY, reader), reader)


def test_it_names_who_holds_the_role_today(small: World):
    grouping = small.groupings[0]
    crowd(small, grouping)
    _, gesture = found("R3.7/1", grouping)
    reader = local_administrator(small, small.locals[grouping][0])
    president = holder(small, f"{grouping.slug}-board", "president")
    director = holder(small, f"{grouping.slug}-team", "direction")
    said = told(gesture, reader)
    assert f"la présidence de {grouping.name} ({president})" in said
    assert f"direction de {grouping.name} ({director})" in said
    assert said.endswith("peuvent préparer qui y siège, ou noter la fin d’un mandat.")
    assert "coordination" not in said


def test_a_reader_who_may_is_told_so(small: World):
    crowd(small, small.groupings[0])
    _, gesture = found("R3.7/1", small.groupings[0])
    assert told(gesture, direction(small, small.groupings[0])).startswith("Vous pouvez préparer qui y siège")
    assert not told(gesture, direction(small, small.groupings[1])).startswith("Vous pouvez")


def test_who_may_not_read_a_mandate_has_the_role_alone(small: World):
    """The composition of boards is public; that of teams is for those who hold a seat."""
    grouping = small.groupings[0]
    crowd(small, grouping)
    _, gesture = found("R3.7/1", grouping)
    said = told(gesture, NOBODY)
    assert str(holder(small, f"{grouping.slug}-board", "president")) in said
    assert f"la direction de {grouping.name}" in said.replace("La direction", "la direction")
    assert str(holder(small, f"{grouping.slug}-team", "direction")) not in said


def test_when_nobody_holds_a_role_it_says_so_and_who_fills_it(small: World):
    local = small.locals[small.groupings[0]][0]
    with arranging():
        end(small.mandates(f"{local.slug}-board"))
    _, gesture = found("R3.2/2", local)
    reader = local_president(small, small.locals[small.groupings[0]][1])
    said = told(gesture, reader)
    assert f"Personne ne tient aujourd’hui un siège qui le permet : la présidence de {local.name}" in said
    assert f"La coordination du réseau ({holder(small, 'cress-team', 'direction')}) peut" in said
    with arranging():
        end(small.mandates("cress-team"))
    assert told(gesture, reader).endswith(f"se confie par une décision inscrite au registre de {local.name}.")


def test_who_left_is_not_named(small: World):
    grouping = small.groupings[0]
    gone = holder(small, f"{grouping.slug}-board", "president")
    with arranging():
        end(small.mandates(f"{grouping.slug}-board", "president"))
    _, gesture = found("R3.5/2", grouping)
    said = told(gesture, local_administrator(small, small.locals[grouping][0]))
    assert str(gone) not in said and f"direction de {grouping.name}" in said


def test_what_waits_for_a_decision_a_register_or_an_attestation_leads_there(small: World):
    by_reason, undecided = {}, {}
    with arranging():
        Attestation.objects.all().delete()
        Setting.objects.filter(name="R3.7.representatives_per_member").delete()
        Keeping.objects.filter(organisation=small.locals[small.groupings[0]][0], register="mandates").delete()
    for finding in verdicts(TODAY):
        if finding.verdict is Verdict.UNKNOWN and (gesture := gesture_of(finding)):
            by_reason.setdefault(finding.reason, (finding, gesture))
            if finding.reason is Reason.NOT_DECIDED:
                undecided[finding.clause.key] = (finding, gesture)
    assert {gesture.way.screen for _, gesture in undecided.values()} == {"charter:setting"}
    common, own = undecided["R3.7/1"], undecided["R0.12/3"]
    assert common[1].at == (common[0].head,)
    assert own[1].at == (own[0].organisation,)
    assert by_reason[Reason.NOT_KEPT][1].way.screen == "charter:registers"
    assert by_reason[Reason.NOT_ATTESTED][1].way.screen == "charter:attest"


def test_what_conforms_asks_for_nothing(small: World):
    assert not [f for f in verdicts(TODAY) if f.verdict is Verdict.CONFORMS and gesture_of(f)]
    assert all(way_to_mend(f) for f in verdicts(TODAY) if f.verdict is Verdict.CONFORMS)


# On screen.


def test_the_gloss_says_who_and_offers_the_gesture_to_whoever_may(small: World, settings):
    grouping = small.groupings[0]
    crowd(small, grouping)
    board = f"/{grouping.slug}/instances/{grouping.slug}-board"
    article = at("article", grouping, rule="R3.7")
    director = holder(small, f"{grouping.slug}-team", "direction")
    page = entered_as(director, settings).get(article)
    assert "Vous pouvez préparer qui y siège" in text_of(page) and f'href="{board}"' in page.content.decode()
    reader = entered_as(holder(small, f"{small.locals[grouping][0].slug}-board", "administrator"), settings).get(
        article
    )
    assert f"({director})" in text_of(reader) and "Vous pouvez" not in text_of(reader)
    past = entered_as(director, settings).get(article + "?au=2026-11-01")
    assert "Vous pouvez y confier" not in text_of(past)


def test_only_a_breach_is_a_warning(small: World, settings):
    """A severity beside what nobody entered would be a reproach."""
    with arranging():
        Keeping.objects.filter(register="meetings").delete()
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    page = text_of(client.get(at("article", small.head, rule="R4.11")))
    assert "Inconnu : registre non tenu" in page
    assert "Avertissement" not in page and "Avertissement" not in text_of(client.get(at("board", small.head)))
    assert framework().articles["R4.11"].clauses[0].severity.word == "warning"


def test_the_board_says_who_and_offers_the_gesture(small: World, settings):
    grouping = small.groupings[0]
    crowd(small, grouping)
    director = holder(small, f"{grouping.slug}-team", "direction")
    page = entered_as(director, settings).get(at("board", grouping))
    assert "Vous pouvez préparer qui y siège" in text_of(page)
    assert f'href="/{grouping.slug}/instances/{grouping.slug}-board"' in page.content.decode()
    reader = holder(small, f"{small.locals[grouping][0].slug}-board", "administrator")
    page = entered_as(reader, settings).get(at("board", grouping))
    assert f"({director})" in text_of(page) and "Vous pouvez" not in text_of(page)


def test_who_would_be_refused_on_the_screen_of_a_clause_has_no_link_to_it(small: World, settings):
    """R3.2 sends to the accounts of an organisation, that are read at home."""
    grouping = small.groupings[0]
    article, accounts = at("article", grouping, rule="R3.2"), f'href="/{grouping.slug}/comptes-et-seuils"'
    there = entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings).get(article)
    assert "Un écran y répond" in text_of(there) and accounts in there.content.decode()
    head = entered_as(holder(small, "cress-team", "direction"), settings).get(article)
    assert "Un écran y répond" in text_of(head) and accounts not in head.content.decode()
    assert accounts not in entered_as(None, settings).get(article).content.decode()
