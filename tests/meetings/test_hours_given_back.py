"""A sitting that was closed before its hour gives the rest of its hours back to the calendar of its body."""

from datetime import timedelta

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid
from kevread.meetings.models import Meeting
from kevread.meetings.operations import plan_meeting
from kevread.meetings.queries.ics import event_of
from kevread.meetings.rules.life import State
from tests.conftest import NOW, arranging
from tests.gatherings.worlds import IN_A_MONTH as START
from tests.gatherings.worlds import Gathering, gathering

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def here() -> Gathering:
    with arranging():
        return gathering(state=State.DRAFT, body="assembly")


def held(here: Gathering, *, closed_after: timedelta | None, state: State = State.CLOSED) -> Meeting:
    """From START, for three hours; closed sooner."""
    with arranging():
        return Meeting.objects.create(
            body=here.board, starts_at=START, ends_at=START + 3 * HOUR, state=state.value, opened_at=START - HOUR,
            closed_at=None if closed_after is None else START + closed_after,
        )  # fmt: skip


def plan(here: Gathering, after: timedelta) -> Meeting:
    return plan_meeting(
        actor=SYSTEM, body=here.board, starts_at=START + after, ends_at=START + after + HOUR, now=NOW, place="Rennes"
    )


def test_the_hours_after_the_closing_are_free(here):
    held(here, closed_after=HOUR)
    assert plan(here, HOUR).starts_at == START + HOUR


def test_the_hours_before_the_closing_are_not(here):
    held(here, closed_after=HOUR)
    with pytest.raises(Invalid) as refusal:
        plan(here, HOUR - timedelta(minutes=1))
    assert refusal.value.sentence.replace("\xa0", " ").endswith("le 18 décembre 2026, de 18 h 30 à 19 h 30.")


@pytest.mark.parametrize("state", [State.OPEN, State.IN_PROGRESS, State.CONVENED])
def test_what_is_not_closed_keeps_its_hours(here, state):
    held(here, closed_after=None, state=state)
    with pytest.raises(Invalid, match="à ces heures"):
        plan(here, 2 * HOUR)


@pytest.mark.parametrize(
    ("closed_after", "over_after"),
    [
        (None, 3 * HOUR),
        (HOUR, HOUR),
        (4 * HOUR, 3 * HOUR),  # what it overran was nobody's
        (timedelta(0), 3 * HOUR),  # opened and closed before its hour: it was never there
        (-HOUR / 2, 3 * HOUR),
    ],
)
def test_when_it_ended(here, closed_after, over_after):
    meeting = held(here, closed_after=closed_after)
    assert meeting.over_at == START + over_after
    event = event_of(meeting, NOW)
    assert event["dtend"].dt == START + over_after > event["dtstart"].dt
