"""The delays that law gives, in settings of the charter."""

from calendar import monthrange
from datetime import date, datetime, timedelta

ANSWER, BREACH = "L10.1.answer_months", "L10.1.breach_hours"


def answer_by(received: date, months: int) -> date:
    """The last day to answer somebody: the same day, so many months later, or the last of a month that is too short.

    >>> answer_by(date(2026, 11, 27), 1), answer_by(date(2026, 1, 31), 1), answer_by(date(2026, 12, 15), 1)
    (datetime.date(2026, 12, 27), datetime.date(2026, 2, 28), datetime.date(2027, 1, 15))
    """
    year, month = divmod(received.month - 1 + months, 12)
    year, month = received.year + year, month + 1
    return date(year, month, min(received.day, monthrange(year, month)[1]))


def notify_by(known: datetime, hours: int) -> datetime:
    """The last moment to tell the authority of a breach, from when it was known.

    >>> notify_by(datetime(2026, 11, 27, 9), 72)
    datetime.datetime(2026, 11, 30, 9, 0)
    """
    return known + timedelta(hours=hours)
