"""A decision of the register fixes a tariff; one that was a mistake never was."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import Period, day_in_words
from kevread.common.words import one_line, seen
from kevread.decisions.models import Application
from kevread.directory.models import LegalForm, Organisation
from kevread.dues.models import REASON, Bracket, Tariff
from kevread.dues.permissions import may_keep_dues
from kevread.dues.rules import BRACKETS, GREATEST, MOST, AskedBracket
from kevread.journal.operations import act

EXPLAINED = 10  # characters: the least that says why


def today_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def why(reason: str, sentence: str = "Dites quelle erreur vous corrigez.") -> str:
    """Raises Invalid on `reason`."""
    reason = one_line(reason)
    if not EXPLAINED <= len(seen(reason)) <= len(reason) <= REASON:
        raise Invalid("reason", f"{sentence} Dix caractères au moins.")
    return reason


def bounded(cents: int, *, least: int = 0, field: str = "cents") -> int:
    """Raises Invalid on the field."""
    if not least <= cents <= MOST:
        raise Invalid(field, f"Écrivez un montant de {euros(least)} à {euros(MOST)}.")
    return cents


def checked(basis: str, brackets: Sequence[AskedBracket]) -> list[AskedBracket]:
    """The brackets of a tariff, in order. Raises Invalid on `brackets` when they do not hold together."""
    if basis not in Tariff.Basis.values:
        raise Invalid("basis", "Dites selon quoi la cotisation est mesurée.")
    if not 1 <= len(brackets) <= BRACKETS:
        raise Invalid("brackets", f"Écrivez au moins un montant, et {BRACKETS} au plus.")
    for one in brackets:
        bounded(one.cents, field="brackets")
        if not 0 <= one.at_least <= GREATEST:
            raise Invalid("brackets", "Une tranche commence à zéro, ou plus haut.")
        if (basis == Tariff.Basis.FORM) is not (one.form in LegalForm.values):
            raise Invalid("brackets", "Chaque montant dit sa famille, et seulement si le barème en dépend.")
    if basis == Tariff.Basis.FLAT and (len(brackets) > 1 or brackets[0].at_least):
        raise Invalid("brackets", "Un même montant pour tous : écrivez-en un seul.")
    starts = [one.form if basis == Tariff.Basis.FORM else one.at_least for one in brackets]
    if len(set(starts)) < len(starts):
        raise Invalid("brackets", "Deux tranches commencent au même endroit : gardez-en une.")
    measured = basis in (Tariff.Basis.BUDGET, Tariff.Basis.SIZE)
    if measured and min(one.at_least for one in brackets):
        raise Invalid("brackets", "La première tranche commence à zéro.")
    return sorted(brackets, key=lambda one: one.at_least) if measured else list(brackets)


def in_time(organisation: Organisation, since: date) -> Tariff | None:
    """The tariff that one from this day takes the place of. Raises Invalid when one begins that day or later."""
    rows = Tariff.objects.standing().filter(organisation=organisation).order_by("-period__startswith")
    last: Tariff | None = rows.first()
    start = last.dates.start if last else None
    if start and start >= since:
        raise Invalid(
            "since", f"Un barème vaut déjà depuis le {day_in_words(start)}. Annulez-le, si c’était une erreur."
        )
    return last


def set_tariff(
    *,
    actor: Actor,
    organisation: Organisation,
    application: Application,
    since: date,
    basis: str,
    brackets: Sequence[AskedBracket],
    now: datetime,
) -> Tariff:
    """What a decision of the register fixes: the tariff in force from that day, in the place of the one before. Raises Denied;
    Invalid on the field."""
    may_keep_dues(actor, organisation).or_raise()
    decided_on = application.decision.decided_on
    if since < decided_on:
        raise Invalid("since", f"La décision est du {day_in_words(decided_on)} : le barème ne vaut pas avant.")
    rows = checked(basis, brackets)
    arguments = {"decision": application.decision_id, "since": since}
    with act("dues.set_tariff", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        before = in_time(organisation, since)
        if before:
            before.period = as_range(Period.through(before.dates.start, since - timedelta(days=1)))
            before.save(update_fields=["period"])
        made: Tariff = Tariff.objects.create(
            organisation=organisation, basis=basis, decided_by=application, period=as_range(Period(since))
        )
        for rank, one in enumerate(rows):
            Bracket.objects.create(tariff=made, rank=rank, cents=one.cents, form=one.form, at_least=one.at_least)
    return made


def undo_tariff(*, actor: Actor, tariff: Tariff, reason: str, now: datetime) -> Tariff:
    """It was a mistake: it stays, undone, and the one before is in force again. Raises Denied; Invalid on `reason`; Refused
    once it is undone, once another took its place, or while a call rests on it."""
    organisation = tariff.organisation
    may_keep_dues(actor, organisation).or_raise()
    reason = why(reason)
    with act(
        "dues.undo_tariff", actor=actor, about=organisation, now=now, arguments={"tariff": tariff.pk}, reason=reason
    ):
        Organisation.objects.lock(organisation.pk)
        row: Tariff = Tariff.objects.lock(tariff.pk)
        if row.undone_on:
            raise Refused("Ce barème est déjà annulé.")
        if row.dates.end:
            raise Refused("Un autre barème a pris sa place : annulez d’abord celui-là.")
        called = row.calls.filter(undone_on=None).order_by("-year").first()
        if called:
            raise Refused(f"L’appel de {called.year} repose sur ce barème : annulez d’abord cet appel.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        rows = Tariff.objects.standing().filter(organisation=organisation, period__endswith=row.dates.start)
        before: Tariff | None = rows.first()
        if before:
            before.period = as_range(Period(before.dates.start))
            before.save(update_fields=["period"])
    return row
