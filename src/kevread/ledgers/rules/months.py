"""Months, and what is paid by the month. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from kevread.common.periods import add_months


def month_of(day: date) -> date:
    """Its first day."""
    return day.replace(day=1)


def months_from(day: date, many: int = 12) -> Iterator[date]:
    """The first day of that month, then of those that follow.

    >>> [f"{one:%Y-%m}" for one in months_from(date(2026, 11, 24), 3)]
    ['2026-11', '2026-12', '2027-01']
    """
    first = month_of(day)
    return (add_months(first, rank) for rank in range(many))


def part_of(cents: int, points: int) -> int:
    """So many basis points of a sum, to the nearest cent.

    >>> part_of(100_000, 4200), part_of(1, 4999), part_of(1, 5000)
    (42000, 0, 1)
    """
    return (cents * points + 5_000) // 10_000


def paid_monthly(cents: int, start: date, end: date) -> int:
    """What is paid so much a month, from a day to another, excluded: a month that is not whole counts by its days, and what is
    below a cent is left out.

    >>> paid_monthly(200_000, date(2026, 1, 1), date(2027, 1, 1)), paid_monthly(31_000, date(2026, 1, 31), date(2026, 3, 1))
    (2400000, 32000)
    >>> paid_monthly(31_000, date(2026, 1, 1), date(2026, 1, 11))
    10000
    """
    made, month = 0, month_of(start)
    while month < end:
        after = add_months(month, 1)
        days = (min(end, after) - max(start, month)).days
        made += cents * days // monthrange(month.year, month.month)[1]
        month = after
    return made
