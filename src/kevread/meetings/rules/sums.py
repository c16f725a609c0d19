"""A comparison kept with its numbers: a verdict shows the sum that decides it, true as it is written. Pure."""

import operator
from dataclasses import dataclass
from fractions import Fraction

SIGNS = {">": operator.gt, "≥": operator.ge, "=": operator.eq}


@dataclass(frozen=True, slots=True)
class Sum:
    holds: bool
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

    >>> compare(20, "≥", 30, times=(3, 2))
    Sum(holds=True, shown='3×20 ≥ 2×30')
    >>> compare(1, ">", 4, times=(2, 1))
    Sum(holds=False, shown='2×1 ≤ 4')
    >>> compare(20, "=", 20, plus=Fraction(3))
    Sum(holds=False, shown='20 < 20 + 3')
    """
    have, need = times[0] * left, times[1] * right + (plus or 0)
    holds = SIGNS[sign](have, need)
    instead = "≤" if sign == ">" else "<" if have < need else ">"
    shown = f"{multiple(times[0], left)} {sign if holds else instead} {multiple(times[1], right)}"
    return Sum(holds, shown if plus is None else f"{shown} + {number(plus)}")


def multiple(times: int, value: Fraction | int) -> str:
    """
    >>> multiple(1, 20), multiple(2, Fraction(1, 3))
    ('20', '2×1/3')
    """
    return number(value) if times == 1 else f"{times}×{number(value)}"
