"""What becomes of a delegation: accepted, its paper deposited, ended, annulled."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import seen
from kevread.delegations import permissions
from kevread.delegations.models import Grant
from kevread.delegations.queries.chains import chains_of
from kevread.delegations.rules import Chain
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import freeze
from kevread.documents.operations.circles import withdraw_with
from kevread.journal.operations import act
from kevread.seats.rules import ended

MISTAKE = Grant.EndReason.MISTAKE


def accept(*, actor: Actor, grant: Grant, now: datetime) -> Grant:
    """Whoever it is given to accepts: it holds from that day on. Raises Denied; Refused when it is over, or when what it comes
    from does not hold any more."""
    permissions.may_accept(actor, grant).or_raise()
    today = timezone.localtime(now).date()
    hat = next((hat for hat in actor.hats if hat.mandate == grant.post_id), None)
    arguments = {"grant": grant.pk}
    with act("delegations.accept", actor=actor, about=grant.organisation, now=now, hat=hat, arguments=arguments):
        row = to_accept(grant, today)
        row.accepted_on = today
        row.save(update_fields=["accepted_on"])
    return row


UNDER_SIGNATURE = (
    "L’écrit de cette délégation attend ses signatures : c’est là qu’elle s’accepte, ou la demande se retire d’abord."
)


def to_accept(grant: Grant, on: date, *, by_signing: bool = False) -> Grant:
    """Locked, and such that accepting it gives something. `by_signing`: by the signatures that its paper waits for."""
    row: Grant = Grant.objects.select_related("organisation", "holder").lock(grant.pk)
    if row.accepted_on:
        raise Refused(f"Cette délégation est acceptée depuis le {day_in_words(row.accepted_on)}.")
    if row.paper_id and not by_signing:
        raise Refused(UNDER_SIGNATURE)
    if row.end_reason == MISTAKE:
        raise Refused("Cette délégation était une erreur, annulée depuis.")
    if row.dates.end and row.dates.end <= on:
        raise Refused(f"Cette délégation valait jusqu’au {day_in_words(row.dates.last or row.dates.end)}.")
    (chain,) = chains_of(row.organisation_id, on, grant=row.pk).chains
    day = max(on, row.dates.start or on)
    if flaw := Chain((replace(chain.leaf, accepted_on=on), *chain.links[1:])).broken(day):
        raise Refused(f"Cette délégation ne vaudrait pas : {flaw}.")
    return row


def deposit(*, actor: Actor, grant: Grant, file: File, signed_on: date, now: datetime) -> Grant:
    """The delegation was signed on paper by both: the paper is kept, and it holds from the day it bears. Raises Denied; Invalid
    on `signed_on` or the `file`; Refused when it is accepted already."""
    permissions.may_correct(actor, grant).or_raise()
    today = timezone.localtime(now).date()
    if actor.person is not None and actor.person == grant.holder_id:
        raise Refused("C’est votre délégation : acceptez-la ici, ou une autre personne dépose l’écrit.")
    if signed_on > today:
        raise Invalid("signed_on", "Ce jour n’est pas encore venu : dites quel jour l’écrit fut signé.")
    arguments = {"grant": grant.pk, "signed_on": signed_on}
    with act("delegations.deposit", actor=actor, about=grant.organisation, now=now, arguments=arguments):
        row = to_accept(grant, signed_on)
        version = freeze(
            actor=actor,
            organisation=row.organisation,
            kind="file",
            source=file,
            title=f"{row.get_nature_display()} de {row.holder}, écrit signé",
            audience=Document.Audience.ORGANISATION,
            readers=list(Person.objects.filter(pk=row.holder_id)),
            now=now,
        )
        row.accepted_on, row.paper = signed_on, version.document
        row.save(update_fields=["accepted_on", "paper"])
    return row


def end(*, actor: Actor, grant: Grant, last: date, note: str, now: datetime) -> Grant:
    """It stops after a day, today or later, or at once: yesterday was its last day. Taken back by who gave it, or given back by
    who holds it; those given inside it stop with it. What was committed by it stays so: taken back at once, it says when, and
    what was done that day is judged as on a day when it held. What one side said of why it ends, the other does not say over:
    only the day may be sooner. Raises Denied; Invalid on `last`."""
    permissions.may_end(actor, grant).or_raise()
    today = timezone.localtime(now).date()
    if last < today - timedelta(days=1):
        raise Invalid("last", "Une délégation ne se retire pas dans le passé : ce qu’elle a permis demeure.")
    arguments = {"grant": grant.pk, "last": last}
    with act("delegations.end", actor=actor, about=grant.organisation, now=now, arguments=arguments, reason=note):
        row = no_longer_signed(actor, grant, "La délégation prend fin.", now)
        if row.end_reason == MISTAKE:
            raise Refused("Cette délégation était une erreur, annulée depuis.")
        row.period = as_range(ended(row.dates, last))
        returned = actor.person is not None and actor.person == row.holder_id
        how = Grant.EndReason.RETURNED if returned else Grant.EndReason.REVOKED
        if row.end_reason not in (Grant.EndReason.RETURNED, Grant.EndReason.REVOKED) or row.end_reason == how:
            row.end_reason, row.end_note = how, note.strip()[:300]
        row.stopped_at = now if last < today else None
        row.save(update_fields=["period", "end_reason", "end_note", "stopped_at"])
    return row


def no_longer_signed(actor: Actor, grant: Grant, why: str, now: datetime) -> Grant:
    """Locked, once the demand that its paper waits on, if any, is taken back: nobody is asked to sign what will not hold.
    Raises Refused where another paper was put to signature meanwhile."""
    if grant.paper_id and grant.accepted_on is None:
        withdraw_with(grant.paper_id, actor, why, now)
    row: Grant = Grant.objects.lock(grant.pk)
    if row.accepted_on is None and row.paper_id not in (None, grant.paper_id):
        raise Refused("Cette délégation vient d’être mise à la signature : relisez-la avant d’y mettre fin.")
    return row


def annul(*, actor: Actor, grant: Grant, reason: str, now: datetime) -> Grant:
    """It was a mistake: it never held. It stays in the register, said so. Raises Denied; Invalid on `reason`; Refused when it
    is annulled already."""
    permissions.may_correct(actor, grant).or_raise()
    if len(seen(reason)) < 10:
        raise Invalid("reason", "Dites en une phrase quelle erreur est corrigée.")
    arguments = {"grant": grant.pk}
    with act("delegations.annul", actor=actor, about=grant.organisation, now=now, arguments=arguments, reason=reason):
        row = no_longer_signed(actor, grant, "La délégation était une erreur, annulée depuis.", now)
        if row.end_reason == MISTAKE:
            raise Refused("Cette délégation est déjà annulée.")
        row.end_reason, row.end_note = MISTAKE, reason.strip()[:300]
        row.save(update_fields=["end_reason", "end_note"])
    return row
