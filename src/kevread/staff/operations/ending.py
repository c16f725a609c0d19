"""What becomes of a contract: taken over by another employer, ended, annulled."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import one_line
from kevread.delegations.operations.committing import require
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.seats.rules import ended
from kevread.staff import permissions
from kevread.staff.asks import DECIDED, Decided
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Contract, Terms
from kevread.staff.queries.passing import passed_to
from kevread.staff.queries.signing import signing_of
from kevread.staff.queries.trials import longest_trials

from .hiring import Agreed, cut, require_free, standing, write
from .posts import said

ENDS = {
    value: label
    for value, label in Contract.EndReason.choices
    if value not in (Contract.EndReason.TRANSFER, Contract.EndReason.MISTAKE)
}


# What the employer decides, alone or with the person: it commits it. Of the rest, it takes note.
OF_THE_EMPLOYER = (Contract.EndReason.DISMISSAL, Contract.EndReason.AGREEMENT, Contract.EndReason.TRIAL)


def take_over(*, actor: Actor, contract: Contract, by: Organisation, first: date, now: datetime) -> Contract:
    """The contract goes on with another employer from a day on, as it is, with its seniority: the one to which a local handed
    its staff over, from its day at the earliest. The one before ends the day before, with what its person did by it; the end
    that was written or decided goes with the contract. Either side writes it. Raises Denied; Invalid on `first`, which comes
    no later than an end that was decided; Refused when nothing was handed over to them."""
    today = timezone.localtime(now).date()
    (permissions.may_employ(actor, contract.employer, today) or permissions.may_employ(actor, by, today)).or_raise()
    arguments = {"contract": contract.pk, "by": by.pk, "first": first}
    with act("staff.take_over", actor=actor, about=by, now=now, arguments=arguments):
        Person.objects.lock(contract.person_id)
        row = standing(contract)
        done = passed_to(row.employer, first)
        if done is None or done.grouping_id != by.pk:
            raise Refused(f"{row.employer.name} n’a pas passé son équipe à {by.name} : inscrivez d’abord ce passage.")
        if first not in row.dates or first == row.dates.start:
            raise Invalid("first", "Choisissez un jour de ce contrat, après son premier.")
        require_free(by, row.person, Period(first, row.dates.end))
        decided = end_decided(row)
        if decided and decided.last < first:
            raise Invalid(
                "first", f"La fin de ce contrat est décidée, au {day_in_words(decided.last)} : inscrivez-la d’abord."
            )
        end = Period.through(None, decided.last).end if decided else row.dates.end
        reason, note, terms = decided.reason if decided else row.end_reason, row.end_note, row.terms.on(first).first()
        stop(row, first, Contract.EndReason.TRANSFER)
        made = Contract.objects.create(
            employer=by,
            person=row.person,
            kind=row.kind,
            motive=row.motive,
            is_replacement=row.is_replacement,
            replaces=row.replaces,
            workplace=row.workplace,
            occupation=row.occupation,
            agreement=row.agreement,
            agreement_said_on=row.agreement_said_on,
            seniority_from=row.seniority_from,
            trial_end=row.trial_end if row.trial_end and row.trial_end >= first else None,
            continues=row,
            signed_on=row.signed_on,
            authority=f"Reprise du contrat avec {row.employer.name}",
            end_reason=reason,
            end_note=note,
            period=as_range(Period(first, end)),
        )
        if terms is not None:
            write(made, agreed_in(terms), Period(first, end), made.authority)
        if decided:
            decided.write(today)
        return made


def end_decided(contract: Contract) -> Decided | None:
    """What was decided of its end and is not written yet: what its page wrote is not written over."""
    if contract.end_reason:
        return None
    return next((found for answer in DECIDED if (found := answer(contract.pk)) is not None), None)


def agreed_in(terms: Terms) -> Agreed:
    return Agreed(terms.share, terms.group, terms.coefficient, terms.points, terms.salary)


def end_contract(
    *, actor: Actor, contract: Contract, last: date, reason: str, now: datetime, note: str = ""
) -> Contract:
    """It ends after a day, and so does what its person did by it. What the employer decides of it, alone or with the person,
    commits it, as the federation says; nobody ends their own contract in its name. Raises Denied; Invalid on `last`, `reason`;
    Refused when another employer took it over."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    if reason not in ENDS:
        raise Invalid("reason", "Choisissez un des motifs proposés.")
    if len(note := one_line(note)) > 300:
        raise Invalid("note", "La précision tient en 300 caractères.")
    arguments = {"contract": contract.pk, "last": last}
    with act("staff.end_contract", actor=actor, about=contract.employer, now=now, arguments=arguments):
        if reason in OF_THE_EMPLOYER and (code := framework().dismisses):
            require(actor, code, contract.employer, today)
        within_the_longest(contract, reason, last, note, "note")
        return write_end(actor, contract, last, reason, note)


def write_end(actor: Actor, contract: Contract, last: date, reason: str, note: str = "") -> Contract:
    """As `end_contract`, inside the act of a verb of a room above, which has asked who may."""
    row = standing(contract)
    require_no_demand(row)
    if (after_it := Contract.objects.standing().filter(continues=row).select_related("employer").first()) is not None:
        raise Refused(f"{after_it.employer.name} a repris ce contrat : c’est là qu’il prend fin.")
    if reason in OF_THE_EMPLOYER and row.person_id == actor.person:
        raise Invalid("reason", "C’est votre propre contrat : une autre personne de l’employeur inscrit cette fin.")
    within_trial(row, reason, last)
    term = row.dates.last if reason == Contract.EndReason.TERM else None
    after = row.dates.end if term == last else ended(row.dates, last).end
    assert after is not None
    stop(row, after, reason, note)
    return row


def require_no_demand(contract: Contract) -> None:
    """Raises Refused while its paper waits for signatures: nobody is left to sign what is over."""
    if (where := signing_of(contract)) and where.is_open:
        raise Refused("Ce contrat attend ses signatures : retirez d’abord la demande, depuis sa page.")


def within_trial(contract: Contract, reason: str, last: date) -> None:
    """What ends within the trial ends by its last day. Raises Invalid."""
    if reason != Contract.EndReason.TRIAL:
        return
    if contract.trial_end is None:
        raise Invalid("reason", "Ce contrat n’a pas de période d’essai.")
    if last > contract.trial_end:
        raise Invalid(
            "last", f"La période d’essai finit le {day_in_words(contract.trial_end)} : choisissez un jour d’ici là."
        )


def within_the_longest(contract: Contract, reason: str, last: date, said: str, field: str) -> None:
    """What ends within a trial, past the longest that its agreement gives, is said to, and why: by what it was renewed.
    Nothing here reads a renewal. Raises Invalid on `field`."""
    if reason != Contract.EndReason.TRIAL or said or contract.trial_end is None or last > contract.trial_end:
        return
    known = longest_trials([contract]).get(contract.pk)
    if known is not None and last > known.last:
        way = "choisissez un jour d’ici là" if field == "last" else "dites par quel écrit il fut renouvelé"
        raise Invalid(
            field,
            f"L’essai le plus long, de {known.length} par {known.by}, finit le {day_in_words(known.last)} : {way}.",
        )


def annul_contract(*, actor: Actor, contract: Contract, reason: str, now: datetime) -> Contract:
    """It was a mistake: it never was. It stays in the register, said so; the one that it continued goes on as it did, but for
    what its person did by it, which stays ended. Raises Denied; Invalid on `reason`; Refused when somebody was assigned by it,
    when another contract continues it, or when its person has another with the employer before."""
    permissions.may_employ(actor, contract.employer, timezone.localtime(now).date()).or_raise()
    reason = said(reason)
    arguments = {"contract": contract.pk}
    with act("staff.annul_contract", actor=actor, about=contract.employer, now=now, arguments=arguments):
        row = standing(contract)
        require_no_demand(row)
        if Assignment.objects.standing().filter(contract=row).exists():
            raise Refused("Ce contrat porte une affectation : annulez-la d’abord, ou mettez fin au contrat.")
        if Contract.objects.standing().filter(continues=row).exists():
            raise Refused("Un autre employeur a repris ce contrat : annulez d’abord le contrat qui le suit.")
        until = row.dates.end if row.kind == Contract.Kind.CDD or not row.end_reason else None
        row.end_reason, row.end_note = Contract.EndReason.MISTAKE, reason
        row.save(update_fields=["end_reason", "end_note"])
        if row.continues_id:
            give_back(row.continues_id, until)
        return row


def give_back(key: UUID, until: date | None) -> None:
    """A contract whose taking over was a mistake goes on, as it was agreed the day it stopped, to the term that it had, or to
    the end that was decided."""
    row: Contract = Contract.objects.select_related("employer", "person").lock(key)
    stopped = row.dates.end
    assert stopped is not None
    row.end_reason = ""
    if (decided := end_decided(row)) and decided.last >= stopped:
        until, row.end_reason = Period.through(None, decided.last).end, decided.reason
    require_free(row.employer, row.person, Period(stopped, until))
    row.period = as_range(Period(row.dates.start, until))
    row.save(update_fields=["period", "end_reason"])
    cut(row.terms.filter(period__endswith=stopped), until)


def stop(row: Contract, end: date, reason: str, note: str = "") -> None:
    """The contract, its terms and what its person does by it stop before this day."""
    later = Assignment.objects.standing().touching(Period(end, None)).filter(contract=row)
    for one in later:
        if one.dates.start and one.dates.start >= end:
            raise Invalid("last", "Une affectation commence après ce jour : annulez-la d’abord.")
        one.period, one.end_reason = as_range(Period(one.dates.start, end)), Assignment.EndReason.ENDED
        one.save(update_fields=["period", "end_reason"])
    if row.terms.filter(period__startswith__gte=end).exists():
        raise Invalid("last", "Des conditions de ce contrat commencent après ce jour.")
    cut(row.terms.on(end), end)
    row.period, row.end_reason, row.end_note = as_range(Period(row.dates.start, end)), reason, note
    row.save(update_fields=["period", "end_reason", "end_note"])
