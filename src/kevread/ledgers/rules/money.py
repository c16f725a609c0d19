"""Amounts in cents, exact: how they are written, and how one is shared. Pure."""

from collections.abc import Sequence

MINUS = "−"


def euros(cents: int) -> str:
    """Always with its cents: what stands in a column is aligned. With the spaces of a keyboard.

    >>> euros(125_050), euros(4_000), euros(-1_230), euros(0)
    ('1 250,50 €', '40,00 €', '− 12,30 €', '0,00 €')
    """
    whole, part = divmod(abs(cents), 100)
    said = f"{whole:,}".replace(",", " ") + f",{part:02} €"
    return f"{MINUS} {said}" if cents < 0 else said


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
