"""Parts of a whole, kept in basis points (10 000 make the whole), read and typed in per cent. Pure."""

import re

WHOLE = 10_000
TYPED = re.compile(r"([0-9]{1,5})(?:[.,]([0-9]{1,2}))?%?", re.ASCII)
FIXED, NARROW = "\u00a0", "\u202f"


def percent(points: int) -> str:
    """Basis points as they are read, on one line.

    >>> [percent(points).replace(FIXED, " ").replace(NARROW, " ") for points in (2_500, 3_333, 4_250, 0, 1_000_000)]
    ['25 %', '33,33 %', '42,5 %', '0 %', '10 000 %']
    """
    return f"{bare_percent(points)}{FIXED}%"


def bare_percent(points: int) -> str:
    """Without the sign, as a field holds it.

    >>> bare_percent(1_250), bare_percent(405)
    ('12,5', '4,05')
    """
    whole, part = divmod(points, 100)
    said = f"{whole:,}".replace(",", NARROW)
    return f"{said},{part:02}".rstrip("0") if part else said


def points_of(typed: str) -> int:
    """What somebody typed, in basis points. ValueError for what is no percentage, two decimals at most: nothing is guessed.

    >>> points_of("25"), points_of("12,5 %"), points_of("33.33"), points_of("0,05")
    (2500, 1250, 3333, 5)
    >>> points_of("un quart")
    Traceback (most recent call last):
    ValueError: un quart
    """
    found = TYPED.fullmatch("".join(typed.split()))
    if found is None:
        raise ValueError(typed)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
