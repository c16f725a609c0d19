"""The least that a collective agreement asks to be paid, to the cent. Pure.

Formula, of a full month: base × V1 + (coefficient − base) × V2, then the points of seniority, of V1 each, all of it in
proportion of the time agreed. How many points, and for how many months, the agreement says, from each day on.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kevread.common.reading import Day


@dataclass(frozen=True, slots=True)
class Group:
    """A group of jobs: its coefficient (none: agreed one by one), and how many months of trial it allows."""

    coefficient: int | None = None
    trial: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """What the two kinds of points are worth from a day on, in euros."""

    since: Day
    v1: str
    v2: str


@dataclass(frozen=True, slots=True)
class Seniority:
    """From a day on, so many points more each time that so many months went by since the first day of seniority."""

    since: Day
    points: int
    months: int = 12


def times_between(first: date, on: date, months: int) -> int:
    """How many times so many months went by, each at its anniversary.

    >>> times_between(date(2020, 3, 1), date(2026, 2, 28), 12), times_between(date(2020, 3, 1), date(2026, 3, 1), 12)
    (5, 6)
    >>> times_between(date(2020, 2, 29), date(2021, 2, 28), 12), times_between(date(2030, 1, 1), date(2026, 1, 1), 12)
    (0, 0)
    >>> times_between(date(2020, 3, 1), date(2026, 3, 1), 24), times_between(date(2020, 3, 1), date(2026, 2, 28), 24)
    (3, 2)
    """
    whole = (on.year - first.year) * 12 + on.month - first.month - (on.day < first.day)
    return max(0, whole // months)


def least(
    value: Value,
    base: int,
    coefficient: int,
    share: int,
    seniority_from: date,
    on: date,
    points: int = 0,
    seniority: Seniority | None = None,
) -> int:
    """In cents, for this share of a full time, that day.

    >>> v, two = Value(date(2026, 1, 1), "7.23", "6.81"), Seniority(date(2022, 1, 1), points=2)
    >>> least(v, 257, 257, 100, date(2026, 1, 1), date(2026, 6, 1)), least(v, 257, 350, 100, date(2026, 1, 1), date(2026, 6, 1))
    (185811, 249144)
    >>> least(v, 257, 350, 80, date(2024, 6, 1), date(2026, 6, 1), seniority=two)
    201629
    >>> least(v, 257, 350, 80, date(2024, 6, 1), date(2026, 5, 31), seniority=two)
    200472
    """
    v1, v2 = Decimal(value.v1), Decimal(value.v2)
    more = seniority.points * times_between(seniority_from, on, seniority.months) if seniority else 0
    month = base * v1 + (coefficient - base) * v2 + (more + points) * v1
    return int((month * share).quantize(Decimal(1), ROUND_HALF_UP))
