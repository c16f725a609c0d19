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


IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]){11,30}\b")


def wrong_ibans(text: str) -> list[str]:
    """What reads as an IBAN and is none: its last check fails (ISO 13616, remainder 1 modulo 97).

    >>> wrong_ibans("Virement : FR76 3000 6000 0112 3456 7890 189, ou chèque à notre ordre.")
    []
    >>> wrong_ibans("Virement : FR76 3000 6000 0112 3456 7890 198")
    ['FR76 3000 6000 0112 3456 7890 198']
    """
    found = []
    for one in IBAN.findall(text):
        plain = one.replace(" ", "")
        digits = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
        if int(digits) % 97 != 1:
            found.append(one)
    return found


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
