"""People whom another employer places here: entered in the register of staff in their turn; what it says is never rewritten."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import one_line, seen
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.seats.rules import ended, require_plausible
from kevread.staff import permissions
from kevread.staff.models import Identity, Placed

from .posts import said

# What the register asks in words: the longest that each takes, the shortest, and what is said where it is not so.
WORDS = {
    "given_name": (1, 80, "Le registre demande le prénom, en 80 caractères au plus."),
    "family_name": (1, 80, "Le registre demande le nom, en 80 caractères au plus."),
    "nationality": (2, 60, "Dites la nationalité, en 60 caractères au plus."),
    "permit": (0, 120, "Le type et le numéro du titre tiennent en 120 caractères."),
    "occupation": (2, 120, "Dites l’emploi, en 120 caractères au plus."),
    "qualification": (0, 80, "La qualification tient en 80 caractères."),
    "provider": (2, 160, "Dites le nom de l’entreprise ou du groupement qui emploie, en 160 caractères au plus."),
    "provider_address": (5, 200, "Dites l’adresse de qui emploie, en 200 caractères au plus."),
}


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who is placed, as the register says them, and who employs them."""

    given_name: str
    family_name: str
    nationality: str
    born_on: date
    sex: str
    occupation: str
    provider: str
    provider_address: str
    qualification: str = ""
    permit: str = ""


def place(*, actor: Actor, employer: Organisation, kind: str, worker: Worker, period: Period, now: datetime) -> Placed:
    """Somebody comes, whom another employs, from a day on. Locks the employer. Raises Denied; Invalid on the field; Refused
    when they are entered there already on one of these days."""
    permissions.may_employ(actor, employer, timezone.localtime(now).date()).or_raise()
    require_plausible(period)
    assert period.start is not None
    if kind not in Placed.Kind.values:
        raise Invalid("kind", "Choisissez une des natures proposées.")
    told = asdict(worker) | {name: one_line(getattr(worker, name)) for name in WORDS}
    for name, (shortest, longest, sentence) in WORDS.items():
        if not shortest <= len(seen(told[name])) <= len(told[name]) <= longest:
            raise Invalid(name, sentence)
    if worker.sex not in Identity.Sex.values:
        raise Invalid("sex", "Choisissez ce que le registre demande.")
    if not date(1900, 1, 1) <= worker.born_on < period.start:
        raise Invalid("born_on", "La date de naissance précède le premier jour.")
    arguments = {"employer": employer.pk, "first": period.start}
    with act("staff.place", actor=actor, about=employer, now=now, arguments=arguments):
        Organisation.objects.lock(employer.pk)
        same = Q(given_name__iexact=told["given_name"], family_name__iexact=told["family_name"])
        if (found := Placed.objects.standing().touching(period).filter(same, employer=employer).first()) is not None:
            until = f" jusqu’au {day_in_words(found.dates.last)}" if found.dates.last else ""
            raise Refused(f"{found} est déjà inscrit·e ici{until}.")
        return Placed.objects.create(employer=employer, kind=kind, period=as_range(period), **told)


def end_placing(*, actor: Actor, placed: Placed, last: date, now: datetime, note: str = "") -> Placed:
    """They leave after that day. Raises Denied; Invalid on `last`; Refused when it was a mistake."""
    permissions.may_employ(actor, placed.employer, timezone.localtime(now).date()).or_raise()
    if len(note := one_line(note)) > 300:
        raise Invalid("note", "La précision tient en 300 caractères.")
    arguments = {"placed": placed.pk, "last": last}
    with act("staff.end_placing", actor=actor, about=placed.employer, now=now, arguments=arguments):
        row = standing(placed)
        row.period = as_range(ended(row.dates, last))
        row.end_reason, row.end_note = Placed.EndReason.ENDED, note
        row.save(update_fields=["period", "end_reason", "end_note"])
        return row


def annul_placing(*, actor: Actor, placed: Placed, reason: str, now: datetime) -> Placed:
    """It was a mistake: it never was; its line stays, said so, as long as a departure is kept: without an end, it ends that
    day, or its first one. Raises Denied; Invalid on `reason`; Refused twice."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, placed.employer, today).or_raise()
    reason = said(reason)
    with act("staff.annul_placing", actor=actor, about=placed.employer, now=now, arguments={"placed": placed.pk}):
        row = standing(placed)
        row.end_reason, row.end_note = Placed.EndReason.MISTAKE, reason
        if row.dates.last is None:  # what has no end would be kept for ever
            assert row.dates.start is not None
            row.period = as_range(Period.through(row.dates.start, max(row.dates.start, today)))
        row.save(update_fields=["period", "end_reason", "end_note"])
        return row


def standing(placed: Placed) -> Placed:
    """Locked; and no mistake."""
    row: Placed = Placed.objects.select_related("employer").lock(placed.pk)
    if row.end_reason == Placed.EndReason.MISTAKE:
        raise Refused("Cette ligne était une erreur, annulée depuis : elle reste au registre.")
    return row
