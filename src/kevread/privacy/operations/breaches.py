"""A breach of people’s data: the sheet is opened, written on, closed."""

import json
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.privacy.models import Breach
from kevread.privacy.permissions import may_keep_breaches, somebody
from kevread.privacy.queries.delays import hours_to_notify
from kevread.privacy.rules.delays import notify_by

SHORTEST, LONGEST = 5, 4000
OLDEST = timedelta(days=3653)
TEXTS = {
    "what": "ce qui s’est passé",
    "concerned": "qui est touché, et combien",
    "consequences": "ce qui peut en résulter",
    "measures": "ce qui est fait",
    "because": "pourquoi la CNIL n’est pas prévenue, ou l’est tard",
    "people_because": "pourquoi les personnes ne sont pas prévenues",
}
Risk = Breach.Risk
CHANGED = (
    "Cette fiche a été complétée depuis que vous l’avez ouverte. Ouvrez-la dans une autre fenêtre, reportez-y ce que vous "
    "avez tapé ici : rien n’est enregistré."
)


def open_breach(*, actor: Actor, organisation: Organisation, known_at: datetime, now: datetime, **told: Any) -> Breach:
    """Open the sheet: the hours run from when it was known. Raises Denied; Invalid on a moment to come or on a text; Refused
    when the same is open already."""
    may_keep_breaches(actor, organisation).or_raise()
    if known_at > now:
        raise Invalid("known_at", "Une violation s’inscrit une fois connue : ce moment n’est pas encore là.")
    if known_at < now - OLDEST:
        raise Invalid("known_at", "Ce moment est ancien de plus de dix ans : vérifiez l’année.")
    said = checked(told, known_at, now)
    with act("privacy.open_breach", actor=actor, about=organisation, now=now):
        Organisation.objects.lock(organisation.pk)
        if Breach.objects.open().filter(organisation=organisation, known_at=known_at, what=said["what"]).exists():
            raise Refused("Cette fiche est déjà ouverte. Rien n’a été inscrit de plus.")
        return Breach.objects.create(organisation=organisation, opened_by_id=somebody(actor), known_at=known_at, **said)


def amend_breach(*, actor: Actor, breach: Breach, seen: str, now: datetime, **told: Any) -> Breach:
    """Write on it what is known now, whole, from the sheet as it was read: `seen` is its mark. Raises Denied; Invalid; Refused
    once it is closed, or when somebody wrote on it meanwhile: what they noted is not taken away unread."""
    may_keep_breaches(actor, breach.organisation).or_raise()
    said = checked(told, breach.known_at, now)
    with act("privacy.amend_breach", actor=actor, about=breach.organisation, now=now):
        row = locked(breach)
        if mark_of(row) != seen:
            raise Refused(CHANGED)
        write(row, said)
    return row


def mark_of(row: Breach) -> str:
    """Of the sheet as it stands."""
    said = [str(getattr(row, name)) for name in (*TEXTS, "risk", "people_told_on")]
    return sha256(json.dumps([*said, row.notified_at.timestamp() if row.notified_at else None]).encode()).hexdigest()


def close_breach(*, actor: Actor, breach: Breach, now: datetime) -> Breach:
    """Nothing is left to do: the authority was told, or need not be, and the sheet says why; so with the people, where the
    risk is high. Raises Denied; Refused while something is missing, which it names, or when it is closed already."""
    may_keep_breaches(actor, breach.organisation).or_raise()
    with act("privacy.close_breach", actor=actor, about=breach.organisation, now=now):
        row = locked(breach)
        if lacks := missing(row):
            raise Refused(f"Avant de clore cette fiche, {lacks}.")
        row.closed_at = now
        row.save(update_fields=["closed_at"])
    return row


def locked(breach: Breach) -> Breach:
    row: Breach = Breach.objects.lock(breach.pk)
    if row.closed_at:
        raise Refused("Cette fiche est close : elle ne se réécrit plus. Ouvrez-en une autre si autre chose est connu.")
    return row


def write(row: Breach, said: dict[str, Any]) -> None:
    for name, value in said.items():
        setattr(row, name, value)
    row.save(update_fields=list(said))


def missing(row: Breach) -> str:
    """What the sheet still lacks, in words; nothing when it may be closed."""
    late = row.notified_at and row.notified_at > notify_by(row.known_at, hours_on(row))
    asked = {
        "dites quel est le risque pour les personnes": row.risk == Risk.UNKNOWN,
        "dites ce qui est fait": not row.measures,
        "prévenez la CNIL, et dites quand": row.risk in (Risk.SOME, Risk.HIGH) and row.notified_at is None,
        "dites pourquoi la CNIL n’est pas à prévenir": row.risk == Risk.NONE and not row.because,
        "prévenez les personnes, ou dites pourquoi elles ne le sont pas": row.risk == Risk.HIGH
        and row.people_told_on is None
        and not row.people_because,
        "dites pourquoi la CNIL fut prévenue après le délai": bool(late) and not row.because,
    }
    return next((words for words, lacks in asked.items() if lacks), "")


def hours_on(row: Breach) -> int:
    return hours_to_notify(timezone.localtime(row.known_at).date())


def checked(told: dict[str, Any], known_at: datetime, now: datetime) -> dict[str, Any]:
    """The sheet as it may be written. Raises Invalid on the field."""
    said: dict[str, Any] = {name: str(told.get(name) or "").strip() for name in TEXTS}
    for name in ("what", "concerned"):
        if len(said[name]) < SHORTEST:
            raise Invalid(name, f"Dites {TEXTS[name]}, même si ce n’est pas encore sûr.")
    for name, words in TEXTS.items():
        if len(said[name]) > LONGEST:
            raise Invalid(name, f"Dites {words} en {LONGEST} caractères au plus.")
    said["risk"] = told.get("risk") or Risk.UNKNOWN
    if said["risk"] not in Risk.values:
        raise Invalid("risk", "Choisissez quel est le risque pour les personnes.")
    notified, people = told.get("notified_at"), told.get("people_told_on")
    if notified and not known_at <= notified <= now:
        raise Invalid("notified_at", "La CNIL fut prévenue après que ce fut connu, et avant maintenant.")
    if people and not within(people, known_at, now):
        raise Invalid(
            "people_told_on", "Les personnes furent prévenues après que ce fut connu, et aujourd’hui au plus tard."
        )
    return said | {"notified_at": notified or None, "people_told_on": people or None}


def within(day: date, known_at: datetime, now: datetime) -> bool:
    return timezone.localtime(known_at).date() <= day <= timezone.localtime(now).date()
