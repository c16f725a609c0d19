"""Fractions as files write them: short, exact, and never a power that nobody has the room to compute."""

import re
from fractions import Fraction
from typing import Annotated, Any

from kevread.common.reading import ReadBy

FRACTION = re.compile(r"[0-9]+/[0-9]+|[0-9]+\.?[0-9]*|\.[0-9]+", re.ASCII)
LONGEST_FRACTION = 40


def read_fraction(value: Any) -> Fraction:
    if not isinstance(value, str) or len(value) > LONGEST_FRACTION or not FRACTION.fullmatch(value):
        raise ValueError(
            'une fraction est attendue, entre guillemets, par exemple "2/3" ou "0.5", en '
            f"{LONGEST_FRACTION} caractères au plus."
        )
    if re.fullmatch(r".*/0+", value):
        raise ValueError("une fraction ne se divise pas par zéro.")
    return Fraction(value)


type Share = Annotated[Fraction, ReadBy(read_fraction)]
