"""Who may keep what funds an organisation, and read it."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.finance.models import KEEPS
from kevread.seats.permissions import own_grounds


def may_keep(actor: Actor, organisation: Organisation) -> Grounds:
    """Ask, record, follow: those of the organisation itself."""
    return own_grounds(actor, KEEPS, organisation)
