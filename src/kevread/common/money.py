"""Amounts in whole cents, exact: how people type them, how they are read, how one is shared. Pure."""

import re
from collections.abc import Sequence

MINUS = "−"
AMOUNT = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?|([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{2})", re.ASCII)


def euros(cents: int, *, aligned: bool = False) -> str:
    """An amount as it is read, with the spaces of a keyboard. `aligned`: with its cents even when there are none, as in a
    column of figures.

    >>> euros(125_050), euros(4_000), euros(5), euros(-1_230), euros(0)
    ('1 250,50 €', '40 €', '0,05 €', '− 12,30 €', '0 €')
    >>> euros(4_000, aligned=True), euros(-400_000, aligned=True)
    ('40,00 €', '− 4 000,00 €')
    """
    whole, part = divmod(abs(cents), 100)
    said = f"{whole:,}".replace(",", " ") + (f",{part:02}" if part or aligned else "") + " €"
    return f"{MINUS} {said}" if cents < 0 else said


def cents_of(typed: str) -> int:
    """What somebody typed, or what a file says, in cents. ValueError when it is not an amount: nothing is guessed.

    >>> cents_of("1 250,50 €"), cents_of("40"), cents_of("0,5"), cents_of("1.250,00"), cents_of("12.30 euros")
    (125050, 4000, 50, 125000, 1230)
    >>> cents_of("1.250")
    Traceback (most recent call last):
    ValueError: 1.250
    """
    plain = re.sub(r"(?:€|eur|euros?)$", "", "".join(typed.split()).replace("\u202f", "").casefold())
    found = AMOUNT.fullmatch(plain)
    if found is None or len(plain) > 20:
        raise ValueError(typed)
    whole, part = (found[1], found[2]) if found[1] else (found[3].replace(".", ""), found[4])
    return int(whole) * 100 + int((part or "0").ljust(2, "0"))


def shared(cents: int, weights: Sequence[int]) -> list[int]:
    """An amount, shared by these weights to the cent, by largest remainder: the shares make the amount, whatever its sign;
    between equal remainders, the first is served. ValueError when no weight is above zero, or one is below.

    >>> shared(100, [1, 1, 1]), shared(-100, [1, 1, 1]), shared(1, [0, 5])
    ([34, 33, 33], [-34, -33, -33], [0, 1])
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("Nothing to share by.")
    sign, whole = (-1, -cents) if cents < 0 else (1, cents)
    shares = [whole * weight // total for weight in weights]
    left = whole - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda place: -(whole * weights[place] % total))
    for place in by_remainder[:left]:
        shares[place] += 1
    return [sign * share for share in shares]
