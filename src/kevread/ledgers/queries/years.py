"""The days of the years of an organisation, each named by the one in which it closes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kevread.common.periods import Period
from kevread.decisions.queries.approvals import end_of_month
from kevread.directory.models import Organisation
from kevread.ledgers.queries.charges import CLOSING, settings_told

DECEMBER = 12


def days_of_years(organisation: Organisation, years: Iterable[int]) -> dict[int, tuple[date, date]]:
    """The first day of each and the last: the end of the month in force that day; the calendar year where nobody says when it
    closes. One query."""
    rows = settings_told().get((CLOSING, organisation.pk), [])
    told = sorted(rows, key=lambda one: one[0].start or date.min)
    return {year: (closing(year - 1, told) + timedelta(days=1), closing(year, told)) for year in years}


def closing(year: int, told: Sequence[tuple[Period, int]]) -> date:
    """The last day of the year that closes in a calendar year: before anybody said a month, by the first that was said.

    >>> march = date(2026, 3, 1)
    >>> told = [(Period(None, march), 6), (Period(march), 8)]
    >>> f"{closing(2025, told)}", f"{closing(2026, told)}", f"{closing(2026, [])}", f"{closing(2020, told[1:])}"
    ('2025-06-30', '2026-08-31', '2026-12-31', '2020-08-31')
    """
    if not told:
        return end_of_month(year, DECEMBER)
    ends = [end_of_month(year, month) for month in range(1, 13)]
    closed = [end for end in ends if month_on(end, told) == end.month]
    return closed[-1] if closed else end_of_month(year, month_on(ends[-1], told))


def month_on(day: date, told: Sequence[tuple[Period, int]]) -> int:
    begun = [month for period, month in told if period.start is None or period.start <= day]
    return begun[-1] if begun else told[0][1]
