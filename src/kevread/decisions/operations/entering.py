"""Decisions that were taken before Kevread: the register of a federation that moves in."""

from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.decisions import permissions
from kevread.decisions.models import Decision
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.journal.operations import act
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.seats.models import Body

from .register import day_of, enter_decision


def enter_past_decision(
    *,
    actor: Actor,
    body: Body,
    decided_on: date,
    title: str,
    text: str,
    outcome: str,
    now: datetime,
    type: str = "",  # noqa: A002
    advises: str = "",
    sum: str = "",  # noqa: A002
    corrects: Decision | None = None,
    reason: str = "",
) -> Decision:
    """Write the next line of a register as another one says it: a decision, an advice on a type of decision, a correction.

    Of the meeting of that body, that day, when one alone is told. It opens nothing and cites nothing: what followed is
    entered apart. Raises Denied; Invalid on the field.
    """
    permissions.may_record(actor, body).or_raise()
    if outcome not in Decision.Outcome.values:
        raise Invalid("outcome", "Dites si elle est adoptée ou rejetée.")
    day = day_of(body, decided_on, None, None, now)
    if corrects is not None:
        reason = required("reason", reason, "Dites quelle erreur de rédaction est corrigée.", least=EXPLAINED)
        if Decision.objects.filter(corrects=corrects).exists():
            raise Invalid("corrects", "Cette décision est déjà corrigée par une autre.")
    asked = {"body": body.slug, "title": title, "type": type, "on": day, "outcome": outcome}
    about = body.organisation
    with act("decisions.enter_past", actor=actor, about=about, now=now, arguments=asked, reason=reason):
        held = list(Meeting.objects.filter(body=body, state__in=State.held()).between(day, day)[:2])
        return enter_decision(
            body=body,
            decided_on=day,
            meeting=held[0] if len(held) == 1 else None,
            type=type,
            advises=advises,
            title=title,
            text=text,
            outcome=outcome,
            sum=sum,
            after=(),
            joins=(),
            ratifies=(),
            corrects=corrects,
            reason=reason,
        )
