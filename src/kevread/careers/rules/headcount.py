"""How many people an employer employs in the sense of the law (L1111-2), and whether it did so for long enough. Pure.

Without a term, full time: one. Part time: its share of a full time. For a term: its share, over the days that it ran in the
twelve months that end that day. Who replaces somebody, and who learns by an apprenticeship, are not counted: those are not
given here. Everything is in hundredths of a person, exactly.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kevread.common.periods import Period, add_months

DAY = timedelta(days=1)
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Work:
    """A contract as it counts: its days, and the share of a full time that it agrees, from when to when."""

    is_for_a_term: bool
    days: Period
    shares: tuple[tuple[Period, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Headcount:
    """So many hundredths for sure, and contracts whose time nobody wrote: each is between nothing and one person more."""

    sure: Fraction
    unknown: int = 0

    @property
    def most(self) -> Fraction:
        return self.sure + WHOLE * self.unknown

    @property
    def people(self) -> float:
        return float(self.sure / WHOLE)


def year_before(on: date) -> Period:
    """The twelve months that end that day, included.

    >>> year_before(date(2026, 11, 24))
    Period(start=datetime.date(2025, 11, 25), end=datetime.date(2026, 11, 25))
    """
    return Period(add_months(on, -12) + DAY, on + DAY)


def common_days(first: Period, second: Period) -> int:
    """
    >>> year = Period(date(2026, 1, 1), date(2027, 1, 1))
    >>> common_days(year, Period(date(2026, 12, 31), None)), common_days(year, Period(None, date(2026, 1, 1)))
    (1, 0)
    """
    starts = [one.start for one in (first, second) if one.start]
    ends = [one.end for one in (first, second) if one.end]
    if not starts or not ends:
        raise ValueError("The days that two endless periods share are not counted.")
    return max(0, (min(ends) - max(starts)).days)


def as_counted(share: int, whole_from: int) -> int:
    """A share of a full time, in hundredths; from so much on, some agreements count one.

    >>> as_counted(60, 100), as_counted(46, 46), as_counted(45, 46)
    (60, 100, 45)
    """
    return WHOLE if share >= whole_from else share


def of_one(work: Work, on: date, whole_from: int = WHOLE) -> Fraction | None:
    """What one contract counts that day, in hundredths; None where nobody wrote its time.

    >>> since = Period(date(2026, 1, 1), None)
    >>> june = date(2026, 6, 1)
    >>> of_one(Work(False, since, ((since, 100),)), june), of_one(Work(False, since, ((since, 60),)), june)
    (Fraction(100, 1), Fraction(60, 1))
    >>> of_one(Work(False, since, ((since, 60),)), date(2025, 12, 31)), of_one(Work(False, since), june) is None
    (Fraction(0, 1), True)

    For a term: 73 days of 365, at half time, whether it still runs or not.

    >>> term = Period(date(2026, 1, 1), date(2026, 3, 15))
    >>> of_one(Work(True, term, ((term, 50),)), date(2026, 6, 1)), of_one(Work(True, term, ((term, 50),)), date(2027, 6, 1))
    (Fraction(10, 1), Fraction(0, 1))
    >>> long = Period(date(2026, 1, 1), date(2027, 7, 1))
    >>> of_one(Work(True, long, ((long, 50),)), date(2027, 6, 1)), of_one(Work(True, long), date(2027, 6, 1)) is None
    (Fraction(50, 1), True)
    """
    if not work.is_for_a_term:
        if on not in work.days:
            return Fraction(0)
        shares = [share for period, share in work.shares if on in period]
        return Fraction(as_counted(shares[0], whole_from)) if shares else None
    year = year_before(on)
    if not common_days(year, work.days):
        return Fraction(0)
    if not work.shares:
        return None
    days = sum(common_days(year, period) * as_counted(share, whole_from) for period, share in work.shares)
    return Fraction(days, common_days(year, year))


def headcount(works: Collection[Work], on: date, whole_from: int = WHOLE, until: int = 0) -> Headcount:
    """Of an employer, that day. `whole_from`, `until`: an agreement may count one for whoever works that much, as long as
    the employer is under that many people by the law.

    >>> since = Period(date(2026, 1, 1), None)
    >>> team = [Work(False, since, ((since, share),)) for share in (100, 80, 50)]
    >>> headcount(team, date(2026, 6, 1)), headcount(team, date(2026, 6, 1), whole_from=46, until=20).sure
    (Headcount(sure=Fraction(230, 1), unknown=0), Fraction(300, 1))
    >>> headcount(team, date(2026, 6, 1), whole_from=46, until=2).sure, headcount([Work(False, since)], date(2026, 6, 1)).most
    (Fraction(230, 1), Fraction(100, 1))
    >>> two = [Work(False, since, ((since, share),)) for share in (100, 60, 40)]
    >>> headcount(two, date(2026, 6, 1), whole_from=46, until=2).sure, headcount(two, date(2026, 6, 1), 46, 3).sure
    (Fraction(200, 1), Fraction(240, 1))
    """
    found = [of_one(one, on) for one in works]
    by_law = Headcount(sum((one for one in found if one is not None), Fraction(0)), found.count(None))
    if whole_from == WHOLE or by_law.sure >= until * WHOLE:
        return by_law
    wider = [of_one(one, on, whole_from) for one in works]
    return Headcount(sum((one for one in wider if one is not None), Fraction(0)), wider.count(None))


def month_ends(on: date, number: int) -> list[date]:
    """The last days of the months that are over, the latest first.

    >>> [str(day) for day in month_ends(date(2026, 3, 31), 3)], [str(day) for day in month_ends(date(2026, 3, 30), 1)]
    (['2026-03-31', '2026-02-28', '2026-01-31'], ['2026-02-28'])
    """
    tomorrow = on + DAY
    first = tomorrow.replace(day=1)
    return [add_months(first, -back) - DAY for back in range(number)]


def is_reached(months: Sequence[Headcount | None], people: int, needed: int) -> bool | None:
    """Whether so many people were reached over so many of these months (all of them, where as many are given as are needed);
    None where what is not known could tell otherwise. A month of which nothing is known is None.

    >>> six, five, some = Headcount(Fraction(600)), Headcount(Fraction(599)), Headcount(Fraction(500), 1)
    >>> is_reached([six] * 12, 6, 12), is_reached([six] * 11 + [five], 6, 12), is_reached([six] * 11 + [some], 6, 12)
    (True, False, None)
    >>> is_reached([six] * 6 + [five] * 20 + [six] * 6, 6, 12), is_reached([six] * 11 + [None], 6, 12)
    (True, None)
    """
    sure = sum(1 for one in months if one is not None and one.sure >= people * WHOLE)
    most = sum(1 for one in months if one is None or one.most >= people * WHOLE)
    if sure >= needed:
        return True
    return None if most >= needed else False
