"""What a local association lives on is written by those who keep its money; a mistake stays, undone."""

from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import LOCAL
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.finance.models import LocalBalance, LocalLine
from kevread.finance.permissions import may_keep
from kevread.finance.rules import GREATEST
from kevread.journal.operations import act

from .checks import explained, money, said, today_of


def of_a_local(organisation: Organisation) -> None:
    """Raises Refused: local dues are those of locals (R5.3)."""
    if organisation.scale != LOCAL:
        raise Refused("Le compte de la vie locale est celui d’un pôle : les cotisations locales lui reviennent.")


def over(day: date, now: datetime) -> None:
    """Raises Invalid when the day is to come."""
    if day > today_of(now):
        raise Invalid("day", "Choisissez aujourd’hui, ou un jour passé.")


def read_local_balance(
    *, actor: Actor, organisation: Organisation, day: date, cents: int, source: str, now: datetime
) -> LocalBalance:
    """So much was held at the end of a day that is over: an account ends there, the next opens. Raises Denied; Invalid on the
    field; Refused elsewhere than in a local."""
    may_keep(actor, organisation).or_raise()
    of_a_local(organisation)
    over(day, now)
    if cents is None or abs(cents) > GREATEST:
        raise Invalid("cents", "Indiquez le solde, ou 0 €.")
    source = said("source", source, "Dites où ce solde se lit : un relevé de banque, la caisse.", 160)
    with act("finance.read_local_balance", actor=actor, about=organisation, now=now, arguments={"day": day}):
        Organisation.objects.lock(organisation.pk)
        if LocalBalance.objects.standing().filter(organisation=organisation, day=day).exists():
            raise Invalid("day", "Un solde de ce jour est déjà lu : annulez-le d’abord s’il est faux.")
        made: LocalBalance = LocalBalance.objects.create(organisation=organisation, day=day, cents=cents, source=source)
    return made


def undo_local_balance(*, actor: Actor, balance: LocalBalance, reason: str, now: datetime) -> LocalBalance:
    """It was wrong: the accounts on both sides of it are one. Raises Denied; Invalid on `reason`; Refused once it is undone, or
    where it is the first and lines follow it, which would be in no account."""
    organisation = balance.organisation
    may_keep(actor, organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_local_balance", actor=actor, about=organisation, now=now, reason=reason):
        Organisation.objects.lock(organisation.pk)
        row: LocalBalance = LocalBalance.objects.lock(balance.pk)
        if row.undone_on:
            raise Refused("Ce solde est déjà annulé.")
        standing = LocalBalance.objects.standing().filter(organisation=organisation)
        lines = LocalLine.objects.standing().filter(organisation=organisation)
        if not standing.filter(day__lt=row.day).exists():
            after = standing.filter(day__gt=row.day).order_by("day").first()
            orphans = lines.filter(day__lte=after.day) if after else lines
            if orphans.exists():
                raise Refused(
                    "Des recettes ou des dépenses suivent ce premier solde : elles ne seraient d’aucun compte. Dites d’abord "
                    "un solde d’un jour plus ancien."
                )
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row


def note_local_line(
    *, actor: Actor, organisation: Organisation, kind: str, day: date, cents: int, words: str, now: datetime
) -> LocalLine:
    """So much came in, or was spent, after the first balance that was read. Raises Denied; Invalid on the field; Refused
    elsewhere than in a local, or where no balance was read yet."""
    may_keep(actor, organisation).or_raise()
    of_a_local(organisation)
    over(day, now)
    if kind not in LocalLine.Kind.values:
        raise Invalid("kind", "Choisissez ce que c’est.")
    money("cents", cents)
    words = said("words", words, "Dites en quelques mots d’où vient ou à quoi sert cette somme.", 160)
    with act("finance.note_local_line", actor=actor, about=organisation, now=now, arguments={"day": day}):
        Organisation.objects.lock(organisation.pk)
        first = LocalBalance.objects.standing().filter(organisation=organisation).order_by("day").first()
        if first is None:
            raise Refused("Dites d’abord le solde dont le compte part.")
        if day <= first.day:
            raise Invalid(
                "day", f"Le compte part du solde au soir du {day_in_words(first.day)} : choisissez un jour après."
            )
        made: LocalLine = LocalLine.objects.create(
            organisation=organisation, kind=kind, day=day, cents=cents, words=words
        )
    return made


def undo_local_line(*, actor: Actor, line: LocalLine, reason: str, now: datetime) -> LocalLine:
    """It was wrong: it stays, undone, and counts no more. Raises Denied; Invalid on `reason`; Refused once it is undone."""
    may_keep(actor, line.organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_local_line", actor=actor, about=line.organisation, now=now, reason=reason):
        row: LocalLine = LocalLine.objects.lock(line.pk)
        if row.undone_on:
            raise Refused("Cette ligne est déjà annulée.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row
