"""Who may read and bring in the accounts of an organisation."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import KEEPS_LEDGERS


def may_keep_ledgers(actor: Actor, organisation: Organisation) -> Grounds:
    """Bring in a file, keep it, annul it, say what its accounts mean."""
    return grounds(actor, KEEPS_LEDGERS, organisation)
