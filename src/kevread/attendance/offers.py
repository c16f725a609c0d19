"""What attendance tells the rooms below."""

from kevread.attendance.models import QuorumCheck
from kevread.meetings.asks import QUORUM_MISSED
from kevread.meetings.models import Meeting


@QUORUM_MISSED.answer
def quorum_missed(meeting: Meeting) -> bool:
    """Looked for, and never met. One query."""
    found = list(QuorumCheck.objects.filter(meeting=meeting).values_list("met", flat=True))
    return bool(found) and not any(found)
