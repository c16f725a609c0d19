"""The delays that law gives, in settings of the charter."""

from calendar import monthrange
from datetime import date, datetime, timedelta

ANSWER, BREACH = "L10.1.answer_months", "L10.1.breach_hours"
MORE_MONTHS = 2  # by which the law lets an answer be put off, once whoever asked is told so and why (art. 12)


def answer_by(received: date, months: int) -> date:
    """The last day to answer somebody: the same day, so many months later, or the last of a month that is too short.

    >>> answer_by(date(2026, 11, 27), 1), answer_by(date(2026, 1, 31), 1), answer_by(date(2026, 12, 15), 1)
    (datetime.date(2026, 12, 27), datetime.date(2026, 2, 28), datetime.date(2027, 1, 15))
    """
    year, month = divmod(received.month - 1 + months, 12)
    year, month = received.year + year, month + 1
    return date(year, month, min(received.day, monthrange(year, month)[1]))


def due_by(received: date, months: int, extended: date | None, on: date) -> date:
    """The last day to answer, as it was known on a day: put off from the day on which that was told.

    >>> asked, told = date(2026, 11, 27), date(2026, 12, 20)
    >>> due_by(asked, 1, told, date(2026, 12, 19)), due_by(asked, 1, told, told), due_by(asked, 1, None, told)
    (datetime.date(2026, 12, 27), datetime.date(2027, 2, 27), datetime.date(2026, 12, 27))
    """
    more = MORE_MONTHS if extended and extended <= on else 0
    return answer_by(received, months + more)


def notify_by(known: datetime, hours: int) -> datetime:
    """The last moment to tell the authority of a breach, from when it was known.

    >>> notify_by(datetime(2026, 11, 27, 9), 72)
    datetime.datetime(2026, 11, 30, 9, 0)
    """
    return known + timedelta(hours=hours)


def is_late(by: datetime, done: datetime | None, now: datetime) -> bool:
    """Done after its last moment; or not done, and it is over.

    >>> by, after = datetime(2026, 11, 30, 9), datetime(2026, 11, 30, 9, 1)
    >>> is_late(by, None, by), is_late(by, None, after), is_late(by, by, after), is_late(by, after, after)
    (False, True, False, True)
    """
    return (done or now) > by


def answered_late(by: date, answered: date | None, on: date) -> bool:
    """The same of an answer, in days.

    >>> by, after = date(2026, 12, 27), date(2026, 12, 28)
    >>> answered_late(by, None, by), answered_late(by, None, after)
    (False, True)
    >>> answered_late(by, by, after), answered_late(by, after, after)
    (False, True)
    """
    return (answered or on) > by
