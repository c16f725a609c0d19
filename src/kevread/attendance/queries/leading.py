"""Who leads a sitting that is under way."""

from kevread.attendance import permissions
from kevread.common.actor import Actor
from kevread.meetings.models import Meeting


def leads(actor: Actor, meeting: Meeting) -> bool:
    """The sitting is under way, and this person notes what happens in it: what they do of it is done from its room."""
    return meeting.stage.is_under_way and bool(permissions.may_note(actor, meeting))
