"""What is paid to those who administer, in whole cents and whole months. Nothing here reads a table."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from kevread.common.money import shared
from kevread.common.periods import add_months
from kevread.tally.rules.sums import SHOWN

MOST = 10_000_000  # cents: a hundred thousand euros, for one payment
MONTHS = 12  # the most that one payment covers
BY_HAND = re.compile(r"(\d{1,6}) (?:voix )?pour, (\d{1,6}) (?:voix )?contre")


def month_of(day: date) -> date:
    """The month of a day, by its first day.

    >>> month_of(date(2026, 11, 24))
    datetime.date(2026, 11, 1)
    """
    return day.replace(day=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Each month from one to another, both included, by its first day; none when they are in the wrong order.

    >>> [one.month for one in months_between(date(2026, 11, 1), date(2027, 1, 1))]
    [11, 12, 1]
    >>> months_between(date(2026, 2, 1), date(2026, 1, 1))
    ()
    """
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(add_months(first, rank) for rank in range(number))


def by_month(cents: int, first: date, last: date) -> Mapping[date, int]:
    """A payment over the months that it covers, alike to the cent.

    >>> list(by_month(100, date(2026, 1, 1), date(2026, 3, 1)).values())
    [34, 33, 33]
    >>> list(by_month(90_000, date(2026, 1, 1), date(2026, 1, 1)).values())
    [90000]
    """
    those = months_between(first, last)
    return dict(zip(those, shared(cents, [1] * len(those)), strict=True))


def part_of(cents: int, percent: int) -> int:
    """A part of a sum, whole cents: what is below a cent is no part of what is allowed.

    >>> part_of(182_303, 75)
    136727
    """
    return cents * percent // 100


def directors(resources: int, steps: Sequence[int]) -> int:
    """How many of those who direct the law lets an association pay: one more above each of these sums.

    >>> steps = (200_000_00, 500_000_00, 1_000_000_00)
    >>> [directors(cents, steps) for cents in (200_000_00, 200_000_01, 500_000_01, 1_000_000_01)]
    [0, 1, 2, 3]
    """
    return sum(resources > step for step in steps)


def share_for(sum_: str) -> Fraction | None:
    """The share of the votes that a decision had, as its line of the register tells it; nothing when it does not tell it.

    >>> share_for("3×20 ≥ 2×30"), share_for("42 > 10"), share_for("8 pour, 1 contre")
    (Fraction(2, 3), Fraction(21, 26), Fraction(8, 9))
    >>> share_for("8 pour"), share_for(""), share_for("0 pour, 0 contre"), share_for("20 < 20 + 3")
    (None, None, None, None)
    """
    if by_hand := BY_HAND.match(sum_):
        votes, against = int(by_hand[1]), int(by_hand[2])
        return Fraction(votes, votes + against) if votes + against else None
    found = SHOWN.fullmatch(sum_)
    if not found or found[6] or found[3] not in (">", "≥"):
        return None
    have, base = Fraction(found[2]), Fraction(found[5])
    whole = base if found[1] else have + base  # « 42 > 10 »: for against against
    return have / whole if whole else None
