"""A comparison kept with its numbers: a verdict shows the sum that decides it. Pure."""

import operator
import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from kevread.tally.rules.shares import share_in_words

SIGNS = {">": operator.gt, "≥": operator.ge, "=": operator.eq}


@dataclass(frozen=True, slots=True)
class Sum:
    """`asked` is what was to hold, as `tally` answers it; `shown` is true as it is written, and `sum_in_words` says it."""

    holds: bool
    asked: str
    shown: str


def number(value: Fraction | int) -> str:
    """
    >>> number(Fraction(40, 3)), number(Fraction(4, 2)), number(7)
    ('40/3', '2', '7')
    """
    return str(value)


def compare(
    left: Fraction | int,
    sign: str,
    right: Fraction | int,
    *,
    times: tuple[int, int] = (1, 1),
    plus: Fraction | None = None,
) -> Sum:
    """Both sides are multiplied rather than divided, as one does on paper; `plus` is added on the right. What does not
    hold is shown by what holds instead: nobody reads « 12 > 20 » under a rejection.

    >>> compare(20, "≥", 30, times=(3, 2)).shown
    '3×20 ≥ 2×30'
    >>> compare(1, ">", 4, times=(2, 1))
    Sum(holds=False, asked='2×1 > 4', shown='2×1 ≤ 4')
    >>> compare(20, "=", 20, plus=Fraction(3)).shown
    '20 < 20 + 3'
    """
    have, need = times[0] * left, times[1] * right + (plus or 0)
    holds = SIGNS[sign](have, need)
    instead = "≤" if sign == ">" else "<" if have < need else ">"
    first = multiple(times[0], left)
    second = multiple(times[1], right) + ("" if plus is None else f" + {number(plus)}")
    return Sum(holds, f"{first} {sign} {second}", f"{first} {sign if holds else instead} {second}")


TERM = r"(?:(\d+)×)?(\d+(?:/\d+)?)"
SHOWN = re.compile(rf"{TERM} ([≥>≤<=]) {TERM}(?: \+ (\d+(?:/\d+)?))?")


def sum_in_words(shown: str) -> str:
    """The operation as people read it: no inequality is shown to anybody, and no number that was not counted. For against
    against, where nothing is multiplied; otherwise how many out of how many, and what it took.

    >>> sum_in_words("3×20 ≥ 2×30"), sum_in_words("2×1 ≤ 4")
    ('20 sur 30 ; il en fallait les deux tiers au moins', '1 sur 4 ; il en fallait plus de la moitié')
    >>> sum_in_words("42 > 10"), sum_in_words("10 ≤ 25"), sum_in_words("20 < 41/2"), sum_in_words("20 < 20 + 3")
    ('42 pour, 10 contre', '10 pour, 25 contre', '20 ; il en fallait 21 au moins', '20 ; il en fallait 23 au moins')
    >>> sum_in_words("10 = 10"), sum_in_words("0 voix exprimée")
    ('10 et 10', '0 voix exprimée')
    """
    found = SHOWN.fullmatch(shown)
    if not found:
        return shown
    times, have, sign, over, base, plus = found.groups()
    told, among = as_read(Fraction(have)), as_read(Fraction(base))
    if times:
        share = share_in_words(Fraction(int(over or 1), int(times)))
        return f"{told} sur {among} ; il en fallait {f'plus de {share}' if sign in '>≤' else f'{share} au moins'}"
    if sign in ">≤":
        return f"{told} pour, {among} contre"
    if sign == "=" and not plus:
        return f"{told} et {among}"
    return f"{told} ; il en fallait {ceil(int(over or 1) * Fraction(base) + Fraction(plus or 0))} au moins"


def repeats_counts(shown: str) -> bool:
    """Whether its words only say again how many were for and against.

    >>> repeats_counts("42 > 10"), repeats_counts("2×42 > 52")
    (True, False)
    """
    found = SHOWN.fullmatch(shown)
    return found is not None and not found[1] and found[3] in ">≤"


def as_read(value: Fraction) -> str:
    """A number as one reads it: weighed votes may be parts of one.

    >>> as_read(Fraction(40, 3)), as_read(Fraction(7)), as_read(Fraction(1, 2))
    ('13,33', '7', '0,5')
    """
    return str(value) if value.denominator == 1 else f"{float(value):.2f}".rstrip("0").replace(".", ",")


def multiple(times: int, value: Fraction | int) -> str:
    """
    >>> multiple(1, 20), multiple(2, Fraction(1, 3))
    ('20', '2×1/3')
    """
    return number(value) if times == 1 else f"{times}×{number(value)}"
