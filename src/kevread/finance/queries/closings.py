"""When each organisation closes its years: by the month that was in force at each of these closings, whatever it is since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kevread.charter.queries.limits import values_at_any_time
from kevread.common.periods import Period
from kevread.decisions.queries.approvals import end_of_month
from kevread.finance.rules import by_days

CLOSING = "L1.21.closing_month"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closings:
    """A year is closed on the last day of a month that is the one in force that day. Before anybody said it, it is the first
    that was said; where nobody says it any more, the last.

    >>> june, december = Period(None, date(2026, 3, 1)), Period(date(2026, 3, 1))
    >>> told = Closings(((june, 6), (december, 12)))
    >>> told.after(date(2025, 5, 2)), told.after(date(2025, 7, 1)), told.before(date(2025, 7, 1))
    (datetime.date(2025, 6, 30), datetime.date(2026, 12, 31), datetime.date(2025, 6, 30))
    >>> told.after(date(2026, 12, 31)), told.before(date(2026, 12, 31)), told.before(date(2025, 6, 30))
    (datetime.date(2026, 12, 31), datetime.date(2025, 6, 30), datetime.date(2024, 6, 30))
    >>> Closings(((december, 12),)).before(date(2026, 2, 1))
    datetime.date(2025, 12, 31)
    """

    months: tuple[tuple[Period, int], ...]  # in their order

    def month(self, day: date) -> int:
        begun = [month for period, month in self.months if period.start is None or period.start <= day]
        return begun[-1] if begun else self.months[0][1]

    def closes(self, end: date) -> bool:
        """`end`: the last day of a month."""
        return self.month(end) == end.month

    def after(self, day: date) -> date:
        """The last day of the year in which a day is."""
        end = end_of_month(day.year, day.month)
        while not self.closes(end):
            end = end_of_month((end + DAY).year, (end + DAY).month)
        return end

    def before(self, day: date, back: int = 1) -> date:
        """The last day of the last year that is over on a day (`back` 1: a year is over the day after), of those before it; of
        the one under way (0)."""
        if back == 0:
            return self.after(day)
        end = day.replace(day=1) - DAY
        while not self.closes(end):
            end = end.replace(day=1) - DAY
        return end if back == 1 else self.before(end, back - 1)

    def first_day(self, end: date) -> date:
        """Of the year that is closed on that day."""
        return self.before(end) + DAY

    def between(self, first: date, last: date) -> list[date]:
        """The closings of the years in which these days are, from one to the other."""
        found = [self.after(first)]
        while found[-1] < last:
            found.append(self.after(found[-1] + DAY))
        return found

    def shares(self, cents: int, first: date, last: date) -> Mapping[date, int]:
        """A sum over the years that its days touch, by their number of days, exact to the cent (`rules.by_days`)."""
        days: dict[date, int] = {}
        day = first
        for end in self.between(first, last):
            days[end] = (min(end, last) - day).days + 1
            day = end + DAY
        return by_days(cents, days)


def closings(on: date, ids: Collection[UUID] | None) -> Mapping[UUID, Closings]:
    """Of those who say that day when theirs close. One query."""
    return said_in(values_at_any_time([CLOSING]), on, ids)


def said_in(
    values: Mapping[tuple[str, UUID | None], list[tuple[Period, object]]], on: date, ids: Collection[UUID] | None
) -> Mapping[UUID, Closings]:
    """The same, among values that were read already."""
    found = {}
    for (name, key), rows in values.items():
        if name != CLOSING or key is None or (ids is not None and key not in ids):
            continue
        told = [(period, month) for period, month in rows if isinstance(month, int)]
        if any(on in period for period, _ in told):
            found[key] = Closings(tuple(sorted(told, key=lambda one: one[0].start or date.min)))
    return found
