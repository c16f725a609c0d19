"""What the groupings of the small world foresee: their budget of the year, voted; their cash."""

from collections.abc import Iterable
from datetime import date

from kevread.directory.models import Organisation
from kevread.ledgers.models import Budget, Cash
from tests.factories import SINCE


def voted(organisation: Organisation, year: int, *, on: date = SINCE, version: int = 1) -> Budget:
    """A version of a budget, fixed by a decision of that day: its lines first, since none comes afterwards."""
    budget = Budget.objects.create(organisation=organisation, year=year, version=version)
    budget.lines.create(account="64", label="Salaires", cents=1_000_000)
    budget.lines.create(account="74", label="Subventions", cents=1_000_000)
    Budget.objects.filter(pk=budget.pk).update(state=Budget.State.VOTED, voted_on=on)
    budget.refresh_from_db()
    return budget


def budget_the_year(groupings: Iterable[Organisation], year: int) -> None:
    for grouping in groupings:
        voted(grouping, year)
        Cash.objects.create(organisation=grouping, day=date(year, 6, 30), cents=1_000_000, source="Relevé de banque")
