"""What is due, and until when."""

from datetime import date, datetime, timedelta
from math import ceil

from kevread.common.periods import add_months


def due_on(months: int, hired_on: date, last: date | None) -> date:
    """The last day of what is done again every so many months: since it was done, or since somebody was hired.

    >>> due_on(12, date(2025, 3, 1), None), due_on(12, date(2020, 3, 1), date(2026, 5, 4))
    (datetime.date(2026, 3, 1), datetime.date(2027, 5, 4))
    """
    return add_months(last or hired_on, months)


def last_day(days: int, raised_on: date) -> date:
    """The last day on which what was asked in writing is waited for: that day is in time.

    >>> last_day(15, date(2026, 11, 24))
    datetime.date(2026, 12, 9)
    """
    return raised_on + timedelta(days=days)


def hours_left(hours: int, raised_at: datetime, now: datetime) -> int:
    """Whole hours that remain, the one under way counted; below zero once it is late.

    >>> raised = datetime(2026, 11, 24, 9)
    >>> [hours_left(48, raised, raised + timedelta(hours=passed)) for passed in (0, 47.5, 48, 50)]
    [48, 1, 0, -2]
    """
    return ceil((raised_at + timedelta(hours=hours) - now) / timedelta(hours=1))
