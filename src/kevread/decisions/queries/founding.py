"""The decision from which the network lives, and the day that it bears."""

from datetime import date

from kevread.charter.engine import framework
from kevread.common.actor import Actor
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision, Founding


def founding_day() -> date | None:
    """The day of the decision that the document tells; None where the federation tells no such decision."""
    return framework().adopted if matrix().founding else None


def founding_of(actor: Actor, on: date | None = None) -> Founding | None:
    """That of the network, as the register of its head holds it, when this actor reads it."""
    rows = Founding.objects.filter(decision__in=Decision.objects.visible_to(actor))
    rows = rows.select_related("decision__organisation", "decision__body__organisation", "document")
    return rows.filter(decision__decided_on__lte=on).first() if on else rows.first()


def founding_line(decision: Decision) -> Founding | None:
    """What founds the network, when this line is it. One query, and none for a line of another day."""
    if decision.decided_on != founding_day():
        return None
    return Founding.objects.select_related("document").filter(decision=decision).first()
