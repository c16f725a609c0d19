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


UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")


def spelled(number: int, *, ends: bool = True) -> str:
    """A whole number below a billion, in words. `ends`: nothing but a noun follows, so that « cents » and « quatre-vingts »
    take their s.

    >>> [spelled(one) for one in (0, 17, 21, 70, 71, 80, 81, 91, 99)]
    ['zéro', 'dix-sept', 'vingt et un', 'soixante-dix', 'soixante et onze', 'quatre-vingts', 'quatre-vingt-un', \
'quatre-vingt-onze', 'quatre-vingt-dix-neuf']
    >>> spelled(200), spelled(201), spelled(1_000), spelled(1_100), spelled(80_000), spelled(200_300)
    ('deux cents', 'deux cent un', 'mille', 'mille cent', 'quatre-vingt mille', 'deux cent mille trois cents')
    >>> spelled(1_000_000), spelled(200_000_080)
    ('un million', 'deux cents millions quatre-vingts')
    """
    for size, noun in ((1_000_000, "million"), (1_000, "mille")):
        many, rest = divmod(number, size)
        if many:
            plural = noun == "million"
            head = "" if many == 1 and not plural else f"{spelled(many, ends=plural)} "
            said = f"{head}{noun}{'s' if plural and many > 1 else ''}"
            return f"{said} {spelled(rest, ends=ends)}" if rest else said
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = "cent" if hundreds == 1 else f"{UNITS[hundreds]} cent"
        return f"{head} {spelled(rest, ends=ends)}" if rest else head + ("s" if hundreds > 1 and ends else "")
    if number < len(UNITS):
        return UNITS[number]
    ten, unit = divmod(number, 10)
    unit += 10 if ten in (7, 9) else 0
    if not unit:
        return TENS[ten] + ("s" if ten == 8 and ends else "")
    return f"{TENS[ten]} et {UNITS[unit]}" if unit in (1, 11) and ten < 8 else f"{TENS[ten]}-{UNITS[unit]}"


def euros_in_words(cents: int) -> str:
    """An amount as a receipt spells it.

    >>> euros_in_words(30_000), euros_in_words(100), euros_in_words(125_050), euros_in_words(101), euros_in_words(5)
    ('trois cents euros', 'un euro', 'mille deux cent cinquante euros et cinquante centimes', 'un euro et un centime', \
'cinq centimes')
    >>> euros_in_words(100_000_000), euros_in_words(120_000_001)
    ('un million d’euros', 'un million deux cent mille euros et un centime')
    """
    whole, part = divmod(cents, 100)
    parts = []
    if whole:
        link = " d’" if whole % 1_000_000 == 0 else " "
        parts.append(f"{spelled(whole)}{link}euro{'s' if whole > 1 else ''}")
    if part or not whole:
        parts.append(f"{spelled(part)} centime{'s' if part > 1 else ''}")
    return " et ".join(parts)
