"""The end of a contract: asked by the person or prepared by the employer’s line, decided by whoever has the power to, then
written in the contract. Three gestures, so that what is prepared is never taken for what is decided.

The journal, which a pôle reads, tells each as what anybody does: a matter opened, a matter decided, a contract ended. A
sentence of their own would say who leaves."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.staff.models import Assignment, Contract
from kevread.staff.operations.ending import ENDS, OF_THE_EMPLOYER, within_the_longest, within_trial, write_end
from kevread.staff.permissions import may_employ
from kevread.supervision.loader import acts
from kevread.supervision.models import Ending, Matter, Side
from kevread.supervision.permissions import is_other, may_close, may_raise
from kevread.supervision.rules import EMPLOYER, Lines, own_side, sides_of
from kevread.supervision.rules.endings import offered

from .checks import own_hat, still_open, written
from .closing import by_delegation, cited, decides_there, is_theirs_alone

NO_POWER = "Au titre de la ligne de l’employeur, qui en prend acte."


def raise_ending(
    *,
    actor: Actor,
    contract: Contract,
    line: str,
    reason: str,
    last: date,
    text: str = "",
    now: datetime,
) -> Ending:
    """Somebody asks that their contract end, or the employer’s line prepares it: nobody prepares the end of their own for the
    employer. No line that is never to decide it has a side, so that no pôle reads it. One at a time: two who open it wait for
    each other on the contract.

    Raises Denied with who may, and the article; Invalid on `reason`, `last`, `text`; Refused when one is open, when the
    contract ends already, or when nobody assigned them to a post.
    """
    code = acts().of_form("ending")
    if not code:
        raise Refused("La fédération ne dit pas encore qui décide de la fin d’un contrat.")
    place, today = contract.employer, timezone.localtime(now).date()
    may_raise(actor, code, line, place, contract.person_id, today).or_raise()
    if line == EMPLOYER:
        is_other(actor, contract.person_id).or_raise()
    if reason not in offered(line, ENDS):
        raise Invalid("reason", "Choisissez un des motifs proposés.")
    text = written("text", text, "Dites ce qui est demandé, ou ce qui se passe.") if text.strip() else ""
    arguments = {"act": code, "line": line, "place": place.pk}
    hat = own_hat(line, place)
    with act("supervision.raise_matter", actor=actor, about=place, now=now, hat=hat, arguments=arguments):
        row = not_ended(contract)
        if Ending.objects.filter(
            contract=row, matter__in=Matter.objects.standing().exclude(outcome="dropped")
        ).exists():
            raise Refused(f"La fin du contrat de {row.person} est déjà demandée : son dossier le dit.")
        plausible(row, reason, last, today)
        within_the_longest(row, reason, last, text, "text")
        held = Assignment.objects.standing().filter(contract=row).order_by("-period", "pk").first()
        if held is None:
            raise Refused("Ce contrat ne porte aucun poste : inscrivez sa fin à sa page.")
        matter = Matter.objects.create(
            act=code,
            organisation=place,
            post_id=held.post_id,
            person=row.person,
            title=f"{Contract.EndReason(reason).label}, {row.person}",
            text=text,
            raised_at=now,
            raised_by_id=actor.person,
        )
        spec, lines = acts().acts[code], Lines(held.post_id, place.pk)
        Side.objects.bulk_create(
            Side(matter=matter, line=one.line, organisation_id=one.place, is_asked=spec.asks(one.line))
            for one in [*sides_of(spec, lines), *own_side(spec, lines)]
        )
        return Ending.objects.create(matter=matter, contract=row, reason=reason, wished=last)


def not_ended(contract: Contract) -> Contract:
    """The row, locked. Raises Refused where its end is written already: what its page wrote is not written over."""
    row: Contract = Contract.objects.select_related("employer", "person").lock(contract.pk)
    if row.end_reason:
        raise Refused("La fin de ce contrat est déjà inscrite, ou il était une erreur.")
    return row


def plausible(contract: Contract, reason: str, last: date, today: date) -> None:
    """A day of the contract; its own, for a term; before the end of the trial, for what ends within it. Raises Invalid."""
    if last not in contract.dates:
        raise Invalid("last", "Choisissez un jour de ce contrat.")
    if reason == Contract.EndReason.TERM:
        if contract.dates.last is None:
            raise Invalid("reason", "Ce contrat n’a pas de terme.")
        if last != contract.dates.last:
            raise Invalid("last", f"Le terme de ce contrat est le {day_in_words(contract.dates.last)}.")
    if reason == Contract.EndReason.TRIAL and (contract.trial_end is None or contract.trial_end < today):
        raise Invalid("reason", "Ce contrat n’est pas, ou n’est plus, dans sa période d’essai.")
    within_trial(contract, reason, last)


def decide_ending(
    *,
    actor: Actor,
    matter: Matter,
    place: Organisation,
    last: date,
    conclusion: str,
    decision: Decision | None = None,
    now: datetime,
) -> Ending:
    """The employer’s line decides it, or takes note of it: what it decides asks an office or the delegation that the matrix
    names, held until the act ends; a decision of the register is cited besides, and gives no such power. Nobody decides about
    themselves.

    Raises Denied with who may, or the missing link; Invalid on `last`, `conclusion`, `decision`; Refused when it is decided,
    or when the page of the contract wrote its end meanwhile.
    """
    today = timezone.localtime(now).date()
    may_close(actor, matter, place, today).or_raise()
    conclusion = written("conclusion", conclusion, "Écrivez ce qui est décidé, en quelques phrases.")
    arguments = {"matter": matter.pk, "decision": decision.pk if decision else None}
    with act("supervision.settle", actor=actor, about=place, now=now, arguments=arguments):
        row = still_open(matter)
        ending = ending_of(row)
        spec = acts().acts[row.act]
        decides_there(row, spec, place)
        plausible(not_ended(ending.contract), ending.reason, last, today)
        within_the_longest(ending.contract, ending.reason, last, row.text, "last")
        if is_theirs_alone(row) and last < ending.wished:
            asked = day_in_words(ending.wished)
            raise Invalid("last", f"La personne demande à partir le {asked} : qui en prend acte n’avance pas ce jour.")
        power = by_delegation(actor, spec, place, today) if ending.reason in OF_THE_EMPLOYER else NO_POWER
        row.authority = f"{power} {cited(decision, place, spec.form) if decision else ''}".strip()[:300]
        row.outcome, row.conclusion, row.decision = Matter.Outcome.DECIDED, conclusion, decision
        row.closed_at, row.closed_by_id = now, actor.person
        row.save()
        ending.last = last
        ending.save(update_fields=["last"])
        return ending


def write_ending(*, actor: Actor, matter: Matter, now: datetime) -> Contract:
    """What was decided is written in the contract, as `staff` writes it, by whoever holds the contracts of the employer: the
    power was asked when it was decided. Raises Denied; Refused when it is not decided, or is written, here or at its page."""
    place, today = matter.organisation, timezone.localtime(now).date()
    may_employ(actor, place, today).or_raise()
    is_other(actor, matter.person_id).or_raise()
    with act("staff.end_contract", actor=actor, about=place, now=now, arguments={"matter": matter.pk}):
        row: Matter = Matter.objects.select_related("organisation").lock(matter.pk)
        ending = ending_of(row)
        if row.annulled_on or ending.last is None or ending.written_on:
            raise Refused("Cette fin n’est pas décidée, est annulée, ou est déjà inscrite au contrat.")
        contract = write_end(actor, not_ended(ending.contract), ending.last, ending.reason)
        mark_written(ending.pk, today)
        return contract


def mark_written(key: UUID, today: date) -> None:
    """What was decided is written in a contract: that one, or the one by which another employer took it over. Inside the act
    that writes it; once."""
    row: Ending = Ending.objects.lock(key)
    if row.written_on is None:
        row.written_on = today
        row.save(update_fields=["written_on"])


def ending_of(matter: Matter) -> Ending:
    found = Ending.objects.filter(matter=matter).first()
    if found is None:
        raise Refused("Ce dossier ne met fin à aucun contrat.")
    locked: Ending = Ending.objects.select_related("contract__employer", "contract__person").lock(found.pk)
    return locked
