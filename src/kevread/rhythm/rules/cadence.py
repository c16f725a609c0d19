"""What a body's year makes of its cadence: held, planned, missing, too many, and what can still be held. Pure.

The numbers of a cadence come from the settings of the common framework; nothing here invents one. A year is cut into
parts of equal months (`parts` of them): a meeting a part is what one still counts on in the parts to come. What was not
watched — before the body existed, or before the register was kept — proves nothing: it counts as one meeting a part.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kevread.common.periods import MONTHS
from kevread.common.words import few, listed
from kevread.ui.words import counted

MONTHLY = 12  # parts of a year, unless an article says otherwise


class Month(StrEnum):
    """What one month of a body's year is."""

    HELD = "held"
    PLANNED = "planned"
    MISSING = "missing"  # a meeting was expected there, and the month is over
    TO_PLAN = "to_plan"  # a meeting is expected there, and has no date
    OFF = "off"  # the cadence expects none there
    FREE = "free"  # nothing is expected of this month in particular
    UNWATCHED = "unwatched"


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a body meets. All None: no article and nobody has set it.

    >>> Cadence(per_year_min=4, per_year_max=5).words, Cadence(per_month_min=1, months_off=frozenset({8})).words
    ('de 4 à 5 réunions par an', '1\\xa0réunion par mois, sauf en août')
    """

    per_year_min: int | None = None
    per_year_max: int | None = None
    per_month_min: int | None = None
    months_off: frozenset[int] = frozenset()
    parts: int = MONTHLY

    @property
    def is_set(self) -> bool:
        return any(number is not None for number in (self.per_year_min, self.per_year_max, self.per_month_min))

    @property
    def words(self) -> str:
        if self.per_month_min is not None:
            off = listed(MONTHS[month - 1] for month in sorted(self.months_off))
            return f"{counted(self.per_month_min, 'réunion')} par mois{f', sauf en {off}' if off else ''}"
        low, high = self.per_year_min, self.per_year_max
        if low is not None and high is not None:
            return f"de {low} à {high} réunions par an" if low != high else f"{counted(low, 'réunion')} par an"
        if low is not None:
            return f"{counted(low, 'réunion')} par an au moins"
        return f"{counted(high, 'réunion')} par an au plus" if high is not None else "pas de rythme fixé"


@dataclass(frozen=True, slots=True)
class Year:
    """A body's year as one sees it on a day. `since`: the first day that is watched; None: no day of it is.

    `held` and `planned` are days of this year; `untold` those that are over, of which nobody said what became.
    """

    year: int
    on: date
    since: date | None
    held: tuple[date, ...] = ()
    planned: tuple[date, ...] = ()
    untold: tuple[date, ...] = ()

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def is_over(self) -> bool:
        """On its last day, a year is over: what was not held is no longer."""
        return self.on >= self.last


def part_ends(year: int, parts: int) -> list[date]:
    """The last day of each part of a year.

    >>> [day.isoformat() for day in part_ends(2026, 4)]
    ['2026-03-31', '2026-06-30', '2026-09-30', '2026-12-31']
    >>> part_ends(2026, 24)[2]
    datetime.date(2026, 2, 15)
    """
    if parts > MONTHLY:
        return [day for month in range(1, 13) for day in (date(year, month, 15), month_end(year, month))]
    step = MONTHLY // parts
    return [month_end(year, month) for month in range(step, MONTHLY + 1, step)]


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def attainable(seen: Year, parts: int = MONTHLY) -> int:
    """How many meetings the year may still count: those held, one at least in each part to come (more when more are
    planned), and one in each part that was not watched. On the last day of a watched year: those held.

    >>> attainable(Year(2026, date(2026, 11, 24), date(2025, 1, 1), held=(date(2026, 2, 3), date(2026, 6, 2))))
    4
    >>> attainable(Year(2026, date(2026, 11, 24), date(2025, 1, 1), held=(date(2026, 2, 3),)), parts=4)
    2
    """
    total, start = 0, date(seen.year, 1, 1)
    for end in part_ends(seen.year, parts):
        held = sum(start <= day <= end for day in seen.held)
        planned = sum(start <= day <= end for day in seen.planned)
        if seen.since is None or start < seen.since:
            total += max(1, held + planned)
        elif end > seen.on:
            total += held + max(1, planned)
        else:
            total += held + planned
        start = end + timedelta(days=1)
    return total


def held_by_month(seen: Year, off: frozenset[int] = frozenset()) -> dict[int, int]:
    """For each month that is over, was watched whole and is not off, the meetings held.

    >>> held_by_month(Year(2026, date(2026, 4, 2), date(2026, 2, 1), held=(date(2026, 3, 9),)))
    {2: 0, 3: 1}
    """
    return {
        month: sum(day.month == month for day in seen.held)
        for month in range(1, 13)
        if month not in off
        and seen.since is not None
        and seen.since <= date(seen.year, month, 1)
        and month_end(seen.year, month) <= seen.on
    }


@dataclass(frozen=True, slots=True)
class Tally:
    """A body's year held against its cadence."""

    seen: Year
    cadence: Cadence
    months: tuple[Month, ...]
    missing: int  # meetings that the year will not count, at one for each part to come
    to_plan: int  # meetings that are still expected, and have no date
    too_many: int  # held or planned, above the most that is expected
    sentences: tuple[str, ...] = field(default=())

    @property
    def held(self) -> int:
        return len(self.seen.held)

    @property
    def planned(self) -> int:
        return len(self.seen.planned)

    @property
    def counts(self) -> str:
        """« 3 tenues, 1 planifiée »."""
        if not self.held and not self.planned:
            return "aucune réunion"
        held = counted(self.held, "tenue") if self.held else "aucune tenue"
        return f"{held}, {counted(self.planned, 'planifiée')}" if self.planned else held

    @property
    def calls(self) -> bool:
        """Whether somebody should act: a date to set, or a meeting of which to say whether it was held."""
        return bool(self.to_plan or self.seen.untold)


def tally(seen: Year, cadence: Cadence) -> Tally:
    """What the year is, as one sees it that day, and its sentences."""
    months = tuple(month_of(seen, cadence, month) for month in range(1, 13))
    if cadence.per_month_min is not None:
        missing, to_plan = short_months(seen, cadence, Month.MISSING), short_months(seen, cadence, Month.TO_PLAN)
    else:
        least = cadence.per_year_min or 0
        missing = max(0, least - attainable(seen, cadence.parts))
        unwatched = attainable(seen, cadence.parts) - attainable(watched(seen), cadence.parts)
        to_plan = max(0, least - missing - unwatched - len(seen.held) - len(seen.planned)) if not seen.is_over else 0
    most = cadence.per_year_max
    too_many = 0 if most is None else max(0, len(seen.held) + len(seen.planned) - most)
    found = Tally(seen, cadence, months, missing, to_plan, too_many)
    return Tally(seen, cadence, months, missing, to_plan, too_many, tuple(sentences(found)))


def watched(seen: Year) -> Year:
    return Year(seen.year, seen.on, date(seen.year, 1, 1), seen.held, seen.planned, seen.untold)


def month_of(seen: Year, cadence: Cadence, month: int) -> Month:
    held = sum(day.month == month for day in seen.held)
    planned = sum(day.month == month for day in seen.planned)
    wanted = cadence.per_month_min if month not in cadence.months_off else None
    if wanted is not None and held + planned < wanted:
        if seen.since is None or seen.since > date(seen.year, month, 1):
            return Month.HELD if held else Month.UNWATCHED
        return Month.MISSING if month_end(seen.year, month) <= seen.on else Month.TO_PLAN
    if held:
        return Month.HELD
    if planned:
        return Month.PLANNED
    if seen.since is None or month_end(seen.year, month) < seen.since:
        return Month.UNWATCHED
    return Month.OFF if month in cadence.months_off else Month.FREE


def short_months(seen: Year, cadence: Cadence, what: Month) -> int:
    """How many meetings are short in the months that are `what`."""
    return sum(
        (cadence.per_month_min or 0)
        - sum(day.month == month for day in seen.held)
        - sum(day.month == month for day in seen.planned)
        for month in range(1, 13)
        if month_of(seen, cadence, month) is what
    )


def sentences(found: Tally) -> Iterable[str]:
    """The forecast, in French: what misses for good, what remains, what exceeds, what nobody told."""
    seen, cadence = found.seen, found.cadence
    if not cadence.is_set:
        yield "Aucun rythme n’est fixé : les réunions sont comptées, rien n’est attendu."
    elif cadence.per_month_min is not None:
        yield from monthly(found)
    elif cadence.per_year_min is not None:
        yield from yearly(found)
    if found.too_many:
        yield f"{counted(found.too_many, 'réunion').capitalize()} de plus que le maximum prévu."
    if seen.untold:
        last = listed(day_of_month(day) for day in seen.untold)
        yield (
            f"Dites si la réunion prévue le {last} s’est tenue."
            if len(seen.untold) == 1
            else (f"Dites si les réunions prévues le {last} se sont tenues.")
        )


def yearly(found: Tally) -> Iterable[str]:
    seen, least = found.seen, found.cadence.per_year_min or 0
    remaining = least - found.held
    if found.missing:
        gone = f"{counted(found.missing, 'réunion manque', 'réunions manquent')} pour {seen.year}"
        yield (
            f"{gone} : l’année est finie."
            if seen.is_over
            else f"{gone}, en comptant {rate(found.cadence.parts)} au plus d’ici la fin de l’année."
        )
    if seen.is_over:
        if not found.missing:
            yield f"Année complète : {counted(found.held, 'réunion tenue', 'réunions tenues')}."
        return
    if seen.on.year < seen.year and not found.missing:
        coming = f"{counted(found.planned, 'réunion planifiée', 'réunions planifiées')} pour {seen.year}"
        if not found.planned:
            yield f"{counted(found.to_plan, 'réunion')} à planifier pour {seen.year}."
        else:
            yield (
                f"{coming}, {counted(found.to_plan, 'reste', 'restent')} à planifier."
                if found.to_plan
                else f"{coming}."
            )
    elif remaining <= 0:
        yield f"Le compte y est : {counted(found.held, 'réunion tenue', 'réunions tenues')}."
    elif not found.missing:
        hold = "Une réunion reste" if remaining == 1 else f"{few(remaining).capitalize()} réunions restent"
        yield f"{hold} à tenir{dates_set(found.planned, found.to_plan, time_left(seen.on, seen.last))}."
    elif found.to_plan:
        yield f"{counted(found.to_plan, 'réunion est', 'réunions sont')} encore à planifier."


def rate(parts: int) -> str:
    """How many more one still counts on: our way of counting, which no text gives.

    >>> rate(4), rate(12), rate(24)
    ('une réunion par trimestre', 'une réunion par mois', 'deux réunions par mois')
    """
    if parts > MONTHLY:
        return "deux réunions par mois"
    return {1: "une réunion par an", 2: "une réunion par semestre", 4: "une réunion par trimestre"}.get(
        parts, "une réunion par mois" if parts == MONTHLY else f"une réunion tous les {few(MONTHLY // parts)} mois"
    )


def dates_set(planned: int, to_plan: int, left: str) -> str:
    """Whether those to hold have their dates; how long is left, where one is still to be found.

    >>> dates_set(1, 0, "un mois"), dates_set(0, 1, "un mois"), dates_set(1, 1, "trois mois")
    (' : sa date est fixée', ' en un mois : sa date n’est pas fixée', ' en trois mois : une n’a pas de date')
    """
    if not to_plan:
        return " : sa date est fixée" if planned == 1 else " : leurs dates sont fixées" if planned else ""
    if not planned:
        return f" en {left} : {'sa date n’est pas fixée' if to_plan == 1 else 'aucune n’a de date'}"
    return f" en {left} : {'une n’a' if to_plan == 1 else f'{few(to_plan)} n’ont'} pas de date"


def monthly(found: Tally) -> Iterable[str]:
    missed = [MONTHS[n] for n, month in enumerate(found.months) if month is Month.MISSING]
    coming = [MONTHS[n] for n, month in enumerate(found.months) if month is Month.TO_PLAN]
    if missed:
        passed, it = ("est passé", "le") if len(missed) == 1 else ("sont passés", "les")
        yield f"{listed(missed).capitalize()} {passed} sans réunion : aucune réunion plus tard ne {it} rattrape."
    if coming:
        verb = "n’a" if len(coming) == 1 else "n’ont"
        yield f"{listed(coming).capitalize()} {verb} pas encore de date."
    if not missed and not coming:
        yield "Chaque mois a sa réunion."


def time_left(on: date, last: date) -> str:
    """
    >>> time_left(date(2026, 10, 1), date(2026, 12, 31)), time_left(date(2026, 12, 20), date(2026, 12, 31))
    ('trois mois', 'onze jours')
    >>> time_left(date(2026, 11, 24), date(2026, 12, 31)), time_left(date(2026, 12, 30), date(2026, 12, 31))
    ('un mois', 'un jour')
    """
    days = (last - on).days
    months = round(days / 30.4)
    if months:
        return f"{few(months)} mois"
    return f"{few(days)} {'jour' if days == 1 else 'jours'}"


def day_of_month(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}"
