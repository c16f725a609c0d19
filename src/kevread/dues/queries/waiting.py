"""The payments that wait for somebody to say for which line they are."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.dues.models import Due, Payment
from kevread.dues.statements import Candidate, Suggested, suggested

from .owed import Owed, standing_of

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A payment, and the line for which it seems to be, when one stands out."""

    payment: Payment
    suggestion: Suggested[UUID] | None
    line: Owed | None


@dataclass(frozen=True, slots=True)
class Unmatched:
    payments: list[Waiting]
    lines: list[Owed]  # those for which one may be
    more: int = 0  # payments that wait beyond those


def waiting(organisation: Organisation, actor: Actor, on: date) -> Unmatched:
    """The oldest first. Three queries, whatever their number; one more beyond `SHOWN`."""
    rows = Payment.objects.visible_to(actor).standing().filter(organisation=organisation, due=None, paid_on__lte=on)
    dues = Due.objects.visible_to(actor).standing().filter(organisation=organisation, year__gte=on.year - 1)
    dues = dues.select_related("affiliation__member", "call").order_by("affiliation__member__search", "-year")
    lines = standing_of(dues, on)
    known = {line.due.pk: line for line in lines}
    those = [
        Candidate(line.due.pk, line.due.reference, line.due.affiliation.member.name, line.left)
        for line in lines
        if line.left
    ]
    found = []
    first = list(rows.order_by("paid_on", "pk")[: SHOWN + 1])
    for row in first[:SHOWN]:
        text = " ".join((row.claimed_for, row.note, row.payer))
        best = suggested(text, row.cents, those)
        if best and row.claimed_for:
            best = replace(best, why=f"{best.why}, selon qui a payé")
        found.append(Waiting(row, best, known[best.key] if best else None))
    return Unmatched(found, lines, rows.count() - SHOWN if len(first) > SHOWN else 0)
