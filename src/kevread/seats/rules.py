"""Decisions about places and periods, without the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kevread.common.errors import Invalid
from kevread.common.periods import EARLIEST, LATEST, Period, add_months, day_in_words, out_of_calendar


def dates(first: date | None, last: date | None, *, first_field: str = "first", last_field: str = "last") -> Period:
    """The period of the days that people type, both included. Raises Invalid on the field that is wrong.

    >>> dates(date(2026, 1, 1), None)
    Period(start=datetime.date(2026, 1, 1), end=None)
    >>> dates(date(2026, 1, 1), date(2025, 1, 1))
    Traceback (most recent call last):
    kevread.common.errors.Invalid: La fin (1er janvier 2025) précède le début (1er janvier 2026).
    """
    if first is None:
        raise Invalid(first_field, "Indiquez le premier jour, par exemple 2026-09-01.")
    for field, day in ((first_field, first), (last_field, last)):
        if day and not EARLIEST <= day <= LATEST:
            raise Invalid(field, out_of_calendar())
    try:
        return Period.through(first, last)
    except ValueError as error:
        raise Invalid(last_field, str(error)) from None


def require_plausible(period: Period) -> None:
    """A period given to a verb starts on a day, and stays within a reasonable calendar. Raises Invalid."""
    dates(period.start, period.last)


def ended(period: Period, last: date) -> Period:
    """The period that stops after `last`. Raises Invalid when it is over already, or had not begun.

    >>> ended(Period(date(2026, 1, 1)), date(2026, 6, 30)).end
    datetime.date(2026, 7, 1)
    >>> ended(Period.through(date(2026, 1, 1), date(2026, 3, 31)), date(2026, 6, 30))
    Traceback (most recent call last):
    kevread.common.errors.Invalid: La fin est déjà fixée au 31 mars 2026 : choisissez un jour plus tôt.
    """
    if period.last and last >= period.last:
        raise Invalid("last", f"La fin est déjà fixée au {day_in_words(period.last)} : choisissez un jour plus tôt.")
    if period.start and last < period.start:
        raise Invalid("last", f"La fin ({day_in_words(last)}) précède le début ({day_in_words(period.start)}).")
    return dates(period.start, last) if period.start else Period.through(None, last)


def years_lasted(period: Period, on: date) -> tuple[int, int | None]:
    """The years that a mandate lasts, between two, by its days: whole, when its last day ends a year of it; otherwise more than
    so many, and no more than one more, for articles often let a mandate go on until the assembly of the year. Without a last
    day, at least those that are over on a day, and nobody knows how many; without a first one, nothing is known.

    >>> years_lasted(Period.through(date(2025, 1, 1), date(2027, 12, 31)), date(2026, 11, 24))
    (3, 3)
    >>> years_lasted(Period.through(date(2024, 6, 6), date(2027, 6, 30)), date(2026, 11, 24))
    (3, 4)
    >>> years_lasted(Period(date(2024, 6, 6)), date(2026, 11, 24)), years_lasted(Period(None), date(2026, 11, 24))
    ((2, None), (0, None))
    """
    if period.start is None:
        return 0, None
    end = period.end or on + timedelta(days=1)
    years = end.year - period.start.year
    while add_months(period.start, 12 * years) > end:
        years -= 1
    if period.end is None:
        return years, None
    return years, years if add_months(period.start, 12 * years) == end else years + 1


MOST_TOGETHER = 20  # people who hold one seat together


def most_at_once(periods: Sequence[Period], first: date) -> int:
    """How many of these run together, on the day when most do, from a day on.

    >>> a, b = Period.through(date(2026, 1, 1), date(2026, 6, 30)), Period(date(2026, 6, 30))
    >>> most_at_once([a, b], date(2026, 3, 1)), most_at_once([a, b], date(2026, 7, 1)), most_at_once([], date(2026, 3, 1))
    (2, 1, 0)
    """
    days = {first, *(one.start for one in periods if one.start and one.start > first)}
    return max(sum(day in one for one in periods) for day in days)


def last_day_of_term(first: date, years: int) -> date:
    """Of a mandate of so many years.

    >>> last_day_of_term(date(2026, 11, 24), 3).isoformat()
    '2029-11-23'
    """
    return add_months(first, 12 * years) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Places:
    """How many places a seat has for one pôle, grouping or family (or in all), and how many are taken.

    `number` None: no number is set. `undecided`: the number stands in a setting that nobody decided. `ceiling`: the articles
    say « au plus », so that a place that is free is not a vacancy.

    >>> Places(2, 1).vacant, Places(2, 3).vacant, Places(None, 3).vacant
    (1, 0, None)
    >>> Places(2, 1, ceiling=True).free, Places(2, 1, ceiling=True).vacant, Places(None, 1, ceiling=True).vacant
    (1, 0, None)
    """

    number: int | None
    taken: int
    undecided: bool = False
    ceiling: bool = False

    @property
    def free(self) -> int | None:
        return None if self.number is None else max(0, self.number - self.taken)

    @property
    def vacant(self) -> int | None:
        return 0 if self.ceiling and self.free is not None else self.free

    @property
    def excess(self) -> bool:
        return self.number is not None and self.taken > self.number


# What who holds a seat is called, where the seat is called by its office.
TITLES = {
    "Présidence": "Président·e",
    "Coprésidence": "Coprésident·e",
    "Vice-présidence": "Vice-président·e",
    "Secrétariat": "Secrétaire",
    "Trésorerie": "Trésorier·ère",
    "Direction": "Directeur·rice",
    "Coordination": "Coordinateur·rice",
}


def title_of(seat: str) -> str:
    """
    >>> title_of("Présidence"), title_of("Vice-président·e Territoire")
    ('Président·e', 'Vice-président·e Territoire')
    """
    return TITLES.get(seat, seat)
