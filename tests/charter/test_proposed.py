"""What the federation's file alone says of an organisation proves neither its form nor that it is a member: something else must
show it (decision 192)."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import framework, verdicts
from kevread.charter.sentences import speak
from kevread.common.verdicts import Verdict
from kevread.directory.models import Affiliation, Organisation
from kevread.filings.models import Publication
from kevread.meetings.models import RollEntry
from kevread.seats.models import Mandate
from kevread.staff.models import Assignment
from kevread.statutes.models import Statutes
from tests.charter.proofs import board, planted, rule_of, verdicts_on
from tests.conftest import TODAY
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.gatherings.decided import on_the_roll
from tests.worlds import LAST_YEAR, World, met, put

pytestmark = pytest.mark.django_db
FORM = ("R0.4/2", "R2.1/1", "R9.1/1")
COLLEGE, JOINED = ("R3.12/1",), ("R8.5/1",)
MEMBER = (*COLLEGE, *JOINED)
KNOWN, UNKNOWN = {Verdict.CONFORMS}, {Verdict.UNKNOWN}


def proposed(small: World) -> None:
    """The federation's file alone says the form of the first grouping, which has no number."""
    put(small.groupings[0], form_is_proposed=True, rna="")


def unpublished(small: World) -> None:
    put(Publication.objects.filter(organisation=small.groupings[0]), undone_on=TODAY, undone_because="Une autre")


def without_articles(small: World) -> None:
    put(Statutes.objects.filter(organisation=small.groupings[0]), annulled_on=TODAY, because="Une erreur")


NOTHING = (proposed, unpublished, without_articles)  # but what the file said


def proposed_member(small: World) -> None:
    """The first grouping is a member of the head for the file alone: nobody sits there for it."""
    grouping = small.groupings[0]
    put(Affiliation.objects.filter(member=grouping, of=small.head), is_proposed=True)
    put(Mandate.objects.filter(represents=grouping, seat__body__organisation=small.head), period=LAST_YEAR)


def told(small: World, clauses: tuple[str, ...], *plants) -> set[Verdict]:
    def plant(small: World) -> None:
        for one in plants:
            one(small)

    with planted(small, plant):
        now = board(*map(rule_of, clauses))
    return {now[clause, small.groupings[0].pk][0] for clause in clauses}


def test_a_form_that_nobody_said_and_that_nothing_shows_is_not_known(small: World):
    assert told(small, FORM, *NOTHING) == UNKNOWN
    assert told(small, FORM, *NOTHING, lambda small: put(small.groupings[0], form_is_proposed=False)) == KNOWN

    def plant(small: World) -> None:
        for one in NOTHING:
            one(small)

    with planted(small, plant):
        (one,) = [found for found in verdicts(TODAY, rules=["R9.1"]) if found.organisation.id == small.groupings[0].pk]
        assert "il manque ce qui montre sa forme : un numéro RNA" in speak([one], TODAY)[0].sentence


def test_a_number_a_publication_or_articles_show_an_association(small: World):
    assert told(small, FORM, *NOTHING, lambda small: put(small.groupings[0], rna="W350000099")) == KNOWN
    assert told(small, FORM, proposed, unpublished) == told(small, FORM, proposed, without_articles) == KNOWN


def test_what_is_published_or_in_force_later_shows_nothing_yet(small: World):
    grouping, after = small.groupings[0], TODAY + timedelta(days=1)

    def publish(small: World) -> None:
        Publication.objects.create(organisation=grouping, published_on=after)

    def adopt(small: World) -> None:
        text = Statutes.objects.create(organisation=grouping, origin="here", begun_on=TODAY)
        put(text, adopted_on=TODAY, adopted_by="Assemblée", since=after)

    assert told(small, FORM, *NOTHING, publish) == told(small, FORM, *NOTHING, adopt) == UNKNOWN


def test_what_shows_an_association_shows_no_other_form(small: World):
    def foundation(small: World) -> None:
        put(small.groupings[0], form_is_proposed=True, legal_form="foundation")

    assert told(small, FORM, foundation) == UNKNOWN
    assert told(small, FORM, lambda small: put(small.groupings[0], legal_form="foundation")) == {Verdict.BREACHES}


def test_a_membership_that_the_file_alone_says_is_not_known(small: World):
    assert told(small, MEMBER, proposed_member) == UNKNOWN
    with planted(small, proposed_member):
        found = [one for one in verdicts(TODAY, rules=["R3.12"]) if one.organisation.id == small.groupings[0].pk]
        assert "il manque ce qui montre cette adhésion" in speak(found[:1], TODAY)[0].sentence

    def gone(small: World) -> None:
        put(Affiliation.objects.filter(member=small.groupings[0], of=small.head), period=LAST_YEAR)

    assert told(small, MEMBER, proposed_member, gone) == {Verdict.BREACHES}


def test_who_sits_at_the_assembly_for_it_shows_that_it_is_a_member(small: World):
    """Nobody has to be a member to come to another space; and a seat says nothing of the college."""

    def sits(body: str, title: str):
        return lambda small: small.seated(body, title, represents=small.groupings[0])

    for elsewhere in (
        sits("college-territoire", "member-grouping"),
        sits("codir", "member"),
        sits("cress-board", "representative-territoire"),
        sits(f"{small.groupings[0].slug}-board", "administrator"),
    ):
        assert told(small, MEMBER, proposed_member, elsewhere) == UNKNOWN
    assembly = sits("cress-assembly", "representative-grouping")
    assert told(small, JOINED, proposed_member, assembly) == KNOWN
    assert told(small, COLLEGE, proposed_member, assembly) == UNKNOWN


def test_an_electoral_roll_shows_that_it_is_a_member(small: World):
    def named(body: str, day: date, of: Organisation | None = None, state: str = "closed"):
        def plant(small: World) -> None:
            meeting = met(small.body(body), day)
            put(meeting, state=state)
            represents = of or small.groupings[0]
            RollEntry.objects.create(meeting=meeting, person=PersonFactory(), represents=represents, votes=1)

        return plant

    assembly, day = f"{small.head.slug}-assembly", date(2026, 5, 12)
    assert told(small, JOINED, proposed_member, named(assembly, day)) == KNOWN
    assert told(small, COLLEGE, proposed_member, named(assembly, day)) == UNKNOWN
    for other in (
        named(assembly, day, small.groupings[1]),
        named(f"{small.head.slug}-board", day),
        named(f"{small.groupings[1].slug}-assembly", day),
        named(assembly, date(2026, 12, 3), state="convened"),
        named(assembly, day, state="cancelled"),
    ):
        assert told(small, MEMBER, proposed_member, other) == UNKNOWN


def test_a_roll_shows_no_college_of_a_membership_that_the_file_alone_says(small: World):
    """It copies it from there: nobody is misplaced, nor absent, nor in their place."""

    def verdict(but: int, *plants) -> set[Verdict]:
        def plant(small: World) -> None:
            on_the_roll(small, but=but)
            for one in plants:
                one(small)

        with planted(small, plant):
            return verdicts_on("R3.12/3")

    def one_more(small: World) -> None:
        put(Affiliation.objects.filter(member=small.groupings[0], of=small.head), is_proposed=True)

    def all_of_them(small: World) -> None:
        put(Affiliation.objects.filter(of=small.head, member__scale__in=("local", "grouping")), is_proposed=True)

    assert verdict(0) == KNOWN
    assert verdict(0, one_more) == verdict(0, all_of_them) == UNKNOWN
    assert verdict(1) == {Verdict.BREACHES}
    assert verdict(1, one_more) == verdict(1, all_of_them) == UNKNOWN


def test_nor_does_it_show_who_is_a_stranger_there(small: World):
    """A mutual society that the file alone puts in the college of the territories: nobody says that it is there."""
    family = small.families["mutuelles"]

    def there(college: str, *, is_proposed: bool):
        def plant(small: World) -> None:
            put(Affiliation.objects.filter(member=family, of=small.head), is_proposed=is_proposed)
            on_the_roll(small)
            meeting = small.body("cress-assembly").meetings.get()
            RollEntry.objects.create(meeting=meeting, person=PersonFactory(), represents=family, college=college)

        return plant

    def verdict(plant) -> set[Verdict]:
        with planted(small, plant):
            return verdicts_on("R3.12/4")

    assert verdict(there("territoires", is_proposed=False)) == {Verdict.BREACHES}
    assert verdict(there("territoires", is_proposed=True)) == UNKNOWN
    assert verdict(there("mutuelles", is_proposed=True)) == KNOWN


def test_a_college_that_nobody_said_is_not_known_and_accuses_nobody(small: World):
    def said(college: str):
        return lambda small: put(small.groupings[0].affiliations.filter(of=small.head), college=college)

    assert told(small, COLLEGE, said("")) == UNKNOWN
    assert told(small, COLLEGE, said("associations")) == {Verdict.BREACHES}
    assert told(small, JOINED, said("")) == KNOWN


def test_of_several_the_one_that_is_shown_is_known(small: World):
    """And a pôle that somebody entered is asked nothing more."""
    local = small.locals[small.groupings[0]][0]

    def plant(small: World) -> None:
        put(Affiliation.objects.filter(of=small.head, member__scale__in=("local", "grouping")), is_proposed=True)
        for one in (*small.groupings, *(each for those in small.locals.values() for each in those if each != local)):
            small.seated("cress-assembly", f"representative-{one.scale}", represents=one)
        put(Affiliation.objects.filter(of=small.head, member__in=small.locals[small.groupings[1]]), is_proposed=False)

    with planted(small, plant):
        now = board("R3.11", "R8.5")

    def unknown(asked: str) -> set:
        return {of for (clause, of), (verdict, _) in now.items() if clause == asked and verdict is Verdict.UNKNOWN}

    assert unknown("R8.5/1") == {local.pk}
    assert unknown("R3.11/1") == {one.pk for one in small.locals[small.groupings[0]]}


def of_the_file(small: World, *locals_) -> None:
    """The file alone says that these are members of the first grouping."""
    put(Affiliation.objects.filter(of=small.groupings[0], member__in=locals_), is_proposed=True)


def test_the_members_of_a_grouping_that_the_file_alone_says_are_not_known(small: World):
    """Two that somebody said are enough to be several; a third, for the file alone, takes nothing away."""
    several = ("R3.4/1",)
    poles = small.locals[small.groupings[0]]

    def a_third(small: World) -> None:
        AffiliationFactory(member=OrganisationFactory(local=True), of=small.groupings[0], is_proposed=True)

    assert len(poles) == 2 and told(small, several) == KNOWN
    assert told(small, several, a_third) == KNOWN
    assert told(small, several, lambda small: of_the_file(small, poles[0])) == UNKNOWN
    assert told(small, several, lambda small: of_the_file(small, *poles)) == UNKNOWN

    def alone(small: World) -> None:
        put(Affiliation.objects.filter(of=small.groupings[0], member=poles[1]), period=LAST_YEAR)

    assert told(small, several, alone) == {Verdict.BREACHES}
    assert told(small, several, alone, a_third) == UNKNOWN


def test_what_a_local_lacks_is_no_breach_where_the_file_alone_says_it_a_member(small: World):
    pole = small.locals[small.groupings[0]][0]

    def unserved(small: World) -> None:
        put(Assignment.objects.filter(local=pole), period=LAST_YEAR)

    assert told(small, ("R6.12/2", "R2.2/1")) == KNOWN
    assert told(small, ("R6.12/2",), unserved) == {Verdict.BREACHES}
    assert told(small, ("R6.12/2",), unserved, lambda small: of_the_file(small, pole)) == UNKNOWN
    assert told(small, ("R6.12/2",), lambda small: of_the_file(small, pole)) == KNOWN, "it is served"
    assert told(small, ("R2.2/1",), lambda small: of_the_file(small, pole)) == KNOWN, "of one at most"
    assert told(small, ("R2.2/2",), lambda small: of_the_file(small, pole)) == UNKNOWN


def test_what_we_propose_stays_true_once_it_is_decided():
    """The page tells the addition beside the value and its day: « soixante jours sont ce que nous proposons » under a value
    that the network decided said the contrary of it."""
    told = [spec.addition for spec in framework().settings.values()]
    assert any("nous proposons soixante jours, et le réseau en décide" in one for one in told)
    assert [one for one in told if "sont ce que nous proposons" in one] == []
