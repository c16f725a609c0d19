"""Who is counted: members of a college, every grouping of the network, the meetings of which nobody said what became."""

from datetime import date

import pytest

from kevread.careers.models import HandIn
from kevread.common.verdicts import Verdict
from kevread.directory.models import Affiliation
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from tests.charter.proofs import board, planted, rule_of, verdicts_on
from tests.factories import AffiliationFactory, OrganisationFactory
from tests.worlds import LAST_YEAR, World, end, met, put

pytestmark = pytest.mark.django_db
SEATS = ("R4.10/2", "R4.13/2")


def of_the_head(small: World):
    theirs = [*small.groupings, *(local for locals_ in small.locals.values() for local in locals_)]
    return Affiliation.objects.filter(member__in=theirs, of=small.head)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"period": LAST_YEAR}, Verdict.BREACHES),  # they left, and those who sat for them still sit
        ({"college": "associations"}, Verdict.BREACHES),
        ({"college": ""}, Verdict.UNKNOWN),
        ({"is_proposed": True}, Verdict.UNKNOWN),
        ({}, Verdict.CONFORMS),
    ],
    ids=["left", "another college", "no college said", "by the file alone", "as they are"],
)
def test_seats_of_a_college_are_held_for_its_members(small: World, change, verdict):
    with planted(small, lambda small: put(of_the_head(small), **change) if change else None):
        now = board(*map(rule_of, SEATS))
    for key in SEATS:
        assert verdicts_on(key, now) == {verdict}, key


@pytest.mark.parametrize(
    ("left", "verdict"), [(True, Verdict.CONFORMS), (False, Verdict.BREACHES)], ids=["left the head", "a member"]
)
def test_who_sits_for_no_member_of_the_college_is_no_seat_too_many_of_it(small: World, left: bool, verdict: Verdict):
    local = small.locals[small.groupings[0]][0]

    def plant(small: World) -> None:
        if left:
            end(Affiliation.objects.filter(member=local, of=small.head))
        small.seated("cress-board", "representative-territoire", represents=local)
        small.seated("cress-bureau", "vice-president-grouping", represents=local)

    with planted(small, plant):
        assert verdicts_on("R4.10/1") == verdicts_on("R4.13/1") == {verdict}


def test_a_member_whose_college_nobody_said_may_be_in_it(small: World):
    with planted(
        small,
        lambda small: AffiliationFactory(member=OrganisationFactory(reach="local"), of=small.head, college=""),
    ):
        assert verdicts_on("R3.12/2") == {Verdict.UNKNOWN}


def test_a_grouping_that_left_the_head_is_still_an_employer_of_the_network(small: World):
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        end(Affiliation.objects.filter(member=grouping, of=small.head))
        HandIn.objects.filter(employer=grouping).delete()

    with planted(small, plant):
        assert verdicts_on("R6.26/2") == {Verdict.BREACHES}


def test_meetings_of_which_nobody_said_what_became_may_be_too_many(small: World):
    def plant(small: World) -> None:
        for year in (2025, 2026):
            for month in (2, 5, 9, 11):
                one = met(small.body("gmo-incarnation"), date(year, month, 20))
                put(Meeting.objects.filter(pk=one.pk), state=State.CONVENED.value, opened_at=None, closed_at=None)

    with planted(small, plant):
        now = board("R4.21")
    for key in ("R4.21/3", "R4.21/4"):
        assert verdicts_on(key, now) == {Verdict.UNKNOWN}, key
