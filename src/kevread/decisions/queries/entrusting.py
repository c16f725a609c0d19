"""By which decisions of a register a delegation may be given."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kevread.charter.queries.registers import ever_kept
from kevread.decisions.models import Decision
from kevread.decisions.queries.promises import REGISTER
from kevread.delegations.asks import Line
from kevread.directory.models import Organisation
from kevread.seats.models import Body

OFFERED = 40  # decisions, the last first
ELECTED = (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU)


def kept(organisation: Organisation, on: date) -> bool:
    """That day, or before."""
    return organisation.pk in ever_kept(REGISTER, [organisation.pk], on)


def of(organisation: Organisation) -> QuerySet[Decision]:
    """Adopted by a body to which one is elected, and standing; an advice decides nothing."""
    rows = Decision.objects.standing().filter(
        organisation=organisation, outcome=Decision.Outcome.ADOPTED, body__kind__in=ELECTED
    )
    return rows.exclude(type=Decision.ADVICE).select_related("body").order_by("-decided_on", "-number")


def adopted(organisation: Organisation) -> list[Line]:
    """One query."""
    return [line_of(one) for one in of(organisation)[:OFFERED]]


def one(organisation: Organisation, key: UUID) -> Line | None:
    found = of(organisation).filter(pk=key).first()
    return line_of(found) if found else None


def line_of(decision: Decision) -> Line:
    cited = f"{decision.title} ({decision.quoted})"
    return Line(decision.pk, cited, decision.body_id, decision.decided_on, decision.text)
