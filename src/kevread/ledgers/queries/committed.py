"""What is committed for a year: known amounts only, from rooms below and, where they answer, from rooms above."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Sum

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.dues.models import KEEPS_DUES, Due
from kevread.ledgers.asks import COMMITTED, Committed
from kevread.ledgers.rules.months import paid_monthly
from kevread.staff.models import EMPLOYS, Contract, Terms

__all__ = ["Committed", "committed_of"]


def committed_of(
    organisation: Organisation, first: date, last: date, actor: Actor
) -> tuple[list[Committed], list[str]]:
    """What is known, and what is known to be unknown, among what this person may read."""
    found, unknown = [], []
    for one in (dues_called, paid_staff, *COMMITTED):
        for row in one(organisation, first, last, actor):
            if isinstance(row, str):
                unknown.append(row)
            elif row.cents:
                found.append(row)
    return found, unknown


def dues_called(organisation: Organisation, first: date, last: date, actor: Actor) -> Iterable[Committed | str]:
    """What members were called for the year."""
    if not actor.is_system and actor.hat_for(KEEPS_DUES, organisation.pk) is None:
        return ["Les cotisations appelées ne se lisent que par qui les tient : elles ne sont pas comptées ici."]
    rows = Due.objects.visible_to(actor).standing().filter(organisation=organisation, year=last.year)
    cents = rows.aggregate(cents=Sum("cents"))["cents"] or 0
    return [Committed("756", "", f"Cotisations appelées pour {last.year}", cents, "dues:dues")]


def paid_staff(organisation: Organisation, first: date, last: date, actor: Actor) -> Iterable[Committed | str]:
    """The gross salaries of the contracts of the year, month by month, where they are written; charges are not."""
    standing = Contract.objects.visible_to(actor).standing().filter(employer=organisation)
    rows = Terms.objects.visible_to(actor).filter(contract__in=standing).touching(Period.through(first, last))
    cents, unsaid = 0, set()
    for one in rows.select_related("contract"):
        after = last + timedelta(days=1)
        start = max(one.dates.start or first, first)
        end = min(one.dates.end or after, one.contract.dates.end or after, after)
        if start >= end:
            continue
        if one.salary is None:
            unsaid.add(one.contract_id)
        else:
            cents += paid_monthly(one.salary, start, end)
    told: list[Committed | str] = [Committed("641", "", "Salaires bruts des contrats", cents, "staff:contracts")]
    if unsaid:
        many = len(unsaid)
        told.append(
            "Un contrat n’a pas de salaire inscrit." if many == 1 else f"{many} contrats n’ont pas de salaire inscrit."
        )
    if cents:
        told.append("Les cotisations sociales de l’employeur ne sont pas comptées dans ce qui est engagé.")
    elif not actor.is_system and actor.hat_for(EMPLOYS, organisation.pk) is None:
        told.append(
            "Les salaires ne se lisent que par qui emploie ici : ils ne sont pas comptés dans ce qui est engagé."
        )
    return told
