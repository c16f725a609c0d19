"""Who may record what is paid to those who administer."""

from kevread.allowances.models import HOLDS
from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import own_grounds


def may_record(actor: Actor, organisation: Organisation) -> Grounds:
    """Those of the organisation itself who hold its money."""
    return own_grounds(actor, HOLDS, organisation)
