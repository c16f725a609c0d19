"""Mandates: filled, recorded as they are, ended, corrected."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of, seen
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.seats import permissions
from kevread.seats.asks import DISMISS, HIRE, commit
from kevread.seats.models import Body, Mandate, Seat, ZoneLead
from kevread.seats.rules import ended, require_plausible

from .deciding import promised_by, require_before_registers, require_decision, require_there
from .ending import require_ground, write_to_whom_it_ends
from .seating import open_mandate
from .wishes import Wish

MISTAKE = Mandate.EndReason.MISTAKE
ORIGINS = frozenset(Mandate.Origin.values) - {Mandate.Origin.EXISTING}


def fill_seat(
    *,
    actor: Actor,
    seat: Seat,
    person: Person,
    period: Period,
    origin: str,
    now: datetime,
    represents: Organisation | None = None,
    family: str = "",
    note: str = "",
    decided_in: UUID | None = None,
    decided_on: date | None = None,
) -> Mandate:
    """Open a mandate. Locks the body.

    Where one is elected, `decided_in` is the decision of a register that promises the seat to this person; otherwise `note`
    says by what decision they sit, taken on `decided_on` (today, when it is not said) where no register was kept. To hire
    commits the organisation (`seats.asks.commit`).
    Raises Denied; Invalid on the field; Refused when the decision does not name this person, when another does, when they
    already sit in this body, when the seat has no place left or asks for something else, or when a blocking article holds
    less well than before, on any day of the period.
    """
    wish = Wish(seat, person, represents, family, period, origin, note, decided_in)
    if decided_in:
        permissions.may_take(actor, promised_by(decided_in, wish), seat, represents).or_raise()
    else:
        permissions.may_fill(actor, seat, represents=represents, person=person).or_raise()
    if origin not in ORIGINS:
        raise Invalid("origin", "Dites d’où vient ce mandat : élection, désignation, cooptation ou embauche.")
    if seat.body.is_elective and not decided_in:
        require_decision(actor, wish, decided_on, now.date())
    hat = permissions.hat_used(actor, permissions.right_to_fill(seat), permissions.places_of(seat, represents))
    with act("seats.fill", actor=actor, about=wish.organisation, now=now, hat=hat, arguments=wish.arguments):
        if permissions.right_to_fill(seat) == "hire":
            commit(actor, HIRE, wish.organisation, timezone.localtime(now).date())
        return open_mandate(wish, judged=True)


def record_existing(
    *,
    actor: Actor,
    seat: Seat,
    person: Person,
    period: Period,
    reason: str,
    now: datetime,
    represents: Organisation | None = None,
    family: str = "",
) -> Mandate:
    """Write a mandate that exists in fact, even if it departs from a rule, so that the board can show it.

    Those of the head of network only, with a reason, and never of themselves; a post, as it is given. Raises Denied; Invalid,
    also for what has not begun, or began since the register of those who decide is kept; Refused when the person already
    sits there, or in the place of somebody to whom a decision gives it.
    """
    permissions.may_record_existing(actor, seat.body.organisation, person).or_raise()
    if not seat.body.is_elective:
        permissions.may_fill(actor, seat, represents=represents, person=person).or_raise()
    if len(seen(reason)) < 10:
        raise Invalid("reason", "Dites en une phrase ce qui a été constaté, et par qui.")
    wish = Wish(seat, person, represents, family, period, Mandate.Origin.EXISTING, reason.strip())
    today = timezone.localtime(now).date()
    require_before_registers(seat, represents, wish.start, today)
    hat = permissions.hat_used(actor, "record_existing", [wish.organisation])
    with act(
        "seats.record_existing",
        actor=actor,
        about=wish.organisation,
        now=now,
        hat=hat,
        arguments=wish.arguments,
        reason=reason.strip(),
    ):
        Body.objects.lock(seat.body_id)
        require_there(wish, today)
        return open_mandate(wish, judged=False)


def end_mandate(*, actor: Actor, mandate: Mandate, last: date, reason: str, now: datetime, note: str = "") -> Mandate:
    """A mandate ends after a day. What it entails is proposed apart (`cascade_of`) and never done silently.

    The EPCI of which it made its holder the reference are released the same day. An end is a fact: no article refuses
    it; but to dismiss somebody from a post commits the organisation (`seats.asks.commit`). Whoever ends it for somebody elected
    says on what ground, in `note`, and a letter tells them. Raises Denied; Invalid when it is over, had not begun, or rests
    on nothing; Refused when it was a mistake.
    """
    permissions.may_end(actor, mandate).or_raise()
    if reason not in Mandate.EndReason.values or reason == MISTAKE:
        raise Invalid("reason", "Dites pourquoi ce mandat prend fin.")
    if reason == Mandate.EndReason.REVOCATION:
        permissions.may_revoke_mandate(actor, mandate).or_raise()
    note = require_ground(actor, mandate, reason, note)
    right = permissions.right_to_end(mandate)
    hat = permissions.hat_used(actor, right, permissions.places_of(mandate.seat, mandate.represents))
    arguments = {"mandate": mandate.pk, "last": last, "reason": reason}
    with act(
        "seats.end_mandate",
        actor=actor,
        about=mandate.seat.body.organisation,
        now=now,
        hat=hat,
        arguments=arguments,
        reason=note,
    ):
        if reason == Mandate.EndReason.REVOCATION and right == "hire":
            commit(actor, DISMISS, mandate.seat.body.organisation, timezone.localtime(now).date())
        mandate = close_mandate(mandate, last, reason)
        write_to_whom_it_ends(actor, mandate, note, now)
        return mandate


def close_mandate(mandate: Mandate, last: date, reason: str) -> Mandate:
    """Write the end. Must run inside an act."""
    Body.objects.lock(mandate.seat.body_id)
    mandate = Mandate.objects.select_related("seat__body__organisation", "represents", "person").lock(mandate.pk)
    require_real(mandate)
    period = ended(mandate.dates, last)
    mandate.period, mandate.end_reason = as_range(period), reason
    mandate.save(update_fields=["period", "end_reason"])
    release_zones(mandate, period)
    return mandate


def release_zones(mandate: Mandate, period: Period) -> None:
    """The leads of a mandate stop with it; those that had not begun never were."""
    for lead in ZoneLead.objects.filter(mandate=mandate):
        start, end = lead.dates.start, lead.dates.end
        if period.end is None or (end is not None and end <= period.end):
            continue
        if start is not None and start >= period.end:
            lead.delete()
        else:
            lead.period = as_range(Period(start, period.end))
            lead.save(update_fields=["period"])


def require_real(mandate: Mandate) -> None:
    if mandate.end_reason == MISTAKE:
        raise Refused("Ce mandat était une erreur de saisie, déjà corrigée : il n’a jamais eu cours.")


def correct_mandate(
    *,
    actor: Actor,
    mandate: Mandate,
    person: Person,
    period: Period,
    reason: str,
    now: datetime,
    represents: Organisation | None = None,
    family: str = "",
) -> Mandate:
    """A mistyped mandate: marked as a mistake, and the right one opened in the same seat, as one act.

    The right one is judged as if it were new, the wrong one set aside; a situation recorded as existing stays so. Its
    EPCI follow the right one, within its dates. One that a decision of the register gives keeps whom it names, and has no day
    that it did not give. Raises Denied, Invalid, Refused as `fill_seat` does.
    """
    permissions.may_correct(actor, mandate, person=person).or_raise()
    if len(seen(reason)) < 5:
        raise Invalid("reason", "Dites ce qui avait été mal saisi.")
    require_plausible(period)
    was_existing = mandate.origin == Mandate.Origin.EXISTING
    if was_existing:
        permissions.may_record_existing(actor, mandate.seat.body.organisation, person).or_raise()
    seat = mandate.seat
    hat = permissions.hat_used(actor, "correct_mandate", [seat.body.organisation])
    asked: dict[str, Any] = {
        "mandate": mandate.pk,
        "person": person.pk,
        "represents": represents.pk if represents else None,
    }
    asked |= {"family": family, "first": period.start, "last": period.last}
    about = seat.body.organisation
    with act(
        "seats.correct_mandate", actor=actor, about=about, now=now, hat=hat, arguments=asked, reason=reason.strip()
    ):
        Body.objects.lock(seat.body_id)
        wrong = Mandate.objects.lock(mandate.pk)
        require_real(wrong)
        end_reason = wrong.end_reason
        whom = (represents.pk if represents else None, family)
        is_for_others, is_longer = (wrong.represents_id, wrong.family) != whom, not wrong.dates.covers(period)
        if wrong.person_id == person.pk and wrong.dates == period and not is_for_others:
            raise Invalid("person", "Rien ne change : corrigez la personne, ce qu’elle représente ou les dates.")
        if wrong.decided_in and (wrong.person_id != person.pk or is_for_others or is_longer):
            raise Refused(
                f"{wrong.origin_note} : c’est elle qui nomme cette personne, et pour ces jours. Annulez ce mandat pour le "
                "confirmer de nouveau, ou corrigez la décision."
            )
        permissions.may_correct(actor, wrong, person=person, gives=is_for_others or is_longer).or_raise()
        given = {"note": wrong.origin_note, "decided_in": wrong.decided_in, "apart": wrong}
        wish = Wish(seat, person, represents, family, period, wrong.origin, **given)
        if was_existing:
            today = timezone.localtime(now).date()
            if wrong.person_id != person.pk or is_longer:  # as if it were recorded today
                require_before_registers(seat, represents, wish.start, today)
            require_there(wish, today)
        right = open_mandate(wish, judged=not was_existing)
        if end_reason and period.end == wrong.dates.end:
            right.end_reason = end_reason
            right.save(update_fields=["end_reason"])
        carry_zones(wrong, right)
    return right


def carry_zones(wrong: Mandate, right: Mandate) -> None:
    for lead in ZoneLead.objects.filter(mandate=wrong).select_related("zone"):
        start = max(filter(None, (lead.dates.start, right.dates.start)))
        end = min(filter(None, (lead.dates.end, right.dates.end)), default=None)
        if end is not None and end <= start:
            raise Refused(
                f"Cette personne était référente {of(lead.zone.name)} à des dates que le mandat corrigé ne couvre pas "
                f"(depuis le {day_in_words(start)}) : mettez d’abord fin à cette référence."
            )
        lead.mandate, lead.period = right, as_range(Period(start, end))
        lead.save(update_fields=["mandate", "period"])
