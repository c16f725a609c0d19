"""When an assembly approved the accounts of a closed year, and by when they are published then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kevread.charter.engine import framework
from kevread.charter.models import Keeping
from kevread.common.periods import add_months
from kevread.decisions.queries.approvals import approvals, approving
from kevread.finance.queries.years import Year


@dataclass(frozen=True, slots=True)
class Approved:
    """As the register of decisions says it. `on`: the day of the line that approves that year; `others`: those, since it
    closed, of lines that do not say which year they approve; `is_whole`: the register was kept all along since it closed."""

    on: date | None
    others: tuple[date, ...]
    is_whole: bool

    @property
    def first(self) -> date | None:
        """The first day that it may have been."""
        return self.on or next(iter(self.others), None)

    def last(self, months: int) -> date | None:
        """The last day to publish them, so many months after that first day."""
        return add_months(self.first, months) if self.first else None


def type_of_accounts() -> str:
    """The type of the decisions by which accounts are approved, as L4.1 asks for it."""
    checks = (clause.check for clause in framework().articles["L4.1"].clauses)
    return str(next(dict(one.parameters)["type"] for one in checks if one and one.fact == "finance.unpublished"))


def approved(years: Mapping[UUID, Year], on: date, type: str) -> Mapping[UUID, Approved]:  # noqa: A002 — a word of the articles
    """Of each of these closed years. Two queries."""
    rows = Keeping.objects.on(on).filter(register="decisions", organisation__in=years)
    kept = {one.organisation_id: one.dates.start or date.min for one in rows}
    lines = approving(on, years, type)

    def of(key: UUID, year: Year) -> Approved:
        told = approvals(lines[key], year.closed_on.month)
        others = tuple(day for day in told.others if day > year.closed_on)
        is_whole = kept.get(key, date.max) <= year.closed_on + timedelta(days=1)
        return Approved(told.named.get(year.closed_on), others, is_whole)

    return {key: of(key, year) for key, year in years.items()}
