"""What is owed and paid, in whole cents. Nothing here reads a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kevread.membership.rules import Day

SETTING_TARIFF = "tariff"  # what a decision opens, as `decisions.yaml` names it
MOST = 100_000_000  # cents: a million euros, for one line or one payment
GREATEST = 10**13  # of a budget in cents, or of anything that a bracket is measured by
BETWEEN = timedelta(days=15)  # two letters about one line are never nearer
LETTERS = 3  # the call, then two reminders
BRACKETS = 12  # the most that one tariff has
AMOUNT = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?|([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{2})", re.ASCII)
type Basis = Literal["flat", "form", "budget", "size"]
type State = Literal["waived", "paid", "over", "late", "partly", "owed"]
STATES = {
    "owed": "À recevoir",
    "partly": "Reçue en partie",
    "late": "En retard",
    "paid": "Reçue",
    "over": "Trop reçu",
    "waived": "Exonérée",
}


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


def euros(cents: int) -> str:
    """An amount as it is read, with the spaces of a keyboard.

    >>> euros(125050), euros(4000), euros(5), euros(-1230)
    ('1 250,50 €', '40 €', '0,05 €', '- 12,30 €')
    """
    whole, part = divmod(abs(cents), 100)
    sign = "- " if cents < 0 else ""
    return sign + f"{whole:,}".replace(",", " ") + (f",{part:02d}" if part else "") + " €"


@dataclass(frozen=True, slots=True)
class AskedBracket:
    """An amount; for which family, or from how much."""

    cents: int
    form: str = ""
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class AskedTariff:
    """What a decision fixes, as JSON keeps it: from what day, measured by what, and its amounts."""

    basis: Basis
    brackets: tuple[AskedBracket, ...]
    since: Day = None


def rank_of(basis: str, brackets: Sequence[AskedBracket], form: str, measure: int | None) -> int | None:
    """Which bracket an organisation is in; None when no bracket is for it, or when what is measured is not known.

    >>> small, large = AskedBracket(4000), AskedBracket(9000, at_least=5_000_000)
    >>> [rank_of("budget", [small, large], "", one) for one in (0, 4_999_999, 5_000_000, None)]
    [0, 0, 1, None]
    >>> rank_of("form", [AskedBracket(4000, "association")], "mutual", None) is None
    True
    >>> rank_of("flat", [small], "mutual", None)
    0
    """
    if basis == "flat":
        return 0
    if basis == "form":
        return next((rank for rank, one in enumerate(brackets) if one.form == form), None)
    if measure is None:
        return None
    return max((rank for rank, one in enumerate(brackets) if one.at_least <= measure), default=None)


def state_of(owed: int, paid: int, due_on: date, on: date) -> State:
    """How a line stands on a day. It says nothing of the membership: owing removes nobody.

    >>> day, next_day = date(2026, 3, 31), date(2026, 4, 1)
    >>> state_of(4000, 0, day, day), state_of(4000, 1000, day, day), state_of(4000, 1000, day, next_day)
    ('owed', 'partly', 'late')
    >>> state_of(4000, 4000, day, next_day), state_of(4000, 8000, day, next_day), state_of(0, 0, day, next_day)
    ('paid', 'over', 'waived')
    """
    if paid > owed:
        return "over"
    if paid == owed:
        return "paid" if owed else "waived"
    if on > due_on:
        return "late"
    return "partly" if paid else "owed"


def next_letter(last: int | None, sent_on: date | None, due_on: date, on: date) -> int | None:
    """The rank of the next letter about a line that owes something: 0, the call; then 1 and 2, once the day is over. None: it
    is too soon, or all were sent.

    >>> first, due, after = date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)
    >>> next_letter(None, None, due, due), next_letter(0, first, due, due), next_letter(0, first, due, after)
    (0, None, 1)
    >>> next_letter(1, after, due, date(2026, 4, 15)), next_letter(1, after, due, date(2026, 4, 16))
    (None, 2)
    >>> next_letter(2, after, due, date(2026, 12, 1)) is None
    True
    """
    if last is None or sent_on is None:
        return 0
    if last + 1 >= LETTERS or on <= due_on or on < sent_on + BETWEEN:
        return None
    return last + 1
