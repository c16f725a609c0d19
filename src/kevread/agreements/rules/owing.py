"""The days on which something that was promised is due, and how each stands. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kevread.common.periods import add_months

EVERY = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}  # in months; « once » is not among them
YEAR = 12  # months
AHEAD = timedelta(days=365)  # how far ahead one looks


class Balance(Enum):
    """How something that is due stands, in words."""

    KEPT = "Tenu"
    CONTESTED = "Contesté"
    LATE = "En retard"
    DUE = "Attendu"


@dataclass(frozen=True, slots=True)
class Window:
    """From the day after the one before, to the day on which it is due."""

    first: date
    due: date

    def __contains__(self, day: object) -> bool:
        assert isinstance(day, date)
        return self.first <= day <= self.due


def windows(cadence: str, first_due: date, starts_on: date, until: date) -> list[Window]:
    """Each time that it is due, to a day. What is due once has one window, of the year that ends that day; what comes back,
    windows as long as its interval; none begins before the agreement.

    >>> [one.due.isoformat() for one in windows("half-yearly", date(2026, 1, 31), date(2026, 1, 1), date(2027, 1, 31))]
    ['2026-01-31', '2026-07-31', '2027-01-31']
    >>> found = windows("monthly", date(2026, 1, 31), date(2026, 1, 1), date(2026, 3, 30))
    >>> [(one.first.isoformat(), one.due.isoformat()) for one in found]
    [('2026-01-01', '2026-01-31'), ('2026-02-01', '2026-02-28')]
    >>> windows("yearly", date(2026, 6, 30), date(2025, 1, 1), date(2026, 12, 31))[0].first.isoformat()
    '2025-07-01'
    >>> windows("once", date(2026, 3, 1), date(2026, 1, 1), date(2026, 2, 28))
    []
    >>> windows("once", date(2026, 3, 1), date(2024, 1, 1), date(2026, 3, 1))[0].first.isoformat()
    '2025-03-02'
    """
    found: list[Window] = []
    before, due, turn = starts_on - timedelta(days=1), first_due, 0
    before = max(before, add_months(first_due, -EVERY.get(cadence, YEAR)))
    while due <= until:
        found.append(Window(min(before + timedelta(days=1), due), due))
        if cadence not in EVERY:
            break
        turn += 1
        before, due = due, add_months(first_due, turn * EVERY[cadence])
    return found


def windows_upon(days: Iterable[date], first: date, within: int, until: date) -> list[Window]:
    """What is due upon events: a window for each day on which one happened, from the first day that counts to the last, both
    included; it may end later. `within` is in days.

    >>> days = [date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 10), date(2026, 4, 1)]
    >>> found = windows_upon(days, date(2026, 3, 10), 15, date(2026, 3, 31))
    >>> [(one.first.isoformat(), one.due.isoformat()) for one in found]
    [('2026-03-10', '2026-03-25')]
    """
    return [Window(day, day + timedelta(days=within)) for day in sorted(set(days)) if first <= day <= until]


def balance(is_kept: bool, is_contested: bool, by: date, on: date) -> Balance:
    """What is kept is kept, even late; what was said to be and is contested is neither; the day itself is in time.

    >>> day = date(2026, 11, 24)
    >>> [balance(False, False, by, day).name for by in (date(2026, 11, 23), day)]
    ['LATE', 'DUE']
    >>> balance(True, True, day, day).name, balance(False, True, day, day).name
    ('KEPT', 'CONTESTED')
    """
    if is_kept:
        return Balance.KEPT
    if is_contested:
        return Balance.CONTESTED
    return Balance.LATE if by < on else Balance.DUE


def counts(those: Sequence[Balance]) -> dict[Balance, int]:
    """How many of each, for the balance of a party."""
    return {one: those.count(one) for one in Balance}
