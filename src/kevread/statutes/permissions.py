"""Who may write the day on which a local hands over, and the articles of association."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds, own_grounds

from .models import ADOPTS, HANDS_OVER


def may_hand_over(actor: Actor, organisation: Organisation) -> Grounds:
    """Write what this organisation decided of a handing over, or undo it: it speaks for one side, from there."""
    return own_grounds(actor, HANDS_OVER, organisation)


def may_adopt(actor: Actor, organisation: Organisation) -> Grounds:
    """Draft the articles of association and the bylaws, write them once they are adopted, annul them."""
    return grounds(actor, ADOPTS, organisation)
