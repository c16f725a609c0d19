"""Who came, of meetings of which nobody said what became, of before somebody was a member, or before the team was kept."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.models import F

from kevread.attendance.models import Presence
from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from kevread.directory.models import Affiliation
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.staff.models import Assignment
from tests.charter.proofs import judged, planted
from tests.charter.test_supervision import direction
from tests.conftest import NOW, TODAY
from tests.factories import since
from tests.worlds import LAST_YEAR, World, attend, end, met, put

pytestmark = pytest.mark.django_db
FEBRUARY, JUNE = date(2026, 2, 2), date(2026, 6, 2)


def told(small: World, clause: str, *plants: Callable[[World], object]) -> Verdict:
    def every(small: World) -> None:
        for plant in plants:
            plant(small)

    with planted(small, every):
        return judged(clause, small.groupings[0].pk)[0]


def slugs(small: World) -> dict[str, list[str]]:
    grouping = small.groupings[0]
    locals_ = small.locals[grouping]
    return {
        "R6.16/1": [f"{one.slug}-assembly" for one in locals_],
        "R6.17/1": [f"{one.slug}-board" for one in locals_],
        "R6.18/1": [f"{grouping.slug}-board"],
        "R6.19/2": [f"{grouping.slug}-team"],
        "R6.21/1": [f"{one.slug}-board" for one in locals_],
    }


def came(clause: str, day: date = JUNE) -> Callable[[World], object]:
    """The direction and the delegate were there, and the direction chaired."""

    def plant(small: World) -> None:
        for slug in slugs(small)[clause]:
            meeting = met(small.body(slug), day, chair=direction(small))
            attend(meeting, direction(small))
            attend(meeting, small.holder(f"{small.groupings[0].slug}-team", "delegate").person)

    return plant


def missed(clause: str, day: date = FEBRUARY) -> Callable[[World], object]:
    """Somebody else was there, and chaired."""

    def plant(small: World) -> None:
        other = small.holder(f"{small.locals[small.groupings[0]][0].slug}-board", "president").person
        attend(met(small.body(slugs(small)[clause][0]), day, chair=other), other)

    return plant


def untold(clause: str, day: date = FEBRUARY) -> Callable[[World], object]:
    def plant(small: World) -> None:
        for slug in slugs(small)[clause]:
            one = met(small.body(slug), day, chair=small.lead())
            put(Meeting.objects.filter(pk=one.pk), state=State.CONVENED.value, opened_at=None, closed_at=None)

    return plant


def met_nobody(small: World) -> None:
    """The boards of the pôles met this year, without the direction."""
    put(Presence.objects.filter(entry__meeting__body__slug__in=slugs(small)["R6.17/1"]), left_at=F("arrived_at"))
    for slug in slugs(small)["R6.17/1"]:
        meeting = Meeting.objects.get(body__slug=slug)
        attend(meeting, small.holder(slug, "president").person)


MISSED = ("R6.16/1", "R6.18/1", "R6.19/2", "R6.21/1")


@pytest.mark.parametrize("clause", MISSED)
def test_a_meeting_of_which_nobody_said_what_became_may_have_been_missed(small: World, clause: str):
    assert told(small, clause, came(clause)) is Verdict.CONFORMS
    assert told(small, clause, came(clause), untold(clause)) is Verdict.UNKNOWN
    assert told(small, clause, came(clause), untold(clause, TODAY)) is Verdict.CONFORMS, "it may be held today"
    assert told(small, clause, came(clause), missed(clause), untold(clause, JUNE)) is Verdict.BREACHES


@pytest.mark.parametrize(("ends", "verdict"), [(5, Verdict.CONFORMS), (0, Verdict.CONFORMS), (-1, Verdict.UNKNOWN)])
def test_a_consultation_that_is_under_way_was_not_missed(small: World, ends: int, verdict: Verdict):
    """Begun days ago, it runs until its last day."""

    def consults(small: World) -> None:
        untold("R6.16/1")(small)
        rows = Meeting.objects.filter(state=State.CONVENED, body__slug__in=slugs(small)["R6.16/1"])
        put(rows, ends_at=NOW + timedelta(days=ends))

    assert told(small, "R6.16/1", came("R6.16/1"), consults) is verdict


def test_a_meeting_of_which_nobody_said_what_became_may_be_the_one_of_the_year(small: World):
    assert told(small, "R6.17/1", met_nobody) is Verdict.BREACHES
    assert told(small, "R6.17/1", met_nobody, untold("R6.17/1")) is Verdict.UNKNOWN


def joined(day: date) -> Callable[[World], object]:
    def plant(small: World) -> None:
        grouping = small.groupings[0]
        put(Affiliation.objects.filter(member__in=small.locals[grouping], of=grouping), period=since(day))

    return plant


@pytest.mark.parametrize("clause", ["R6.16/1", "R6.21/1"])
def test_what_was_held_before_somebody_was_a_member_was_not_missed(small: World, clause: str):
    both = came(clause), missed(clause)
    assert told(small, clause, *both, joined(FEBRUARY)) is Verdict.BREACHES
    assert told(small, clause, *both, joined(FEBRUARY + timedelta(days=1))) is Verdict.CONFORMS
    assert told(small, clause, *both, joined(TODAY)) is Verdict.UNKNOWN, "none was held since"


def test_a_member_of_less_than_a_year_may_still_be_met(small: World):
    a_year_ago = TODAY - timedelta(days=365)
    assert told(small, "R6.17/1", met_nobody, joined(a_year_ago)) is Verdict.BREACHES
    assert told(small, "R6.17/1", met_nobody, joined(a_year_ago + timedelta(days=1))) is Verdict.UNKNOWN
    assert told(small, "R6.17/1", joined(TODAY)) is Verdict.CONFORMS, "it was met before it came"


def test_a_grouping_that_was_just_created_missed_nothing(small: World):
    clause = "R6.16/1"
    created = lambda small: put(small.groupings[0], period=since(FEBRUARY + timedelta(days=1)))  # noqa: E731
    assert told(small, clause, came(clause), missed(clause), created) is Verdict.CONFORMS


@pytest.mark.parametrize("clause", ["R6.16/1", "R6.18/1", "R6.19/2", "R6.17/1"])
def test_before_the_team_was_kept_whoever_held_the_post_may_have_been_there(small: World, clause: str):
    def kept(day: date) -> Callable[[World], object]:
        rows = Keeping.objects.filter(register="team", organisation=small.groupings[0])
        return lambda small: put(rows, period=since(day))

    without = met_nobody if clause == "R6.17/1" else missed(clause)
    day = date(2026, 3, 12) if clause == "R6.17/1" else FEBRUARY
    assert told(small, clause, without, kept(day)) is Verdict.BREACHES
    assert told(small, clause, without, kept(day + timedelta(days=1))) is Verdict.UNKNOWN


@pytest.mark.parametrize("clause", ["R6.16/1", "R6.17/1", "R6.18/1"])
def test_whoever_fills_the_post_without_its_seat_may_have_been_there(small: World, clause: str):
    """R6.16 to R6.18: their contract says that they direct, and no seat in the team does."""
    seats = small.mandates(f"{small.groupings[0].slug}-team", "direction")

    def vacant(small: World) -> None:
        put(Assignment.objects.filter(contract__person__in=seats.values("person")), period=LAST_YEAR)
        end(seats)

    assert told(small, clause, came(clause)) is Verdict.CONFORMS
    assert told(small, clause, came(clause), lambda _: end(seats)) is Verdict.UNKNOWN
    assert told(small, clause, came(clause), vacant) is Verdict.BREACHES
