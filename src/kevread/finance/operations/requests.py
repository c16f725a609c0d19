"""A funding is asked for: prepared, sent by whoever may commit the organisation, answered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import of, to
from kevread.decisions.models import Decision
from kevread.delegations.operations.committing import power_on
from kevread.directory.models import Organisation
from kevread.finance.models import Funder, GrantRequest
from kevread.finance.permissions import may_keep
from kevread.finance.queries.passing import passed_to
from kevread.journal.operations import act
from kevread.seats.asks import ASK_GRANT

from .checks import Named, days_in_order, explained, funder_named, known_scale, money, said, today_of

State = GrantRequest.State


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: of whom, for what, at what scale, how much, of what budget, for which days, by when."""

    funder: Named
    purpose: str
    scale: str
    cents: int
    first: date
    last: date
    budget: int | None = None
    due_on: date | None = None

    def checked(self) -> dict[str, Any]:
        """Raises Invalid on the field."""
        purpose = said("purpose", self.purpose, "Dites ce qui est à financer, en 200 caractères au plus.")
        money("cents", self.cents)
        if self.budget is not None:
            money("budget", self.budget)
            if self.budget < self.cents:
                raise Invalid("budget", "Le budget de ce qui est à financer est au moins ce qui est demandé.")
        days_in_order(self.first, self.last)
        return {
            "purpose": purpose,
            "scale": known_scale(self.scale),
            "cents": self.cents,
            "budget": self.budget,
            "first": self.first,
            "last": self.last,
            "due_on": self.due_on,
        }


def prepare_request(*, actor: Actor, organisation: Organisation, asked: Asked, now: datetime) -> GrantRequest:
    """A draft, which commits nobody. Raises Denied; Invalid on the field."""
    may_keep(actor, organisation).or_raise()
    told = asked.checked()
    with act("finance.prepare_request", actor=actor, about=organisation, now=now):
        Organisation.objects.lock(organisation.pk)
        made: GrantRequest = GrantRequest.objects.create(
            organisation=organisation, funder=funder_named(asked.funder), **told
        )
        return made


def locked(request: GrantRequest, *states: str) -> GrantRequest:
    """The request, locked, in one of these states. Called in an act. Raises Refused."""
    row: GrantRequest = GrantRequest.objects.select_related("organisation", "funder__organisation").lock(request.pk)
    if row.state not in states:
        raise Refused(f"Cette demande n’attend plus cela : {row.get_state_display().lower()}.")
    return row


def change_request(*, actor: Actor, request: GrantRequest, asked: Asked, now: datetime) -> GrantRequest:
    """What is asked for is written anew, while it is a draft. Raises Denied; Invalid on the field; Refused."""
    may_keep(actor, request.organisation).or_raise()
    told = asked.checked()
    arguments = {"request": request.pk}
    with act("finance.change_request", actor=actor, about=request.organisation, now=now, arguments=arguments):
        row = locked(request, State.DRAFT)
        row.funder = funder_named(asked.funder)
        for name, value in told.items():
            setattr(row, name, value)
        row.save(update_fields=["funder", *told])
        return row


def send_request(
    *,
    actor: Actor,
    request: GrantRequest,
    sent_on: date,
    committed_on: date | None = None,
    decision: Decision | None = None,
    now: datetime,
) -> GrantRequest:
    """It is sent, on a day: by an adopted line of the register, or by whoever acts, who may commit the organisation. The day
    when the republican contract was subscribed may be left unsaid: some are deemed to have done so (L3.7). A local asks for
    nothing any more from the day on which it handed its fundings over (R5.1).

    Raises Denied, with the missing link of the chain; Invalid on the field; Refused.
    """
    may_keep(actor, request.organisation).or_raise()
    today = today_of(now)
    if sent_on > today:
        raise Invalid("sent_on", "Une demande s’inscrit envoyée le jour où elle l’est, ou après.")
    if committed_on is not None and committed_on > sent_on:
        raise Invalid("committed_on", "Le contrat d’engagement républicain se souscrit avant l’envoi, ou avec lui.")
    arguments = {"request": request.pk, "sent_on": sent_on}
    with act("finance.send_request", actor=actor, about=request.organisation, now=now, arguments=arguments):
        row = locked(request, State.DRAFT)
        require_still_captures(row.organisation, sent_on)
        row.authority = authority_of(actor, row.organisation, decision, sent_on, today)
        row.decision, row.sent_on, row.committed_on = decision, sent_on, committed_on
        row.state = State.SENT
        row.save(update_fields=["authority", "decision", "sent_on", "committed_on", "state"])
        return row


def require_still_captures(organisation: Organisation, on: date) -> None:
    if (done := passed_to(organisation, on)) is not None:
        raise Refused(
            f"{organisation.name} et {done.grouping.name} l’ont décidé : depuis le {day_in_words(done.day)}, "
            f"{done.grouping.name} demande les financements. La demande se prépare là.",
            rule="R5.1",
        )


def authority_of(actor: Actor, organisation: Organisation, decision: Decision | None, on: date, today: date) -> str:
    """By what it is sent, in words: of a day that is over, by who had the power that day, and has it still. Raises Invalid on
    `decision`; Denied with the missing link."""
    if decision is not None:
        adopted = Decision.objects.binding().filter(pk=decision.pk)
        if decision.organisation_id != organisation.pk or not adopted.exists():
            raise Invalid("decision", f"Choisissez une décision adoptée {of(organisation.name)}, et non un avis.")
        if decision.decided_on > on:
            raise Invalid("decision", "Cette décision est prise après l’envoi : elle ne l’a pas permis.")
        return decision.quoted[:300]
    return power_on(actor, ASK_GRANT, organisation, on, today)


def note_refusal(*, actor: Actor, request: GrantRequest, answered_on: date, note: str, now: datetime) -> GrantRequest:
    """The funder says no. Raises Denied; Invalid on the field; Refused."""
    may_keep(actor, request.organisation).or_raise()
    if answered_on > today_of(now):
        raise Invalid("answered_on", "Ce jour n’est pas encore venu.")
    note = explained("note", note, "Dites ce que le financeur a répondu.") if note.strip() else ""
    arguments = {"request": request.pk}
    with act("finance.note_refusal", actor=actor, about=request.organisation, now=now, arguments=arguments):
        row = locked(request, State.SENT)
        assert row.sent_on is not None
        if answered_on < row.sent_on:
            raise Invalid("answered_on", f"La demande est du {day_in_words(row.sent_on)} : la réponse vient ensuite.")
        row.state, row.answered_on, row.note = State.REFUSED, answered_on, note
        row.save(update_fields=["state", "answered_on", "note"])
        return row


def withdraw_request(*, actor: Actor, request: GrantRequest, reason: str, now: datetime) -> GrantRequest:
    """It is asked for no more, or was a mistake: it stays written. Raises Denied; Invalid on `reason`; Refused."""
    may_keep(actor, request.organisation).or_raise()
    reason = explained("reason", reason, "Dites pourquoi cette demande est retirée.")
    with act("finance.withdraw_request", actor=actor, about=request.organisation, now=now, reason=reason):
        row = locked(request, State.DRAFT, State.SENT)
        row.state, row.note = State.WITHDRAWN, reason
        row.save(update_fields=["state", "note"])
        return row


def granted(request: GrantRequest, funder: Funder, notified_on: date) -> GrantRequest:
    """Its answer is a funding. Called in an act. Raises Invalid on `notified_on` or on `name`; Refused."""
    row = locked(request, State.SENT)
    assert row.sent_on is not None
    if row.funder.one != funder.one:
        raise Invalid("name", f"La demande est faite {to(row.funder.called)} : c’est de là que vient la réponse.")
    if notified_on < row.sent_on:
        raise Invalid("notified_on", f"La demande est du {day_in_words(row.sent_on)} : la réponse vient ensuite.")
    row.state, row.answered_on = State.GRANTED, notified_on
    row.save(update_fields=["state", "answered_on"])
    return row
