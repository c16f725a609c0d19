"""Fractions as files write them: short, exact, and never a power that nobody has the room to compute."""

import re
from fractions import Fraction
from typing import Annotated, Any

from kevread.common.reading import ReadBy
from kevread.common.words import spelled

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

NAMED = {
    Fraction(1, 4): "le quart",
    Fraction(1, 3): "le tiers",
    Fraction(1, 2): "la moitié",
    Fraction(2, 3): "les deux tiers",
    Fraction(3, 4): "les trois quarts",
    Fraction(1): "la totalité",
}
PARTS = {5: "cinquième", 6: "sixième", 7: "septième", 8: "huitième", 9: "neuvième", 10: "dixième"}


def share_in_words(share: Fraction) -> str:
    """A share as one says it: no fraction is left to compute, where French has a word or a percentage is exact.

    >>> [share_in_words(Fraction(*one)) for one in ((2, 3), (1, 5), (3, 5), (11, 20), (1, 8))]
    ['les deux tiers', 'un cinquième', 'trois cinquièmes', '55 %', 'un huitième']
    >>> share_in_words(Fraction(5, 13)), share_in_words(Fraction(0))
    ('5 parts sur 13', 'zéro')
    """
    if not share:
        return "zéro"
    if share in NAMED:
        return NAMED[share]
    if share.denominator in PARTS and share < 1:
        word = PARTS[share.denominator]
        return f"{spelled(share.numerator)} {word}{'s' if share.numerator > 1 else ''}"
    if (share * 100).denominator == 1:
        return f"{share * 100} %"
    return f"{share.numerator} parts sur {share.denominator}"


def of_share(share: Fraction) -> str:
    """
    >>> [of_share(Fraction(*one)) for one in ((2, 3), (1, 4), (3, 5), (1, 2))]
    ['des deux tiers', 'du quart', 'de trois cinquièmes', 'de la moitié']
    """
    said = f"de {share_in_words(share)}"
    return said.replace("de les ", "des ", 1).replace("de le ", "du ", 1)
