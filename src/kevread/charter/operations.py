"""The verbs of the charter, and the two ways by which other rooms' verbs obey it: `upholding` and `rehearse`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD, Item
from kevread.common.periods import Period, day_in_words
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act

from . import permissions
from .engine import Excess, Finding, blocking_excesses, framework, verdicts
from .loader import SettingSpec
from .models import Attestation, Keeping, Passage, Setting, Source
from .rules import worsened
from .sentences import Spoken, speak, text_of
from .source import locate


@contextmanager
def upholding(organisations: Iterable[Organisation], *, rooms: Iterable[str], on: Iterable[date]) -> Iterator[None]:
    """Whatever is written inside may not make a blocking excess worse, on any of these days (architecture, 3.6).

    Judges with the same articles as the board, for these organisations and the head of network. Raises Refused, quoting
    the article; the transaction around rolls back. A deficit never refuses: it is a vacancy. Must run inside an act.
    """
    keys = {organisation.pk for organisation in organisations}
    days = sorted(set(on))
    before = {day: blocking_excesses(day, rooms=rooms, organisations=keys) for day in days}
    yield
    for day in days:
        after = blocking_excesses(day, rooms=rooms, organisations=keys)
        for key, excess in after.items():
            earlier = before[day].get(key)
            if grown := worsened(earlier.items if earlier else {}, excess.items):
                raise refusal(excess, grown, day)


def refusal(excess: Excess, grown: list[Item], day: date) -> Refused:
    finding = excess.finding
    finding.failing = tuple((item, excess.items[item] + (finding.upper or 0)) for item in grown)
    (spoken,) = speak([finding], day)
    values: dict[tuple[str, UUID | None], Any] = {
        (name, organisation): value
        for name, organisation, value in Setting.objects.on(day).values_list("name", "organisation_id", "value")
    }
    text = "".join(segment.text for segment in text_of(framework(), finding.article, values, finding.organisation.id))
    return Refused(f"Au {day_in_words(day)} : {spoken.sentence}", rule=finding.rule, text=text)


@dataclass(frozen=True, slots=True)
class Shift:
    """A verdict that would change."""

    before: Spoken
    after: Spoken


class _RollBack(Exception):  # noqa: N818 — not an error: the way out of a rehearsal
    pass


def rehearse(
    acts: Iterable[Callable[[], Any]], *, on: date, organisations: Iterable[UUID] | None = None
) -> tuple[list[Shift], list[Any]]:
    """Run real verbs in a transaction, read the verdicts, roll everything back.

    Returns the verdicts that would change on that day, and what each verb returned. What a verb refuses, it raises.
    """
    asked = None if organisations is None else list(organisations)
    before = {(f.clause.key, f.organisation.id): f for f in verdicts(on, organisations=asked)}
    pairs: list[tuple[Finding, Finding]] = []
    shifts: list[Shift] = []
    results: list[Any] = []
    try:
        with transaction.atomic():
            results += [run() for run in acts]
            for finding in verdicts(on, organisations=asked):
                earlier = before.get((finding.clause.key, finding.organisation.id))
                if earlier and (earlier.verdict, earlier.failing) != (finding.verdict, finding.failing):
                    pairs.append((earlier, finding))
            spoken_before = speak([pair[0] for pair in pairs], on)
            spoken_after = speak([pair[1] for pair in pairs], on)
            shifts += [Shift(b, a) for b, a in zip(spoken_before, spoken_after, strict=True)]
            raise _RollBack
    except _RollBack:
        pass
    return shifts, results


def load_founding_settings(*, actor: Actor, now: datetime) -> int:
    """Write the founding values of the document and of the law that are not there yet, with their source. Idempotent.

    Returns how many were written. What the document does not decide stays undecided.
    """
    book = framework()
    there = set(Setting.objects.filter(organisation=None).values_list("name", flat=True))
    missing = [
        (article, spec)
        for article in book.articles.values()
        for spec in article.settings
        if spec.founding is not None and spec.name not in there
    ]
    if not missing:
        return 0
    since = book.adopted or now.date()
    head = Organisation.objects.at_scale(HEAD).first()
    with act("load_founding_settings", actor=actor, about=head, now=now, arguments={"count": len(missing)}):
        Setting.objects.bulk_create(
            Setting(
                name=spec.name,
                value=spec.founding,
                period=as_range(Period(since)),
                adopted_by=article.source if article.is_law else book.document.get("adopted_by", book.name),
                adopted_on=since,
            )
            for article, spec in missing
        )
    return len(missing)


def set_setting(
    *,
    actor: Actor,
    name: str,
    value: Any,
    since: date,
    adopted_by: str,
    adopted_on: date,
    organisation: Organisation | None,
    now: datetime,
) -> Setting:
    """Write the value that was decided for a setting, from a day on; the value before ends the day before.

    `organisation` is the one whose own setting it is; None for the common framework. Raises Denied, or Invalid on the
    field: unknown name, value out of bounds, decision missing, value already decided from a later day.
    """
    spec = framework().settings.get(name)
    if spec is None:
        raise Invalid("name", f"La modalité « {name} » n’existe pas dans le cadre commun.")
    head = Organisation.objects.at_scale(HEAD).get()
    if (spec.decided_by == "own") != (organisation is not None):
        raise Invalid(
            "organisation", "Cette modalité se décide une fois pour tout le réseau, ou par chacune pour elle-même."
        )
    where = organisation or head
    permissions.may_set(actor, spec, where, head).or_raise()
    value = checked_value(spec, value)
    if not adopted_by.strip():
        raise Invalid(
            "adopted_by", "Nommez la décision qui fixe cette valeur, par exemple « AG du 12 juin 2026, résolution 4 »."
        )
    if adopted_on > now.date():
        raise Invalid("adopted_on", "La décision ne peut pas être datée d’un jour à venir.")
    arguments = {"name": name, "value": value, "since": since, "adopted_by": adopted_by, "adopted_on": adopted_on}
    with act("set_setting", actor=actor, about=where, now=now, arguments=arguments):
        Organisation.objects.lock(where.pk)
        current = Setting.objects.filter(name=name, organisation=organisation).order_by("period")
        if later := current.filter(period__startswith__gte=since).first():
            raise Invalid(
                "since",
                f"Une valeur est déjà décidée à partir du {day_in_words(later.period.lower)} : choisissez un jour après.",
            )
        for setting in current.on(since):
            setting.period = as_range(Period(setting.period.lower, since))
            setting.save(update_fields=["period"])
        return Setting.objects.create(
            name=name,
            organisation=organisation,
            value=value,
            period=as_range(Period(since)),
            adopted_by=adopted_by.strip(),
            adopted_on=adopted_on,
        )


def checked_value(spec: SettingSpec, value: Any) -> Any:
    """The value of a setting, within its bounds. Raises Invalid."""
    if spec.unit == "text":
        if not str(value or "").strip():
            raise Invalid("value", "Écrivez ce qui a été décidé.")
        return str(value).strip()
    try:
        number = int(str(value).strip())
    except ValueError:
        raise Invalid("value", "Un nombre entier est attendu.") from None
    if spec.between and not spec.between[0] <= number <= spec.between[1]:
        raise Invalid("value", f"Un nombre de {spec.between[0]} à {spec.between[1]} est attendu.")
    return number


def keep_register(*, actor: Actor, organisation: Organisation, register: str, since: date, now: datetime) -> Keeping:
    """Say that an organisation keeps a register in Kevread since a day: from then on, what is absent does not exist.

    Raises Denied, or Invalid: unknown register, day to come, register already kept.
    """
    permissions.may_keep(actor, organisation).or_raise()
    if register not in Keeping.Register.values:
        raise Invalid("register", "Ce registre n’existe pas.")
    if since > now.date():
        raise Invalid("since", "Un registre est tenu depuis aujourd’hui ou un jour passé.")
    arguments = {"register": register, "since": since}
    with act("keep_register", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        if (
            earlier := Keeping.objects.filter(organisation=organisation, register=register)
            .touching(Period(since))
            .first()
        ):
            begun = day_in_words(earlier.period.lower)
            raise Invalid("since", f"Ce registre est déjà tenu depuis le {begun}.")
        return Keeping.objects.create(organisation=organisation, register=register, period=as_range(Period(since)))


def stop_keeping(*, actor: Actor, keeping: Keeping, last: date, now: datetime) -> Keeping:
    """A register is no longer kept after a day: nothing more is concluded from what it does not say."""
    permissions.may_keep(actor, keeping.organisation).or_raise()
    if last < keeping.period.lower:
        raise Invalid(
            "last", f"Ce registre est tenu depuis le {day_in_words(keeping.period.lower)} : la fin vient après."
        )
    arguments = {"register": keeping.register, "last": last}
    with act("stop_keeping", actor=actor, about=keeping.organisation, now=now, arguments=arguments):
        keeping = Keeping.objects.lock(keeping.pk)
        if keeping.period.upper is not None:
            raise Invalid("last", "Ce registre n’est déjà plus tenu.")
        keeping.period = as_range(Period.through(keeping.period.lower, last))
        keeping.save(update_fields=["period"])
    return keeping


def attest(
    *,
    actor: Actor,
    clause: str,
    organisation: Organisation,
    person: Person,
    piece: str,
    piece_on: date,
    now: datetime,
) -> Attestation:
    """A person attests that a clause is met: the piece that shows it, and its date, from which it holds.

    Raises Denied, or Invalid: clause that is not attested, piece not described, date to come, already attested.
    """
    permissions.may_attest(actor, organisation).or_raise()
    clauses = {c.key: c for article in framework().articles.values() for c in article.clauses if c.way == "attested"}
    if clause not in clauses or organisation.scale not in clauses[clause].binds:
        raise Invalid("clause", "Ce point ne s’atteste pas pour cette organisation.")
    if len(piece.strip()) < 10:
        raise Invalid("piece", "Décrivez la pièce en une phrase : sa nature, son objet, où elle est conservée.")
    if piece_on > now.date():
        raise Invalid("piece_on", "Une pièce ne peut pas être datée d’un jour à venir.")
    arguments = {"clause": clause, "piece": piece, "piece_on": piece_on}
    with act("attest", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        if Attestation.objects.filter(clause=clause, organisation=organisation).touching(Period(piece_on)).exists():
            raise Invalid(
                "clause", "Ce point est déjà attesté. Retirez d’abord l’attestation en place pour la remplacer."
            )
        return Attestation.objects.create(
            clause=clause,
            organisation=organisation,
            person=person,
            piece=piece.strip(),
            piece_on=piece_on,
            period=as_range(Period(piece_on)),
        )


def withdraw_attestation(
    *, actor: Actor, attestation: Attestation, last: date, reason: str, now: datetime
) -> Attestation:
    """An attestation no longer holds after a day. It is closed, never removed. Raises Denied or Invalid."""
    permissions.may_attest(actor, attestation.organisation).or_raise()
    if not reason.strip():
        raise Invalid("reason", "Dites pourquoi cette attestation est retirée.")
    if last < attestation.period.lower:
        raise Invalid("last", f"La pièce est datée du {day_in_words(attestation.period.lower)} : la fin vient après.")
    with act("withdraw_attestation", actor=actor, about=attestation.organisation, now=now, reason=reason):
        attestation = Attestation.objects.lock(attestation.pk)
        if attestation.period.upper is not None:
            raise Invalid("last", "Cette attestation est déjà close.")
        attestation.period = as_range(Period.through(attestation.period.lower, last))
        attestation.save(update_fields=["period"])
    return attestation


def attach_source(*, actor: Actor, name: str, text: str, quotes: list[tuple[str, str]], now: datetime) -> Source:
    """Attach the federation's own document, and find in it the words of each rule. Replaces the one attached before.

    `quotes` are (rule, words) in the order of the document. A passage that is not found is kept without a position.
    Raises Denied, or Invalid: empty document, rule that the framework does not know.
    """
    head = Organisation.objects.at_scale(HEAD).get()
    permissions.may_attach_source(actor, head).or_raise()
    if not text.strip():
        raise Invalid("text", "Ce document est vide.")
    known = framework().articles
    for line, (rule, _) in enumerate(quotes, start=2):
        if rule not in known:
            raise Invalid("quotes", f"Ligne {line} : la règle {rule} n’existe pas dans le cadre commun.")
    digest = sha256(text.encode()).hexdigest()
    arguments = {"name": name, "sha256": digest, "quotes": len(quotes)}
    with act("attach_source", actor=actor, about=head, now=now, arguments=arguments):
        Organisation.objects.lock(head.pk)
        Passage.objects.filter(source__name=name).delete()
        source, _ = Source.objects.update_or_create(
            name=name, defaults={"text": text, "sha256": digest, "attached_at": now}
        )
        Passage.objects.bulk_create(
            Passage(
                source=source,
                rule=rule,
                quote=quote,
                start=found[0] if found else None,
                end=found[1] if found else None,
            )
            for (rule, quote), found in zip(quotes, locate(text, [quote for _, quote in quotes]), strict=True)
        )
    return source
