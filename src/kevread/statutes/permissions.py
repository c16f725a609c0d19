"""Who may write the day on which a local hands over."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import HANDS_OVER


def may_hand_over(actor: Actor, organisation: Organisation) -> Grounds:
    """Write what this organisation decided of a handing over, or undo it."""
    return grounds(actor, HANDS_OVER, organisation)
