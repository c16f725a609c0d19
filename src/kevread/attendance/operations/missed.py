"""A quorum that was looked for and is missing: the gesture is refused, and that it was missing is kept all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from kevread.attendance.models import QuorumCheck
from kevread.attendance.operations.presence import moment_of
from kevread.attendance.queries.attendance import attendance
from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.journal.operations import act
from kevread.meetings.models import Meeting
from kevread.meetings.queries import terms


class QuorumMissed(Refused):
    """Raised inside an act, which it undoes; `keeping` writes what was found in an act of its own."""


@contextmanager
def keeping(occasion: str, *, actor: Actor, meeting: Meeting, now: datetime) -> Iterator[None]:
    """Around the act of a verb that looks for the quorum. What is missing is noted, then the refusal goes on."""
    try:
        yield
    except QuorumMissed:
        with act(
            "attendance.check_quorum",
            actor=actor,
            about=meeting.organisation,
            now=now,
            arguments={"meeting": meeting.pk},
        ):
            note_presence(Meeting.objects.select_related("body__organisation").lock(meeting.pk), occasion, now)
        raise


def note_presence(meeting: Meeting, occasion: str, now: datetime, **more: object) -> QuorumCheck | None:
    """Write what is there and what is needed, inside an act, the meeting locked; None when no quorum is asked."""
    quorum = terms(meeting).quorum
    if quorum is None:
        return None
    found = attendance(meeting)
    made = found.enough(quorum)
    assert made is not None
    return QuorumCheck.objects.create(
        meeting=meeting,
        occasion=occasion,
        at=moment_of(meeting, now),
        have=made.have,
        need=made.need,
        met=made.met,
        shown=made.said,
        present=len(found.present),
        represented=len(found.represented),
        **more,
    )
