"""Who may keep the dues of an organisation."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import KEEPS_DUES


def may_keep_dues(actor: Actor, organisation: Organisation) -> Grounds:
    """Call the dues of a year, enter what was paid, say what was a mistake."""
    return grounds(actor, KEEPS_DUES, organisation)
