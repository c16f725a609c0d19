"""Days, asked or answered by two windows at once: one does it; the other waits for it, and is told."""

import pytest

from kevread.common.errors import NotDone, Refused
from kevread.supervision.models import Leave, Matter
from kevread.supervision.operations import cancel_leave
from tests.conftest import NOW, arranging
from tests.guards.at_once import interleaved
from tests.seats.scene import Scene
from tests.worlds import World

from .conftest import Two, two_posts
from .test_leaves import answered, asked


@pytest.fixture
def apart_from(committed: World) -> Two:
    grouping = committed.groupings[0]
    with arranging():
        return two_posts(Scene(committed, grouping, *committed.locals[grouping]))


def told(do):
    try:
        return do()
    except NotDone as refusal:
        return refusal


def test_the_same_days_are_asked_once(apart_from):
    one, other, waited = interleaved(lambda: told(lambda: asked(apart_from)), lambda: told(lambda: asked(apart_from)))
    assert isinstance(one, Leave) and waited and isinstance(other, Refused)
    assert Leave.objects.count() == 1


def test_two_who_answer_at_once_answer_once_and_whoever_gives_back_is_heard_after(apart_from):
    leave = asked(apart_from)
    one, other, waited = interleaved(
        lambda: told(lambda: answered(apart_from, leave)),
        lambda: told(lambda: answered(apart_from, leave, granted=False, reason="Une assemblée ce jour-là")),
    )
    assert one.answer == "granted" and waited and isinstance(other, Refused)

    def back() -> object:
        return told(lambda: cancel_leave(actor=apart_from.oneself, leave=leave, now=NOW))

    one, other, waited = interleaved(back, back)
    assert one.cancelled_on and waited and isinstance(other, Refused)


def test_what_was_answered_while_somebody_gave_their_days_back_stays_answered(apart_from):
    leave = asked(apart_from)
    one, other, waited = interleaved(
        lambda: told(lambda: answered(apart_from, leave)),
        lambda: told(lambda: cancel_leave(actor=apart_from.oneself, leave=leave, now=NOW)),
    )
    assert one.answer == "granted" and waited and other.cancelled_on
    matter = Matter.objects.get(pk=leave.matter_id)
    assert (matter.outcome, matter.conclusion) == ("decided", "Accordé.")
