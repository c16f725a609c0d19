"""What happens to an agreement that was signed: notice, an end by common consent, mediation; or it was a mistake."""

from datetime import date, datetime

from django.utils import timezone

from kevread.agreements.models import Agreement, Event, Instrument, Party
from kevread.agreements.permissions import may_follow, may_keep, place_of
from kevread.agreements.queries.standing import standing_of
from kevread.agreements.rules import leaves_on
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line
from kevread.journal.operations import act

from .checks import locked, past, why

K = Event.Kind


def bound(agreement: Agreement, day: date) -> Agreement:
    """Locked. Raises Refused when it does not bind its parties that day."""
    row = locked(agreement.pk)
    state = standing_of(row, day).state
    if not state.binds:
        raise Refused(f"Cette convention ne lie pas ses parties le {day_in_words(day)} : {state.value.lower()}.")
    return row


def give_notice(
    *,
    actor: Actor,
    agreement: Agreement,
    by: Party,
    told_on: date,
    means: str,
    now: datetime,
    last: date | None = None,
    note: str = "",
) -> Event:
    """A party says that it leaves, by the means that the text asks for: the agreement stops when the notice is over,
    or at the end of its period (`rules.leaves_on`), or later. Raises Denied; Invalid on the field; Refused when it
    does not bind, or when notice was given already."""
    may_follow(actor, agreement).or_raise()
    past("told_on", told_on, now, "Un préavis")
    if by.agreement_id != agreement.pk:
        raise Invalid("by", "Choisissez la partie qui donne le préavis.")
    arguments = {"agreement": agreement.pk, "on": told_on}
    with act("agreements.give_notice", actor=actor, about=place_of(actor, agreement), now=now, arguments=arguments):
        row = bound(agreement, told_on)
        stands = standing_of(row, told_on)
        if stands.last is not None:
            raise Refused(f"La fin est déjà annoncée, pour le {day_in_words(stands.last)}.")
        wanted = stands.instrument.notice_means
        if means not in Instrument.Means.values:
            raise Invalid("means", "Dites comment le préavis a été donné.")
        if wanted != Instrument.Means.ANY and means != wanted:
            asked = stands.instrument.get_notice_means_display()
            raise Invalid(
                "means", f"Le texte demande cette forme : {asked}. Un préavis donné autrement ne l’engage pas."
            )
        least = leaves_on(stands.instrument.terms, told_on)
        assert least is not None
        if last is not None and last < least:
            raise Invalid("last", f"Le préavis la mène au {day_in_words(least)} : elle ne finit pas avant.")
        return happened(row, K.NOTICE, told_on, by=by, means=means, last=last or least, note=note)


def end_together(*, actor: Actor, agreement: Agreement, told_on: date, last: date, note: str, now: datetime) -> Event:
    """The parties end it together, on the day that they say. Raises Denied; Invalid on the field; Refused when it
    does not bind."""
    may_follow(actor, agreement).or_raise()
    past("told_on", told_on, now, "Un accord")
    if last < told_on:
        raise Invalid("last", f"L’accord est du {day_in_words(told_on)} : la convention ne finit pas avant.")
    note = explained(note, "Dites ce qui montre l’accord de chaque partie, et son jour.")
    arguments = {"agreement": agreement.pk, "last": last}
    with act("agreements.end_together", actor=actor, about=place_of(actor, agreement), now=now, arguments=arguments):
        row = bound(agreement, told_on)
        stands = standing_of(row, told_on)
        if stands.last is not None and stands.last <= last:
            raise Refused(f"La fin est déjà annoncée, pour le {day_in_words(stands.last)}.")
        return happened(row, K.TERMINATION, told_on, last=last, note=note)


def open_mediation(*, actor: Actor, agreement: Agreement, by: Party, told_on: date, note: str, now: datetime) -> Event:
    """A party says what the other does not keep, and mediation begins: the agreement binds all the same. Raises
    Denied; Invalid; Refused."""
    may_follow(actor, agreement).or_raise()
    past("told_on", told_on, now, "Une médiation")
    if by.agreement_id != agreement.pk:
        raise Invalid("by", "Choisissez la partie qui demande la médiation.")
    note = explained(note, "Dites quel manquement ouvre la médiation, et qui la mène.")
    arguments = {"agreement": agreement.pk}
    with act("agreements.open_mediation", actor=actor, about=place_of(actor, agreement), now=now, arguments=arguments):
        row = bound(agreement, told_on)
        if standing_of(row, told_on).in_mediation:
            raise Refused("Une médiation est déjà ouverte.")
        return happened(row, K.MEDIATION, told_on, by=by, note=note)


def settle_mediation(*, actor: Actor, agreement: Agreement, told_on: date, note: str, now: datetime) -> Event:
    """Mediation is over, and what came of it is said. Raises Denied; Invalid; Refused when none is open."""
    may_follow(actor, agreement).or_raise()
    past("told_on", told_on, now, "La fin d’une médiation")
    note = explained(note, "Dites ce qu’il en est sorti.")
    arguments = {"agreement": agreement.pk}
    with act(
        "agreements.settle_mediation", actor=actor, about=place_of(actor, agreement), now=now, arguments=arguments
    ):
        row = locked(agreement.pk)
        if not standing_of(row, told_on).in_mediation:
            raise Refused("Aucune médiation n’est ouverte ce jour-là.")
        return happened(row, K.SETTLED, told_on, note=note)


def happened(agreement: Agreement, kind: str, told_on: date, **said: object) -> Event:
    note = one_line(str(said.pop("note", "")))[:300]
    return Event.objects.create(agreement=agreement, kind=kind, told_on=told_on, note=note, **said)


def explained(note: str, sentence: str) -> str:
    note = one_line(note)
    if len(note) < 5:
        raise Invalid("note", sentence)
    return note[:300]


def undo_event(*, actor: Actor, event: Event, reason: str, now: datetime) -> Event:
    """It was a mistake: it stays, undone, and counts no more. Raises Denied; Invalid on `reason`; Refused when it is
    so already."""
    may_follow(actor, event.agreement).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    about = place_of(actor, event.agreement)
    arguments = {"event": event.pk}
    with act("agreements.undo_event", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        locked(event.agreement_id)
        row: Event = Event.objects.lock(event.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        row.undone_on, row.undone_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def annul(*, actor: Actor, agreement: Agreement, reason: str, now: datetime) -> Agreement:
    """It was entered by mistake: it stays to be read, annulled, and binds nobody on any day. Raises Denied; Invalid
    on `reason`; Refused when it is so already."""
    may_keep(actor, agreement.organisation).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    about = agreement.organisation
    arguments = {"agreement": agreement.pk}
    with act("agreements.annul", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row = locked(agreement.pk)
        row.annulled_on, row.annulled_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["annulled_on", "annulled_because"])
        return row
