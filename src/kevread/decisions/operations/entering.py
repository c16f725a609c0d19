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
    annulled_on: date | None = None,
    annulled_because: str = "",
) -> Decision:
    """Write the next line of a register as another one says it: a decision, an advice on a type of decision, a correction;
    with the day on which it was annulled there, and why.

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
    if annulled_on is not None:
        annulled_because = annulled_then(day, annulled_on, annulled_because, now)
    elif annulled_because:
        raise Invalid("annulled_on", "Indiquez le jour où cette ligne fut annulée.")
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
            annulled=(annulled_on, annulled_because),
        )


def annulled_then(decided_on: date, annulled_on: date, because: str, now: datetime) -> str:
    """Why, as it is kept. Raises Invalid on the field."""
    if not decided_on <= annulled_on <= now.date():
        raise Invalid("annulled_on", "Une ligne s’annule entre le jour qu’elle dit et aujourd’hui.")
    wanted = "Dites pourquoi cette décision n’avait pas été prise."
    return required("annulled_because", because, wanted, least=EXPLAINED)
