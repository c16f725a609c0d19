"""What is spent of a funding in a year is said, by who keeps the accounts; a mistake stays, undone."""

from datetime import date, datetime

from django.db.models import Sum

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.finance.models import Funding, Spending
from kevread.finance.permissions import may_keep
from kevread.finance.queries.dedicated import closed_years
from kevread.finance.rules import GREATEST
from kevread.journal.operations import act

from .checks import explained, said, today_of
from .fundings import standing


def say_spent(*, actor: Actor, funding: Funding, closed_on: date, cents: int, source: str, now: datetime) -> Spending:
    """So much of it was spent in a year that is closed: all years together, never more than it is. Raises Denied; Invalid on
    the field; Refused where that year is said already."""
    may_keep(actor, funding.organisation).or_raise()
    if cents is None or not 0 <= cents <= GREATEST:
        raise Invalid("cents", "Indiquez ce qui fut dépensé de ce financement, ou 0 €.")
    source = said("source", source, "Dites d’où vient ce chiffre : qui a arrêté les comptes, dans quel document.", 160)
    arguments = {"funding": funding.pk, "closed_on": closed_on}
    with act("finance.say_spent", actor=actor, about=funding.organisation, now=now, arguments=arguments):
        row = standing(funding)
        if closed_on not in closed_years(row, today_of(now)):
            raise Invalid("closed_on", "Choisissez un exercice clos, depuis le premier jour de ce financement.")
        if row.spendings.filter(undone_on=None, closed_on=closed_on).exists():
            raise Refused("C’est déjà dit pour cet exercice : si c’était faux, annulez-le d’abord.")
        before = row.spendings.filter(undone_on=None).aggregate(all=Sum("cents"))["all"] or 0
        if before + cents > row.cents:
            raise Invalid(
                "cents", f"Il reste {euros(row.cents - before)} à dépenser de ce financement : pas davantage."
            )
        made: Spending = Spending.objects.create(funding=row, closed_on=closed_on, cents=cents, source=source)
        return made


def undo_spent(*, actor: Actor, spending: Spending, reason: str, now: datetime) -> Spending:
    """It was wrong: it stays written, undone, and may be said anew. Raises Denied; Invalid on `reason`; Refused."""
    organisation = spending.funding.organisation
    may_keep(actor, organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_spent", actor=actor, about=organisation, now=now, reason=reason):
        row: Spending = Spending.objects.lock(spending.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row
