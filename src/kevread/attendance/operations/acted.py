"""What gestures of a sitting read of who is there, to be held with the meeting against the acts that wrote it."""

from kevread.attendance.models import Presence, QuorumCheck
from kevread.journal.as_acted import Rows
from kevread.meetings.models import Meeting
from kevread.meetings.operations.acted import roll_of


def presences_of(meeting: Meeting) -> list[Rows]:
    return [Rows(Presence, "entry_id", roll_of(meeting))]


def attendance_of(meeting: Meeting) -> list[Rows]:
    """Who is there, and the quorums that were found."""
    return [*presences_of(meeting), Rows(QuorumCheck, "meeting_id", (meeting.pk,))]
