"""The least that a collective agreement asks to be paid, to the cent. Pure.

Formula, of a full month: base × V1 + (coefficient − base) × V2, then 2 points of V1 for each whole year of seniority, all of
it in proportion of the time agreed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kevread.common.reading import Day

SENIORITY = 2  # points for each whole year


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


def years_between(first: date, on: date) -> int:
    """Whole years, at the anniversary.

    >>> years_between(date(2020, 3, 1), date(2026, 2, 28)), years_between(date(2020, 3, 1), date(2026, 3, 1))
    (5, 6)
    >>> years_between(date(2020, 2, 29), date(2021, 2, 28)), years_between(date(2030, 1, 1), date(2026, 1, 1))
    (0, 0)
    """
    return max(0, on.year - first.year - ((on.month, on.day) < (first.month, first.day)))


def least(
    value: Value, base: int, coefficient: int, share: int, seniority_from: date, on: date, points: int = 0
) -> int:
    """In cents, for this share of a full time, that day.

    >>> v = Value(date(2026, 1, 1), "7.23", "6.81")
    >>> least(v, 257, 257, 100, date(2026, 1, 1), date(2026, 6, 1)), least(v, 257, 350, 100, date(2026, 1, 1), date(2026, 6, 1))
    (185811, 249144)
    >>> least(v, 257, 350, 80, date(2024, 6, 1), date(2026, 6, 1))
    201629
    >>> least(v, 257, 350, 80, date(2024, 6, 1), date(2026, 5, 31))
    200472
    """
    v1, v2 = Decimal(value.v1), Decimal(value.v2)
    years = years_between(seniority_from, on)
    month = base * v1 + (coefficient - base) * v2 + (SENIORITY * years + points) * v1
    return int((month * share).quantize(Decimal(1), ROUND_HALF_UP))
