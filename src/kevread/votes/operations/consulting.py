"""A written consultation: nobody comes, each answers before the hour at which it ends."""

from datetime import datetime

from kevread.common.errors import Refused
from kevread.meetings.models import Meeting
from kevread.meetings.queries.wording import moment
from kevread.votes.models import Poll


def deadline_of(meeting: Meeting) -> datetime | None:
    """Until when one answers; None for a sitting, where whoever presides closes the vote."""
    return meeting.ends_at if meeting.mode == Meeting.Mode.WRITTEN else None


def is_in_time(poll: Poll, now: datetime) -> bool:
    until = deadline_of(poll.item.meeting)
    return until is None or now <= until


def require_in_time(poll: Poll, now: datetime) -> None:
    """Raises Refused once the consultation is over."""
    if not is_in_time(poll, now):
        raise Refused(f"Cette consultation écrite a pris fin : on y répondait jusqu’au {moment(poll.meeting.ends_at)}.")


def require_over(poll: Poll, now: datetime, left: int) -> None:
    """Nobody loses the time that was promised: it is closed at its hour, or once everybody has answered. `left`: how many votes
    nobody has cast, of what is counted. Raises Refused."""
    until = deadline_of(poll.item.meeting)
    if until is None or now >= until:
        return
    if not poll.is_cast_on_screen or left:
        raise Refused(
            f"On répond à cette consultation écrite jusqu’au {moment(until)}, et tout le monde n’a pas encore répondu."
        )
