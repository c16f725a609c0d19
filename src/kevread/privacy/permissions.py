"""Who answers for people's data."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import ANSWER, ERASE


def may_answer(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, ANSWER, organisation)


def may_erase(actor: Actor, within: Organisation) -> Grounds:
    """The directory is one for the whole network: whoever keeps it whole."""
    return grounds(actor, ERASE, within)
