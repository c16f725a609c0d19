"""The accounts of a year are typed, published, or were a mistake; the report of a funding was sent."""

from dataclasses import dataclass
from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.finance.models import Accounts, Funding, Report
from kevread.finance.permissions import may_keep
from kevread.finance.queries.reports import of_subsidies
from kevread.finance.rules import GREATEST
from kevread.journal.operations import act

from .checks import explained, said, today_of
from .fundings import standing

FIGURES = ("resources", "expenses", "equity", "balance", "donations")


@dataclass(frozen=True, slots=True)
class Figures:
    """What accounts say, in cents; None: nobody typed it."""

    resources: int | None = None
    expenses: int | None = None
    equity: int | None = None
    balance: int | None = None
    donations: int | None = None
    employees: int | None = None

    def check(self) -> None:
        """Raises Invalid on the field."""
        for name in FIGURES:
            value: int | None = getattr(self, name)
            least = -GREATEST if name == "equity" else 1 if name == "expenses" else 0
            if value is not None and not least <= value <= GREATEST:
                raise Invalid(name, "Un montant qui n’est pas négatif est attendu, de moins de cent milliards d’euros.")
        if self.employees is not None and not 0 <= self.employees <= 1_000_000:
            raise Invalid("employees", "Un nombre de personnes est attendu.")
        if all(getattr(self, name) is None for name in (*FIGURES, "employees")):
            raise Invalid("resources", "Écrivez au moins un chiffre de ces comptes.")


def enter_accounts(
    *, actor: Actor, organisation: Organisation, closed_on: date, source: str, figures: Figures, now: datetime
) -> Accounts:
    """The figures of a year that is closed, as the accountant gave them. Raises Denied; Invalid on the field; Refused when they
    are there: what was a mistake is undone first."""
    may_keep(actor, organisation).or_raise()
    if closed_on >= today_of(now):
        raise Invalid("closed_on", "Les comptes d’un exercice s’inscrivent une fois qu’il est clos.")
    source = said("source", source, "Dites d’où viennent ces chiffres : qui les a établis, dans quel document.", 160)
    figures.check()
    arguments = {"closed_on": closed_on}
    with act("finance.enter_accounts", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        if Accounts.objects.standing().filter(organisation=organisation, closed_on=closed_on).exists():
            raise Refused("Les comptes de cet exercice sont déjà inscrits : s’ils étaient faux, annulez-les d’abord.")
        told = {name: getattr(figures, name) for name in (*FIGURES, "employees")}
        made: Accounts = Accounts.objects.create(organisation=organisation, closed_on=closed_on, source=source, **told)
        return made


def locked(accounts: Accounts) -> Accounts:
    """Called in an act. Raises Refused."""
    row: Accounts = Accounts.objects.select_related("organisation").lock(accounts.pk)
    if row.undone_on:
        raise Refused(f"Ces comptes sont annulés depuis le {day_in_words(row.undone_on)}.")
    return row


def publish_accounts(*, actor: Actor, accounts: Accounts, pay_told_on: date | None, now: datetime) -> Accounts:
    """When what executives are paid was published with them (L4.4); that they were, filings say. Raises Denied; Invalid on the
    field; Refused."""
    may_keep(actor, accounts.organisation).or_raise()
    if pay_told_on is not None and not accounts.closed_on < pay_told_on <= today_of(now):
        raise Invalid("pay_told_on", "Un jour d’après l’exercice est attendu, et déjà venu.")
    with act("finance.publish_accounts", actor=actor, about=accounts.organisation, now=now):
        row = locked(accounts)
        row.pay_told_on = pay_told_on
        row.save(update_fields=["pay_told_on"])
        return row


def undo_accounts(*, actor: Actor, accounts: Accounts, reason: str, now: datetime) -> Accounts:
    """They were wrong: they stay written, undone, and others take their place. Raises Denied; Invalid on `reason`; Refused."""
    may_keep(actor, accounts.organisation).or_raise()
    reason = explained("reason", reason, "Dites ce qui était faux.")
    with act("finance.undo_accounts", actor=actor, about=accounts.organisation, now=now, reason=reason):
        row = locked(accounts)
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def send_report(*, actor: Actor, funding: Funding, closed_on: date, sent_on: date, spent: int, now: datetime) -> Report:
    """The financial report of a year was sent to the funder: so much was spent of what it pays for. Raises Denied; Invalid on
    the field; Refused when it was sent already."""
    may_keep(actor, funding.organisation).or_raise()
    if not closed_on < sent_on <= today_of(now):
        raise Invalid("sent_on", "Un compte rendu s’envoie une fois l’exercice clos, et s’inscrit ensuite.")
    if not 0 <= spent <= GREATEST:
        raise Invalid("spent", "Indiquez ce qui fut dépensé, ou 0 €.")
    arguments = {"funding": funding.pk, "closed_on": closed_on, "sent_on": sent_on}
    with act("finance.send_report", actor=actor, about=funding.organisation, now=now, arguments=arguments):
        row = standing(funding)
        waiting = of_subsidies(today_of(now), [row.organisation_id])
        due = next((one for one in waiting if (one.funding.pk, one.closed_on) == (row.pk, closed_on)), None)
        if due is None:
            raise Invalid("closed_on", "Choisissez un exercice clos que ce financement public touche.")
        if due.report is not None:
            raise Refused("Le compte rendu de cet exercice est déjà envoyé.")
        made: Report = Report.objects.create(funding=row, closed_on=closed_on, sent_on=sent_on, spent=spent)
        return made


def undo_report(*, actor: Actor, report: Report, reason: str, now: datetime) -> Report:
    """It was not sent: it is due again. Raises Denied; Invalid on `reason`; Refused."""
    organisation = report.funding.organisation
    may_keep(actor, organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_report", actor=actor, about=organisation, now=now, reason=reason):
        row: Report = Report.objects.lock(report.pk)
        if row.undone_on:
            raise Refused("Ce compte rendu est déjà annulé.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row
