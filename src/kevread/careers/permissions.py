"""Who leads the skills plan of the network; who speaks for an employer is said by `staff.permissions`."""

from kevread.careers.models import LEADS
from kevread.common.actor import Actor, Grounds
from kevread.common.facts import HEAD
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds


def may_lead(actor: Actor, head: Organisation) -> Grounds:
    """Open the plan of a year, gather what was asked, have it decided, follow it: whoever directs or presides the head of
    network, for it alone consolidates."""
    if head.scale != HEAD:
        return Grounds(False, f"Le plan se tient à la tête de réseau, pas à {head.name}.")
    return grounds(actor, LEADS, head)
