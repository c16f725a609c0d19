"""Who may prepare a round of the fund."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import PREPARES


def may_prepare(actor: Actor, carrier: Organisation) -> Grounds:
    """Open a round, collect and freeze its data, keep scenarios. Preparing is not deciding."""
    return grounds(actor, PREPARES, carrier)
