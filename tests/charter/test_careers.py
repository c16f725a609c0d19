"""Proofs of what the common framework and the law say of skills, social dialogue, welfare, headcounts and risks."""

from datetime import date, timedelta
from itertools import product

import pytest

from kevread.careers.facts import (
    councils_agreed_missing,
    councils_missing,
    newcomers_waiting,
    risk_documents_late,
    unit_council_missing,
)
from kevread.careers.loader import careers
from kevread.careers.models import HandIn, Occasion, PathwayStep, SkillsPlan, Training, Welfare
from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.common.facts import EVERYONE, Number, Organisations, Span
from kevread.common.periods import add_months
from kevread.common.verdicts import Reason, Verdict
from kevread.directory.models import Organisation
from kevread.seats.models import Mandate
from kevread.staff.models import Contract, Terms
from tests.arrange import TODAY
from tests.charter.proofs import board, planted, proves, verdicts_on
from tests.conftest import arranging
from tests.employed import employed
from tests.factories import MandateFactory, PersonFactory, since
from tests.welcomed import welcomed
from tests.worlds import World, end, put

HIRED = ("R6.7/2", "R6.8/2")  # whoever is hired here had no interview, and nobody signed


def of(small: World, kind: str) -> Occasion:
    return Occasion.objects.get(organisation=small.groupings[0], kind=kind)


def hire(small: World, number: int, share: int = 100) -> None:
    for _ in range(number):
        employed(small.groupings[0], PersonFactory(), share=share)


@proves("R6.26", clause=1)
def test_no_decision_consolidated_the_plan_of_the_year(small: World):
    put(SkillsPlan.objects.filter(year=TODAY.year), consolidated_on=None, decision=None)


@proves("R6.26", clause=2)
def test_a_grouping_did_not_hand_in_what_it_needs(small: World):
    put(HandIn.objects.filter(employer=small.groupings[0]), undone_on=TODAY)


@proves("R6.26", clause=3)
def test_of_a_training_of_last_year_nobody_said_whether_it_was_done(small: World):
    before = SkillsPlan.objects.get(year=TODAY.year - 1)
    Training.objects.create(plan=before, title="Écrire un projet", people=2, hours=7, cost=0)


@proves("R6.27", clause=1)
def test_the_region_has_no_date_of_social_dialogue(small: World):
    put(Occasion.objects.filter(organisation=small.head, kind="talk"), undone_on=TODAY)


@proves("R6.27", clause=2)
def test_a_grouping_has_no_date_of_social_dialogue_within_a_year(small: World):
    put(of(small, "talk"), planned_on=add_months(TODAY, 12) + timedelta(days=1))


@proves("R6.28", also=("L6.10/1",))
def test_the_welfare_of_a_grouping_receives_a_cent_less_than_its_agreement_asks(small: World):
    elects(small.groupings[0])
    put(Welfare.objects.filter(employer=small.groupings[0]), budget=99_999)


def elects(employer: Organisation) -> None:
    """A council of its staff, to which the agreement gives a part of the payroll."""
    Occasion.objects.create(
        organisation=employer, kind="election", planned_on=date(2025, 6, 1), held_on=date(2025, 6, 1), result="Élu."
    )


def test_where_no_council_was_elected_nobody_knows_whether_the_agreement_asks(small: World):
    with planted(small, lambda small: put(Welfare.objects.all(), budget=0)):
        now = board("L6.10", "R6.28")
    assert {now["L6.10/1", one.pk][0] for one in small.groupings} == verdicts_on("R6.28/1", now) == {Verdict.UNKNOWN}


def test_whose_contracts_name_no_agreement_may_be_bound_by_one(small: World):
    """Who gives enough gives enough; of who gives less, nobody knows."""
    grouping = small.groupings[1]
    cases = product(((None, Verdict.CONFORMS), (0, Verdict.UNKNOWN)), ({"agreement": ""}, {"agreement_said_on": None}))
    for (budget, expected), unsaid in cases:

        def plant(small: World, budget: int | None = budget, unsaid: dict[str, object] = unsaid) -> None:
            elects(grouping)
            put(Contract.objects.filter(employer=grouping), **unsaid)
            if budget is not None:
                put(Welfare.objects.filter(employer=grouping), budget=budget)

        with planted(small, plant):
            now = board("L6.10", "R6.28")
        assert now["L6.10/1", grouping.pk][0] is expected
        assert verdicts_on("R6.28/1", now) == {expected}


@proves("R7.27")
def test_who_supported_the_plan_has_left(small: World):
    put(SkillsPlan.objects.all(), adviser=None)


@pytest.mark.django_db
def test_where_nobody_opened_a_plan_nothing_was_asked_of_a_grouping_nor_of_who_would_support_it(small: World):
    def plant(small: World) -> None:
        HandIn.objects.all().delete()
        put(SkillsPlan.objects.all(), undone_on=TODAY, undone_because="Une erreur")

    with planted(small, plant):
        assert verdicts_on("R6.26/1") == {Verdict.BREACHES}
        assert verdicts_on("R6.26/2") == verdicts_on("R7.27/1") == {Verdict.UNKNOWN}


@proves("L6.10", also=("R6.28/1",))
def test_another_grouping_gives_nothing_to_welfare(small: World):
    elects(small.groupings[1])
    put(Welfare.objects.filter(employer=small.groupings[1]), budget=0)


@proves("L6.9", also=HIRED)
def test_eleven_people_for_a_year_and_no_council_was_elected(small: World):
    hire(small, 8)


@proves("L6.10", clause=2, also=HIRED)
def test_six_people_for_a_year_and_no_council_that_the_agreement_asks_was_elected(small: World):
    hire(small, 3)


@pytest.mark.django_db
@pytest.mark.parametrize(("hired", "law", "agreed"), [(2, 0, 0), (3, 0, 1), (7, 0, 1), (8, 1, 0)])
def test_what_the_agreement_asks_is_not_told_as_law_nor_once_more(small: World, hired, law, agreed):
    """Three people, and those hired: from six on Éclat asks for a council, from eleven on the law does."""
    with arranging():
        hire(small, hired)
    key = small.groupings[0].pk
    among = Organisations(frozenset({key}))
    assert (councils_missing(TODAY, among)[key], councils_agreed_missing(TODAY, among)[key]) == (law, agreed)


@proves("L6.11")
def test_a_unit_is_recognised_and_has_no_common_council(small: World):
    """Eight people in the small world, and three more: eleven together, under six each."""
    Occasion.objects.create(
        organisation=small.head, kind="unit", planned_on=TODAY, held_on=TODAY, result="Par un accord."
    )
    for _ in range(3):
        employed(small.head, PersonFactory(), signatory=None)


@pytest.mark.django_db
def test_a_council_elected_before_the_unit_was_recognised_is_not_common_to_it(small: World):
    def told(elected: date) -> Number:
        def plant(small: World) -> None:
            day = TODAY - timedelta(days=30)
            asked = {"organisation": small.head, "result": "Oui."}
            Occasion.objects.create(kind="unit", planned_on=day, held_on=day, **asked)
            Occasion.objects.create(kind="election", planned_on=elected, held_on=elected, **asked)
            for _ in range(3):
                employed(small.head, PersonFactory(), signatory=None)

        with planted(small, plant):
            return unit_council_missing(TODAY, EVERYONE)[small.head.pk]

    assert told(TODAY - timedelta(days=31)) == 1
    assert told(TODAY - timedelta(days=30)) == 0


@proves("L6.12")
def test_a_grouping_never_made_its_risk_document(small: World):
    put(of(small, "risks"), undone_on=TODAY)


# The edges.


@pytest.mark.django_db
def test_where_no_plan_is_past_nothing_is_proven_of_its_trainings(small: World):
    with arranging():
        put(SkillsPlan.objects.filter(year=TODAY.year - 1), undone_on=TODAY, undone_because="Faux.")
    (found,) = [one for one in verdicts(TODAY, rules=["R6.26"]) if one.clause.key == "R6.26/3"]
    assert (found.verdict, found.reason) == (Verdict.UNKNOWN, Reason.NO_DATA)


@pytest.mark.django_db
def test_until_the_end_of_march_the_plan_of_the_year_before_counts(small: World):
    """Nor is anybody late, until then, to say what became of its trainings."""
    yearly = ["R6.26", "R7.27"]
    last, after = (
        {one.clause.key for one in verdicts(on, rules=yearly) if one.verdict is Verdict.BREACHES}
        for on in (date(2027, 3, 31), date(2027, 4, 1))
    )
    assert (last, after) == (set(), {"R6.26/1", "R6.26/3"})  # nothing was asked of a plan that nobody opened
    with arranging():
        Training.objects.filter(plan__year=TODAY.year - 1).update(outcome="done", closed_on=date(2026, 1, 5))
    for on in (date(2027, 1, 1), date(2027, 2, 15)):  # and what nobody said is not told as said
        assert followed(on) is Verdict.UNKNOWN


def followed(on: date) -> Verdict:
    (found,) = [one for one in verdicts(on, rules=["R6.26"]) if one.clause.key == "R6.26/3"]
    return found.verdict


@pytest.mark.django_db
def test_what_became_of_a_training_is_known_from_the_day_on_which_it_was_said(small: World):
    with arranging():
        Training.objects.filter(plan__year=TODAY.year - 1).update(outcome="done", closed_on=TODAY + timedelta(days=1))
    assert (followed(TODAY), followed(TODAY + timedelta(days=1))) == (Verdict.BREACHES, Verdict.CONFORMS)


@pytest.mark.django_db
def test_of_a_past_plan_that_nothing_consolidated_nothing_is_known(small: World):
    with arranging():
        SkillsPlan.objects.create(
            organisation=small.head, year=TODAY.year - 2, opened_on=date(2024, 1, 8), told_by=date(2024, 2, 8)
        )
    assert followed(TODAY) is Verdict.UNKNOWN


def missing(small: World, on: date = TODAY) -> object:
    """Whether the agreement misses one."""
    return councils_agreed_missing(on, Organisations(frozenset({small.groupings[0].pk})))[small.groupings[0].pk]


@pytest.mark.django_db
@pytest.mark.parametrize(("years", "found"), [(date(2022, 11, 25), 0), (date(2022, 11, 24), 1)])
def test_a_council_is_elected_for_four_years(small: World, years, found):
    with arranging():
        hire(small, 3)
        Occasion.objects.create(
            organisation=small.groupings[0], kind="election", planned_on=years, held_on=years, result="Élu."
        )
    assert missing(small) == found


@pytest.mark.django_db
def test_an_election_that_is_planned_only_is_none(small: World):
    with arranging():
        hire(small, 3)
        Occasion.objects.create(organisation=small.groupings[0], kind="election", planned_on=TODAY)
    assert missing(small) == 1


@pytest.mark.django_db
def test_what_was_before_contracts_were_kept_is_not_known(small: World):
    """Five people today; of the two years before nobody says who had left."""
    with arranging():
        hire(small, 2)
        assert missing(small) == 0
        put(Keeping.objects.filter(organisation=small.groupings[0], register="staff"), period=since(date(2026, 10, 1)))
        assert missing(small) == Span(0, 1)
        hire(small, 1)
        assert missing(small) == 1


@pytest.mark.django_db
def test_where_no_agreement_is_named_nobody_knows_whether_it_asks_for_a_council(small: World):
    with arranging():
        hire(small, 2)
        put(Contract.objects.filter(employer=small.groupings[0]), agreement="")
        assert missing(small) == 0
        hire(small, 1)
        put(Contract.objects.filter(employer=small.groupings[0]), agreement="")
        assert missing(small) == Span(0, 1)
        elects(small.groupings[0])
        assert missing(small) == 0


@pytest.mark.django_db
def test_who_replaces_and_who_learns_are_not_counted(small: World):
    with arranging():
        hire(small, 2)
        one = employed(small.groupings[0], PersonFactory(), kind="apprentice")
        assert missing(small) == 0
        put(one, kind="cdi")
        assert missing(small) == 1
        put(one, is_replacement=True)
        assert missing(small) == 0


@pytest.mark.django_db
def test_a_part_time_of_sixteen_hours_counts_one_by_the_agreement(small: World):
    with arranging():
        hire(small, 3, share=45)
        assert missing(small) == 0
        put(Terms.objects.filter(share=45), share=46)
        assert missing(small) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("made", "found"), [(date(2025, 11, 25), 0), (date(2025, 11, 24), 1)])
def test_from_eleven_people_on_the_risk_document_is_made_each_year(small: World, made, found):
    grouping = small.groupings[0]
    with arranging():
        put(of(small, "risks"), held_on=made)
        assert risk_documents_late(TODAY, EVERYONE)[grouping.pk] == 0
        hire(small, 8)
        assert risk_documents_late(TODAY, EVERYONE)[grouping.pk] == found
        for one in Contract.objects.filter(employer=grouping):
            end(one)
        assert grouping.pk not in risk_documents_late(TODAY, EVERYONE)


def late(small: World, part: str, days: int) -> None:
    """Somebody came to the board of a grouping so long ago, and all of their pathway is done but one part."""
    here = small.groupings[0]
    put(Keeping.objects.filter(organisation=here, register="pathways"), period=since(date(2025, 1, 1)))
    mandate = Mandate.objects.filter(seat__body__slug=f"{here.slug}-board", seat__title="administrator").first()
    put(mandate, period=since(TODAY - timedelta(days=days)))
    for step in careers().pathway.steps:
        if step.part != part:
            PathwayStep.objects.create(mandate=mandate, step=step.code, done_on=TODAY)


@proves("R3.17", clause=1)
def test_somebody_new_on_a_board_waits_for_their_welcome(small: World):
    late(small, "welcome", 61)


@proves("R3.17", clause=2)
def test_somebody_new_on_a_board_waits_for_their_training(small: World):
    late(small, "training", 181)


@proves("R3.17", clause=3)
def test_somebody_new_on_a_board_waits_for_their_peers(small: World):
    late(small, "peers", 366)


def waiting(small: World, on: date = TODAY, part: str = "welcome") -> object:
    return newcomers_waiting(on, EVERYONE, part).get(small.groupings[0].pk, 0)


@pytest.mark.django_db
def test_how_long_somebody_new_waits(small: World):
    with arranging():
        mandate = welcomed(small.groupings[0], TODAY - timedelta(days=10))
    assert (waiting(small), waiting(small, TODAY - timedelta(days=11))) == (10, 0)
    with arranging():
        PathwayStep.objects.create(mandate=mandate, step="rencontre", done_on=TODAY)
    assert waiting(small) == 10  # the other step of the welcome is left
    with arranging():
        PathwayStep.objects.create(mandate=mandate, step="reperes", done_on=TODAY)
    assert (waiting(small), waiting(small, TODAY - timedelta(days=1))) == (0, 9)
    assert waiting(small, part="peers") == 10
    with arranging():
        put(PathwayStep.objects.filter(step="reperes"), undone_on=TODAY)
    assert waiting(small) == 10
    with arranging():
        put(mandate, period=since(TODAY - timedelta(days=10), TODAY - timedelta(days=1)))
    assert waiting(small) == 0  # whoever left is asked nothing


@pytest.mark.django_db
def test_whoever_sat_there_before_or_came_before_pathways_were_kept_is_not_new(small: World):
    here = small.groupings[0]
    with arranging():
        person = welcomed(here, date(2025, 6, 1)).person
        put(Mandate.objects.filter(person=person), period=since(date(2025, 6, 1), date(2026, 5, 31)))
        welcomed(here, date(2026, 10, 1), person)
    assert waiting(small) == 0
    with arranging():
        put(Keeping.objects.filter(organisation=here, register="pathways"), period=since(TODAY - timedelta(days=4)))
        MandateFactory(seat=small.seat(f"{here.slug}-board", "administrator"), period=since(TODAY - timedelta(days=5)))
    assert waiting(small) == 0
    with arranging():
        MandateFactory(seat=small.seat(f"{here.slug}-board", "administrator"), period=since(TODAY - timedelta(days=4)))
    assert waiting(small) == 4
