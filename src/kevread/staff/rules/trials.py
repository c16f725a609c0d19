"""The longest trial that somebody may be asked: its last day, and what says so. Pure.

Of a contract of no term, the months that the collective agreement gives to the group, from the first day, which counts. Of a
contract of a term, what the labour code allows (L1242-10): a day each whole week, two weeks at most, when it is agreed for six
months or less, a month beyond; what the agreement gives where that is shorter. Of an apprenticeship, none is agreed (L6222-18).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from kevread.common.periods import Period

from .calendar import whole_months

CDI, CDD = "cdi", "cdd"
BY_LAW = "le code du travail (L1242-10)"
MOST_DAYS = 14  # of a contract of six months or less


@dataclass(frozen=True, slots=True)
class Longest:
    """`by`: what gives so much, as one says « … donne … »."""

    last: date
    by: str
    length: str


def longest(kind: str, period: Period, months: int, by: str) -> Longest | None:
    """`months`: what the agreement gives to the group, 0 where it says nothing; `by`: how one calls it. None: nothing is known
    of it, or none may be agreed.

    >>> first = date(2026, 10, 5)
    >>> longest("cdi", Period(first), 2, "la convention")
    Longest(last=datetime.date(2026, 12, 4), by='la convention', length='2 mois')
    >>> str(longest("cdi", Period(date(2026, 1, 31)), 1, "la convention").last)
    '2026-02-28'
    >>> longest("cdi", Period(first), 0, "la convention"), longest("apprentice", Period(first, date(2028, 1, 1)), 2, "")
    (None, None)

    Three weeks: three days. Six months: two weeks; a day more: a month, or less where the agreement gives less.

    >>> of_a_term = lambda last, months=0: longest("cdd", Period.through(first, last), months, "la convention")
    >>> of_a_term(date(2026, 10, 25)).length, str(of_a_term(date(2026, 10, 25)).last), of_a_term(date(2026, 10, 10))
    ('3 jours', '2026-10-07', None)
    >>> of_a_term(date(2027, 4, 4)).length, of_a_term(date(2027, 4, 5)).length, of_a_term(date(2027, 4, 5), 2).by == BY_LAW
    ('14 jours', '1 mois', True)
    """
    start, end = period.start, period.end
    assert start is not None
    agreed = Longest(months_from(start, months), by, f"{months} mois") if months else None
    if kind == CDI:
        return agreed
    if kind != CDD or end is None:
        return None
    if end > whole_months(start, 6):
        law = Longest(months_from(start, 1), BY_LAW, "1 mois")
    elif days := min((end - start).days // 7, MOST_DAYS):
        law = Longest(start + timedelta(days=days - 1), BY_LAW, f"{days} jour{'s' if days > 1 else ''}")
    else:
        return None
    return min((one for one in (law, agreed) if one), key=lambda one: one.last)


def months_from(start: date, months: int) -> date:
    """The last day of so many months, the first day counting.

    >>> str(months_from(date(2026, 10, 5), 1)), str(months_from(date(2026, 11, 30), 3))
    ('2026-11-04', '2027-02-28')
    """
    return whole_months(start, months) - timedelta(days=1)
