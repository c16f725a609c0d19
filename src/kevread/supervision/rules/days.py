"""What is due, and until when; days that are asked, and the halves of them."""

from collections import Counter
from datetime import date, datetime, timedelta
from math import ceil

from kevread.common.periods import add_months, day_in_words

SATURDAY = 5


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


def days_in_words(first: date, last: date, from_noon: bool = False, until_noon: bool = False) -> str:
    """Which days, and from or until noon.

    >>> day = date(2027, 3, 1)
    >>> days_in_words(day, day), days_in_words(day, day, from_noon=True), days_in_words(day, day, until_noon=True)
    ('le 1er mars 2027', 'le 1er mars 2027, l’après-midi', 'le 1er mars 2027, le matin')
    >>> days_in_words(day, date(2027, 3, 5)), days_in_words(day, date(2027, 3, 5), True, True)
    ('du 1er mars 2027 au 5 mars 2027', 'du 1er mars 2027 à midi au 5 mars 2027 à midi')
    """
    noon = " à midi"
    if first != last:
        return (
            f"du {day_in_words(first)}{noon if from_noon else ''} au {day_in_words(last)}{noon if until_noon else ''}"
        )
    part = ", l’après-midi" if from_noon else ", le matin" if until_noon else ""
    return f"le {day_in_words(first)}{part}"


def length_in_words(wanted: range) -> str:
    """How long these halves are, from Monday to Friday; nothing where all of them are of a week-end.

    >>> monday, friday, sunday = date(2027, 3, 1), date(2027, 3, 5), date(2027, 3, 7)
    >>> length_in_words(halves(monday, sunday, False, False)), length_in_words(halves(monday, friday, True, False))
    ('5 jours', '4 jours et demi')
    >>> [length_in_words(halves(day, day, noon, False)) for day, noon in ((monday, True), (monday, False), (sunday, False))]
    ['une demi-journée', 'un jour', '']
    >>> length_in_words(halves(friday, date(2027, 3, 8), True, True))
    '2 demi-journées'
    """
    days = Counter(half // 2 for half in wanted if date.fromordinal(half // 2).weekday() < SATURDAY)
    number = sum(days.values())
    if number == 1:
        return "une demi-journée"
    if set(days.values()) == {1}:
        return f"{number} demi-journées"
    whole = "un jour" if number // 2 == 1 else f"{number // 2} jours"
    return f"{whole}{' et demi' if number % 2 else ''}" if number else ""


def halves(first: date, last: date, from_noon: bool, until_noon: bool) -> range:
    """The half days, each by its number: the morning of a day, then its afternoon.

    >>> one, next_day = date(2027, 3, 1), date(2027, 3, 2)
    >>> [len(halves(one, one, *noon)) for noon in ((False, False), (True, False), (False, True))]
    [2, 1, 1]
    >>> set(halves(one, one, False, True)) & set(halves(one, next_day, True, False))
    set()
    """
    return range(first.toordinal() * 2 + from_noon, last.toordinal() * 2 + 2 - until_noon)
