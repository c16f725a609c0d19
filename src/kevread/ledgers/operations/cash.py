"""The balance that a plan starts from is stated, with where it is read; people add what nothing else tells, and take it out."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import add_months
from kevread.common.words import one_line
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.ledgers.models import REASON, Cash, CashLine
from kevread.ledgers.permissions import may_keep_ledgers
from kevread.ledgers.rules.cash import MONTHS
from kevread.ledgers.rules.lines import MOST


def state_cash(*, actor: Actor, organisation: Organisation, day: date, cents: int, source: str, now: datetime) -> Cash:
    """Say what was held at the end of a day that is over, and where it is read. Raises Denied; Invalid on `day`, `cents` or
    `source`; Refused where another balance of that day stands."""
    may_keep_ledgers(actor, organisation).or_raise()
    today, source = timezone.localtime(now).date(), one_line(source)
    if day > today:
        raise Invalid("day", "Un solde se constate : choisissez aujourd’hui, ou un jour passé.")
    if day < add_months(today, -MONTHS):
        raise Invalid("day", "Ce solde a plus d’un an : aucun mois à venir n’en partirait.")
    if not source:
        raise Invalid("source", "Dites où ce solde se lit : un relevé de banque, une balance, la caisse.")
    checked(cents)
    with act("ledgers.state_cash", actor=actor, about=organisation, now=now, arguments={"day": day.isoformat()}):
        Organisation.objects.lock(organisation.pk)
        if Cash.objects.standing().filter(organisation=organisation, day=day).exists():
            raise Refused("Un solde de ce jour est déjà dit : annulez-le d’abord s’il est faux.")
        made: Cash = Cash.objects.create(organisation=organisation, day=day, cents=cents, source=source[:160])
    return made


def undo_cash(*, actor: Actor, cash: Cash, reason: str, now: datetime) -> Cash:
    """It was a mistake: the plan starts from the balance before. Raises Denied; Invalid on `reason`; Refused once
    it is undone."""
    may_keep_ledgers(actor, cash.organisation).or_raise()
    reason = explained(reason)
    with act("ledgers.undo_cash", actor=actor, about=cash.organisation, now=now, reason=reason):
        row: Cash = Cash.objects.select_related("organisation").lock(cash.pk)
        if row.undone_on:
            raise Refused("Ce solde est déjà annulé.")
        row.undone_on, row.undone_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row


def add_cash(
    *, actor: Actor, organisation: Organisation, label: str, cents: int, day: date, now: datetime, times: int = 1
) -> CashLine:
    """Add what is expected, once or month after month: what goes out is below zero. Raises Denied; Invalid on `label`, `cents`,
    `day` or `times`."""
    may_keep_ledgers(actor, organisation).or_raise()
    today, label = timezone.localtime(now).date(), one_line(label)
    if not label:
        raise Invalid("label", "Dites ce que c’est.")
    if not cents:
        raise Invalid("cents", "Écrivez un montant, au-dessus de zéro.")
    checked(cents)
    if not add_months(today, -MONTHS) <= day <= add_months(today, 2 * MONTHS):
        raise Invalid("day", "Choisissez un jour de l’année passée, ou des deux ans qui viennent.")
    if not 1 <= times <= MONTHS:
        raise Invalid("times", "De 1 à 12 mois de suite.")
    with act("ledgers.add_cash", actor=actor, about=organisation, now=now, arguments={"day": day.isoformat()}):
        made: CashLine = CashLine.objects.create(
            organisation=organisation, label=label[:120], cents=cents, day=day, times=times
        )
    return made


def remove_cash(*, actor: Actor, line: CashLine, reason: str, now: datetime) -> CashLine:
    """It is expected no more. Raises Denied; Invalid on `reason`; Refused once it is taken out."""
    may_keep_ledgers(actor, line.organisation).or_raise()
    reason = explained(reason)
    with act("ledgers.remove_cash", actor=actor, about=line.organisation, now=now, reason=reason):
        row: CashLine = CashLine.objects.select_related("organisation").lock(line.pk)
        if row.undone_on:
            raise Refused("Cette ligne est déjà ôtée.")
        row.undone_on, row.undone_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row


def explained(reason: str) -> str:
    """Raises Invalid on `reason`."""
    reason = one_line(reason)[:REASON]
    if not reason:
        raise Invalid("reason", "Dites pourquoi : qui lira le journal le saura.")
    return reason


def checked(cents: int) -> None:
    if abs(cents) > MOST:
        raise Invalid("cents", "Ce montant dépasse ce que Kevread sait tenir.")
