"""A comparison kept with its numbers: a verdict shows the sum that decides it. Pure."""

import operator
from dataclasses import dataclass
from fractions import Fraction

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


WORDS = {"≥": "atteint", ">": "dépasse", "≤": "ne dépasse pas", "<": "n’atteint pas"}


def sum_in_words(shown: str) -> str:
    """The operation as people read it: no sign of inequality is shown to anybody, and no number changes.

    >>> sum_in_words("3×20 ≥ 2×30"), sum_in_words("2×1 ≤ 4"), sum_in_words("20 < 20 + 3")
    ('3×20 atteint 2×30', '2×1 ne dépasse pas 4', '20 n’atteint pas 20 + 3')
    >>> sum_in_words("10 = 10"), sum_in_words("0 voix exprimée")
    ('10 = 10', '0 voix exprimée')
    """
    return " ".join(WORDS.get(word, word) for word in shown.split(" "))


def multiple(times: int, value: Fraction | int) -> str:
    """
    >>> multiple(1, 20), multiple(2, Fraction(1, 3))
    ('20', '2×1/3')
    """
    return number(value) if times == 1 else f"{times}×{number(value)}"
