"""Trainees and volunteers in civic service: entered in their part of the register, in the order in which they come; what it
says is never rewritten."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import one_line, seen
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.seats.models import Body, Mandate
from kevread.seats.rules import ended, require_plausible
from kevread.staff import permissions
from kevread.staff.models import Contract, Hosted

from .posts import said

FOLLOW = (Body.Kind.TEAM, Body.Kind.BOARD)  # who sits there may follow somebody


def host(
    *,
    actor: Actor,
    employer: Organisation,
    kind: str,
    given_name: str,
    family_name: str,
    period: Period,
    tutor: Person,
    place: str,
    now: datetime,
) -> Hosted:
    """Somebody comes, from a day to another, followed by somebody of the house. Locks the employer. Raises Denied; Invalid on
    the field; Refused when they are entered there already on one of these days."""
    permissions.may_employ(actor, employer, timezone.localtime(now).date()).or_raise()
    given_name, family_name, place = one_line(given_name), one_line(family_name), one_line(place)
    require_plausible(period)
    if kind not in Hosted.Kind.values:
        raise Invalid("kind", "Choisissez une des natures proposées.")
    for field, text in (("given_name", given_name), ("family_name", family_name)):
        if not 1 <= len(seen(text)) <= len(text) <= 80:
            raise Invalid(field, "Le registre demande le nom et le prénom, en 80 caractères au plus chacun.")
    if not 2 <= len(seen(place)) <= len(place) <= 160:
        raise Invalid("place", "Dites où cette personne est présente, en 160 caractères au plus.")
    if period.end is None:
        raise Invalid("last", "Un stage ou un service civique a un terme : dites son dernier jour.")
    assert period.start is not None
    arguments = {"employer": employer.pk, "first": period.start}
    with act("staff.host", actor=actor, about=employer, now=now, arguments=arguments):
        Organisation.objects.lock(employer.pk)
        require_follows(tutor, employer, period.start)
        same = Q(given_name__iexact=given_name, family_name__iexact=family_name)
        if (found := Hosted.objects.standing().touching(period).filter(same, employer=employer).first()) is not None:
            assert found.dates.last is not None
            raise Refused(f"{found} est déjà inscrit·e ici jusqu’au {day_in_words(found.dates.last)}.")
        return Hosted.objects.create(
            employer=employer,
            kind=kind,
            given_name=given_name,
            family_name=family_name,
            tutor=tutor,
            place=place,
            period=as_range(period),
        )


def require_follows(tutor: Person, employer: Organisation, first: date) -> None:
    """Somebody who works there that day, or sits on its board. Raises Invalid."""
    works = Contract.objects.standing().on(first).filter(employer=employer, person=tutor)
    sits = Mandate.objects.on(first).filter(
        person=tutor, seat__body__organisation=employer, seat__body__kind__in=FOLLOW
    )
    if not (works.exists() or sits.exists()):
        raise Invalid("tutor", f"Choisissez une personne de l’équipe ou du conseil, présente le {day_in_words(first)}.")


def end_hosting(*, actor: Actor, hosted: Hosted, last: date, now: datetime, note: str = "") -> Hosted:
    """They leave before the day that was said. Raises Denied; Invalid on `last`; Refused when it was a mistake."""
    permissions.may_employ(actor, hosted.employer, timezone.localtime(now).date()).or_raise()
    if len(note := one_line(note)) > 300:
        raise Invalid("note", "La précision tient en 300 caractères.")
    arguments = {"hosted": hosted.pk, "last": last}
    with act("staff.end_hosting", actor=actor, about=hosted.employer, now=now, arguments=arguments):
        row = standing(hosted)
        row.period = as_range(ended(row.dates, last))
        row.end_reason, row.end_note = Hosted.EndReason.ENDED, note
        row.save(update_fields=["period", "end_reason", "end_note"])
        return row


def annul_hosting(*, actor: Actor, hosted: Hosted, reason: str, now: datetime) -> Hosted:
    """It was a mistake: it never was; its line stays, said so. Raises Denied; Invalid on `reason`; Refused twice."""
    permissions.may_employ(actor, hosted.employer, timezone.localtime(now).date()).or_raise()
    reason = said(reason)
    arguments = {"hosted": hosted.pk}
    with act("staff.annul_hosting", actor=actor, about=hosted.employer, now=now, arguments=arguments):
        row = standing(hosted)
        row.end_reason, row.end_note = Hosted.EndReason.MISTAKE, reason
        row.save(update_fields=["end_reason", "end_note"])
        return row


def standing(hosted: Hosted) -> Hosted:
    """Locked; and no mistake."""
    row: Hosted = Hosted.objects.select_related("employer").lock(hosted.pk)
    if row.end_reason == Hosted.EndReason.MISTAKE:
        raise Refused("Cette ligne était une erreur, annulée depuis : elle reste au registre.")
    return row
