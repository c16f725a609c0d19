"""The budget of a grouping and those of its locals, in one table: of each, the version that holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kevread.directory.models import Organisation
from kevread.ledgers.models import Budget
from kevread.ledgers.queries.budgets import lines_of
from kevread.ledgers.rules.budget import Total, total_of
from kevread.ledgers.rules.families import NAMES, Family, by_family, families
from kevread.statutes.queries.handing import members_of


@dataclass(frozen=True, slots=True)
class Part:
    """An organisation, the version that holds there if one does, what it makes."""

    organisation: Organisation
    budget: Budget | None = None
    total: Total = field(default_factory=lambda: Total(0, 0))
    families: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a family makes of one budget: a row of the spreadsheet."""

    part: Part
    account: str
    cents: int

    @property
    def label(self) -> str:
        return NAMES.get(self.account, "")


@dataclass(slots=True)
class Pooled:
    """`parts`: the grouping first, then its locals by name."""

    year: int
    parts: list[Part] = field(default_factory=list)

    @property
    def voted(self) -> list[Part]:
        return [one for one in self.parts if one.budget]

    @property
    def missing(self) -> list[Part]:
        return [one for one in self.parts if one.budget is None]

    @property
    def total(self) -> Total:
        return Total(sum(one.total.spent for one in self.parts), sum(one.total.brought for one in self.parts))

    @property
    def families(self) -> list[Family]:
        ours, *others = self.parts
        return families(ours.families, [one.families for one in others])

    @property
    def taken(self) -> Iterator[Taken]:
        return (Taken(one, account, cents) for one in self.parts for account, cents in one.families.items())


def pooled(grouping: Organisation, year: int, on: date) -> Pooled:
    """Of a year, as it is voted on a day. Three queries, whatever their number.

    A local's budget is read here by families of accounts and once voted only: its lines, what it says of its actions and what
    it prepares stay with those who keep its accounts (decision 174)."""
    those = [grouping, *(one.member for one in members_of(grouping, on))]
    rows = Budget.objects.filter(organisation__in=those, year=year).voted_by(on).prefetch_related("lines")
    holds = {one.organisation_id: one for one in rows.order_by("version")}
    return Pooled(year, [part_of(one, holds.get(one.pk)) for one in those])


def part_of(organisation: Organisation, budget: Budget | None) -> Part:
    if budget is None:
        return Part(organisation)
    lines = lines_of(budget)
    return Part(organisation, budget, total_of(lines), by_family(lines))
