"""The time of posts as the weights of a key: days of work, along the actions of each post. Exact. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from kevread.common.money import shared

WEIGHTS = 10_000  # what the weights that are proposed make together
HOURS = 1607  # of a full time, in a year (L3121-41 of the Code du travail)


@dataclass(frozen=True, slots=True)
class Worked:
    """A share of a full time, in hundredths, from a day to another, excluded, along actions."""

    share: int
    start: date
    end: date
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """Days of a full time by action, over the year of a file of `length` days. `why`: why they are not known; then none is."""

    days: Mapping[str, Fraction]
    length: int
    why: str = ""

    def of(self, code: str) -> Fraction | None:
        return None if self.why else self.days.get(code, Fraction(0))


def by_action(rows: Iterable[Worked]) -> dict[str, Fraction]:
    """Days of a full time, by action.

    >>> half = Worked(50, date(2026, 1, 1), date(2026, 1, 11), (("A", 1), ("B", 3)))
    >>> by_action([half])
    {'A': Fraction(5, 4), 'B': Fraction(15, 4)}
    """
    found: dict[str, Fraction] = defaultdict(Fraction)
    for one in rows:
        days = Fraction(one.share * max(0, (one.end - one.start).days), 100)
        total = sum(weight for _, weight in one.parts)
        for code, weight in one.parts:
            found[code] += days * weight / total
    return dict(found)


def weights_of(days: dict[str, Fraction], served: Sequence[str]) -> list[tuple[str, int]]:
    """The weights of the codes that a support serves, whole, in the order given: they make ten thousand.

    >>> weights_of({"A": Fraction(5, 4), "B": Fraction(15, 4), "S": Fraction(9)}, ["A", "B", "C"])
    [('A', 2500), ('B', 7500)]
    """
    kept = [(code, days[code]) for code in served if days.get(code)]
    if not kept:
        return []
    scale = lcm(*(part.denominator for _, part in kept))
    parts = shared(WEIGHTS, [int(part * scale) for _, part in kept])
    return [(code, weight) for (code, _), weight in zip(kept, parts, strict=True) if weight]


def hourly(salary: int, share: int) -> int:
    """The gross cost of an hour, in cents, of a monthly salary for a share of a full time: charges are not in it.

    >>> hourly(260_000, 100), hourly(130_000, 50)
    (1942, 1942)
    """
    return round(Fraction(salary * 12 * 100, HOURS * share))


def each(cents: int, days: Fraction, length: int) -> int | None:
    """What a cost makes for one full time in a year of so many days, to the nearest cent. None where nobody works.

    >>> each(30_000_00, Fraction(365, 2), 365), each(100, Fraction(365 * 3), 365), each(100, Fraction(0), 365)
    (6000000, 33, None)
    """
    return round(cents * length / days) if days else None


def equivalents_said(days: Fraction, length: int) -> str:
    """Full times, as one reads them: the divisor itself is exact.

    >>> equivalents_said(Fraction(365, 2), 365), equivalents_said(Fraction(365, 3), 365), equivalents_said(Fraction(0), 365)
    ('0,50', '0,33', '0')
    """
    return f"{float(days / length):.2f}".replace(".", ",") if days else "0"


def days_said(days: Fraction) -> str:
    """
    >>> days_said(Fraction(365, 2)), days_said(Fraction(365)), days_said(Fraction(365, 3))
    ('182,5', '365', '121,67')
    """
    return f"{float(days):.2f}".rstrip("0").rstrip(".").replace(".", ",")
