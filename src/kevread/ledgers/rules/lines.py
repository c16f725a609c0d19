"""One line of an accounting file: its day, its account, its amount in cents. Pure; each reader raises Wrong, which says what
would be right."""

import re
from datetime import date
from functools import lru_cache

AMOUNT = re.compile(r"([+-]?)(\d{1,15})(?:[.,](\d*))?")
ACCOUNT = re.compile(r"[1-9][0-9A-Z]{2,19}")
MOST = 10**15  # cents: what a sum keeps well within eight bytes
DECIMAL = (",", ".")
NOTHING = ("0,00", "0.00", "")
SPACES = str.maketrans("", "", " \u00a0\u202f")
SIDES = {"D": 1, "C": -1, "+1": 1, "-1": -1, "1": 1}


class Wrong(ValueError):  # noqa: N818 — it is told to people
    """What is not right of a value, in French."""


@lru_cache(maxsize=4096)
def day_of(text: str) -> date:
    """« 20261231 ».

    >>> day_of("20261231")
    datetime.date(2026, 12, 31)
    """
    if len(text) == 8 and text.isascii() and text.isdigit():
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
    raise Wrong(f"« {text} » n’est pas un jour : il s’écrit année, mois, jour, par exemple 20261231.")


def cents_of(text: str) -> int:
    """An amount, in cents: a comma or a point, spaces between thousands, a sign before; nothing is zero.

    >>> cents_of("1 234,5"), cents_of("-12.00"), cents_of(""), cents_of("0,000")
    (123450, -1200, 0, 0)
    """
    if text in NOTHING:
        return 0  # one side of each line
    if text[-3:-2] in DECIMAL and text[:-3].isdigit() and text[-2:].isdigit() and len(text) < 15 and text.isascii():
        return int(text[:-3] + text[-2:])  # nearly every amount of a file is written so
    text = text.translate(SPACES)
    if not text:
        return 0
    found = AMOUNT.fullmatch(text) if text.isascii() else None
    if found is None:
        raise Wrong(f"« {text} » n’est pas un montant : il s’écrit par exemple 1234,56.")
    sign, whole, after = found.groups()
    after = (after or "").ljust(2, "0")
    if after[2:].strip("0"):
        raise Wrong(f"« {text} » a plus de deux décimales : un montant va jusqu’au centime.")
    cents = int(whole) * 100 + int(after[:2])
    if cents > MOST:
        raise Wrong(f"« {text} » dépasse ce que Kevread sait tenir.")
    return -cents if sign == "-" else cents


@lru_cache(maxsize=8192)
def account_of(text: str) -> str:
    """
    >>> account_of("74100000"), account_of("401DUPONT")
    ('74100000', '401DUPONT')
    """
    if ACCOUNT.fullmatch(text.upper()) is None:
        raise Wrong(f"« {text} » n’est pas un compte : trois caractères au moins, et un chiffre de 1 à 9 d’abord.")
    return text.upper()


def signed(debit: str, credit: str) -> int:
    """The amount of a line: what is debited is positive. Raises Wrong when both sides have one.

    >>> signed("12,00", "0,00"), signed("", "7.5")
    (1200, -750)
    """
    debited, credited = cents_of(debit), cents_of(credit)
    if debited and credited:
        raise Wrong("Cette ligne a un débit et un crédit : elle n’a que l’un des deux.")
    return debited - credited


def sided(amount: str, side: str) -> int:
    """
    >>> sided("12,00", "D"), sided("12,00", "-1")
    (1200, -1200)
    """
    try:
        return SIDES[side.strip().upper()] * cents_of(amount)
    except KeyError:
        raise Wrong(f"« {side} » n’est pas un sens : D pour un débit, C pour un crédit.") from None
