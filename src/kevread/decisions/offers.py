"""What this room opens by itself when a decision says so, by what decisions people sit, and what it brings to an agenda."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from kevread.charter.asks import FIXED_BY
from kevread.common.actor import Actor
from kevread.decisions.models import Decision, Founding
from kevread.decisions.openings import derogations, mandates, settings
from kevread.decisions.operations.ratifying import submit_decision
from kevread.decisions.operations.seating import give_seat, name_and_give
from kevread.decisions.queries import apart, entrusting, promises
from kevread.decisions.queries.designating import designates
from kevread.decisions.queries.fixing import fixed_by
from kevread.decisions.rules import key_of
from kevread.delegations.asks import DECISIONS, Lines
from kevread.documents.asks import HOLDS
from kevread.meetings.asks import BRINGS, Brought
from kevread.meetings.models import Meeting
from kevread.seats.asks import DESIGNATES, REGISTERS, Register

__all__ = ["apart", "derogations", "mandates", "settings"]

FIXED_BY.answer(fixed_by)
DESIGNATES.answer(designates)
DECISIONS.answer(Lines(kept=entrusting.kept, adopted=entrusting.adopted, one=entrusting.one))
REGISTERS.answer(
    Register(
        promised=promises.promised,
        promised_to=promises.promised_to,
        kept_by=promises.kept_by,
        offered=promises.offered,
        give=give_seat,
        name=name_and_give,
    )
)


@BRINGS.answer
def decision_to_mend(actor: Actor, key: str, now: datetime) -> Brought | None:
    """A decision that waits for a body goes to a meeting that is planned for it. One query."""
    found = Decision.objects.visible_to(actor).select_related("body__organisation").filter(pk=key_of(key)).first()
    if found is None:
        return None

    def put(meeting: Meeting) -> object:
        return submit_decision(actor=actor, decision=found, to=meeting, now=now)

    return Brought(f"décision n° {found.reference}, {found.title}.", put)


@HOLDS.answer
def founds(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """That of the decision from which the network lives. One query."""
    rows = Founding.objects.filter(document__in=documents)
    return dict.fromkeys(rows.values_list("document", flat=True), "la décision fondatrice le cite")
