"""Who may keep the memberships of an organisation."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import KEEPS


def may_keep(actor: Actor, organisation: Organisation) -> Grounds:
    """Receive an application, instruct it, write what a decision of the register said of it."""
    return grounds(actor, KEEPS, organisation)
