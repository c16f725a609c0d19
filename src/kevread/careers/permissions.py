"""Who leads the skills plan of the network, and who follows the pathways of a board. Who speaks for an employer is said by
`staff.permissions`."""

from uuid import UUID

from kevread.careers.models import LEADS, WELCOMES
from kevread.common.actor import Actor, Grounds
from kevread.common.facts import HEAD
from kevread.directory.models import Organisation
from kevread.seats.models import Mandate
from kevread.seats.permissions import grounds


def may_lead(actor: Actor, head: Organisation) -> Grounds:
    """Open the plan of a year, gather what was asked, have it decided, follow it: whoever directs or presides the head of
    network, for it alone consolidates."""
    if head.scale != HEAD:
        return Grounds(False, f"Le plan se tient à la tête de réseau, pas à {head.name}.")
    return grounds(actor, LEADS, head)


def may_welcome(actor: Actor, mandate: Mandate) -> Grounds:
    """Say who accompanies somebody, take back what was a mistake: whoever presides over their organisation or directs it."""
    return grounds(actor, WELCOMES, mandate.seat.body.organisation)


def may_tell_step(actor: Actor, mandate: Mandate, companion: UUID | None) -> Grounds:
    """Say that a step is done: the same; the person; and whoever accompanies them in it."""
    if actor.person is not None and actor.person == mandate.person_id:
        return Grounds(True, "Ce parcours est le vôtre.")
    if actor.person is not None and actor.person == companion:
        return Grounds(True, f"Vous accompagnez {mandate.person}.")
    return may_welcome(actor, mandate)
