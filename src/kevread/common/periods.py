"""Half-open periods of days: the first day is in, the end is out. People see and type the inclusive last day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from kevread.common.words import plain

EARLIEST, LATEST = date(1901, 7, 1), date(2100, 12, 31)  # days that people may type


class DateRange(Protocol):
    """What the database gives back for a daterange."""

    lower: date | None
    upper: date | None


def year_typed(text: str) -> int:
    """The year that an address says; 0 for what is none that people may type.

    >>> year_typed("2026"), year_typed("0000"), year_typed("²²²²"), year_typed("20260")
    (2026, 0, 0, 0)
    """
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if EARLIEST.year < year <= LATEST.year else 0


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` (in) to `end` (out). `start` None: since always or since unknown; `end` None: until further notice.

    >>> Period.through(date(2024, 1, 1), date(2024, 12, 31))
    Period(start=datetime.date(2024, 1, 1), end=datetime.date(2025, 1, 1))
    >>> date(2024, 12, 31) in Period.through(date(2024, 1, 1), date(2024, 12, 31))
    True
    >>> Period(date(2025, 1, 1), date(2024, 1, 1))
    Traceback (most recent call last):
    ValueError: La fin (31 décembre 2023) précède le début (1er janvier 2025).
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end <= self.start:
            last = self.end - timedelta(days=1)
            raise ValueError(f"La fin ({day_in_words(last)}) précède le début ({day_in_words(self.start)}).")

    @classmethod
    def through(cls, start: date | None, last: date | None) -> "Period":
        """From the days that people type: both included.

        >>> Period.through(date(2026, 1, 1), date.max)
        Traceback (most recent call last):
        ValueError: Une date entre le 1er juillet 1901 et le 31 décembre 2100 est attendue.
        """
        if last == date.max:  # there is no day after
            raise ValueError(out_of_calendar())
        return cls(start, last + timedelta(days=1) if last else None)

    @classmethod
    def of(cls, value: "DateRange | Period") -> "Period":
        if isinstance(value, Period):
            return value
        return cls(value.lower, value.upper)

    @property
    def last(self) -> date | None:
        """The last day included, as people say it."""
        return self.end - timedelta(days=1) if self.end else None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def covers(self, other: "Period") -> bool:
        """Whether every day of another is one of its own.

        >>> year, march = Period(date(2024, 1, 1), date(2025, 1, 1)), Period(date(2024, 3, 1), date(2024, 4, 1))
        >>> year.covers(march), year.covers(year), march.covers(year), Period().covers(year), year.covers(Period())
        (True, True, False, True, False)
        >>> year.covers(Period(date(2023, 12, 31), date(2025, 1, 1))), year.covers(Period(date(2024, 1, 1), date(2025, 1, 2)))
        (False, False)
        """
        return (self.start is None or (other.start is not None and self.start <= other.start)) and (
            self.end is None or (other.end is not None and other.end <= self.end)
        )

    def overlaps(self, other: "Period") -> bool:
        """
        >>> Period(date(2024, 1, 1), date(2025, 1, 1)).overlaps(Period(date(2025, 1, 1)))
        False
        """
        return (self.end is None or other.start is None or other.start < self.end) and (
            other.end is None or self.start is None or self.start < other.end
        )


MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def add_months(day: date, months: int) -> date:
    """The same day of another month; the last one there, where it has no such day.

    >>> add_months(date(2026, 1, 31), 1).isoformat(), add_months(date(2026, 11, 24), 12).isoformat()
    ('2026-02-28', '2027-11-24')
    """
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_in_words(day: date) -> str:
    """
    >>> day_in_words(date(2026, 3, 1))
    '1er mars 2026'
    """
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def day_from_words(text: str) -> date | None:
    """The day that somebody wrote in words, its month whole or cut short; None when it is none.

    >>> day_from_words("1er janvier 2025").isoformat(), day_from_words("le 6 Juin 2024").isoformat()
    ('2025-01-01', '2024-06-06')
    >>> day_from_words("12 sept. 2024").isoformat(), day_from_words("3 aout 24").isoformat()
    ('2024-09-12', '2024-08-03')
    >>> day_from_words("31 février 2024"), day_from_words("6 ju 2024"), day_from_words("juin 2024")
    (None, None, None)
    """
    said = re.fullmatch(r"(?:le )?(\d{1,2})(?:er)? ([a-z]{3,})\.? (\d{4}|\d\d)", plain(" ".join(text.split())))
    if said is None:
        return None
    months = [place for place, name in enumerate(MONTHS, start=1) if plain(name).startswith(said[2])]
    if len(months) != 1:
        return None
    year = int(said[3])
    try:
        return date(year + 2000 if year < 100 else year, months[0], int(said[1]))
    except ValueError:
        return None


def hour_in_words(at: datetime) -> str:
    """
    >>> hour_in_words(datetime(2026, 11, 24, 18, 5)), hour_in_words(datetime(2026, 11, 24, 9, 0))
    ('18 h 05', '9 h')
    """
    return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"


def out_of_calendar() -> str:
    return f"Une date entre le {day_in_words(EARLIEST)} et le {day_in_words(LATEST)} est attendue."


def turning_points(within: Period, periods: list[Period]) -> list[date]:
    """The days, inside `within`, on which something starts or ends: between two of them nothing changes.

    A rule that holds on each of these days holds on every day of `within`.

    >>> turning_points(Period(date(2026, 1, 1), date(2027, 1, 1)), [Period(date(2025, 1, 1), date(2026, 6, 1))])
    [datetime.date(2026, 1, 1), datetime.date(2026, 6, 1)]
    """
    edges = {within.start} | {edge for period in periods for edge in (period.start, period.end)}
    return sorted(day for day in edges if day and day in within)


def period_of(text: str) -> Period:
    """A daterange as PostgreSQL writes it in JSON.

    >>> period_of("[2026-01-01,2027-01-01)"), period_of("[2026-01-01,)").end
    (Period(start=datetime.date(2026, 1, 1), end=datetime.date(2027, 1, 1)), None)
    """
    start, _, end = text.strip("[()]").partition(",")
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)
