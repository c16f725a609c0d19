"""Days on which nobody works in France: Saturdays, Sundays, public holidays. Pure."""

from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5
WEEKEND = {5: "un samedi", 6: "un dimanche"}


@cache
def public_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("FR", years=year, language="fr"))


def is_working(day: date) -> bool:
    """
    >>> is_working(date(2026, 5, 15)), is_working(date(2026, 5, 16)), is_working(date(2026, 5, 1))
    (True, False, False)
    """
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def off(day: date) -> str:
    """What a day is, that is not worked.

    >>> off(date(2026, 5, 16)), off(date(2026, 5, 1))
    ('un samedi', 'un jour férié')
    """
    return WEEKEND.get(day.weekday(), "un jour férié")


def near(day: date, *, forward: bool) -> date:
    """The next working day, or the one before.

    >>> near(date(2026, 5, 16), forward=False).isoformat(), near(date(2027, 5, 1), forward=True).isoformat()
    ('2026-05-15', '2027-05-03')
    """
    while not is_working(day):
        day += timedelta(days=1 if forward else -1)
    return day
