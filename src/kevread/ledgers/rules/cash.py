"""Twelve months of cash: what comes in and goes out from a stated balance, month by month, and the lowest point. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kevread.common.money import euros, shared
from kevread.common.periods import add_months, day_in_words

from .budget import Held, side_of
from .months import month_of, months_from

MONTHS = 12
NO_CASH = (
    "68",
    "78",
    "689",
    "789",
)  # what accounts write, and that nobody pays: depreciation, provisions, dedicated funds


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that comes in, above zero, or goes out. `day` None: expected, nobody knows when. `screen`: that of the organisation
    which tells it, or of another one, `at`; `due_on`: the day before today when it was due, where it is late, and is counted as
    soon as the plan begins; `is_made`: it came or went out already."""

    day: date | None
    cents: int
    label: str
    screen: str
    due_on: date | None = None
    at: str = ""
    is_made: bool = False

    @property
    def is_late(self) -> bool:
        return self.due_on is not None


@dataclass(frozen=True, slots=True)
class Month:
    """`start`: its first day. `low`: the least that it holds at the end of one of its days, or before anything moves."""

    start: date
    brought: int
    spent: int
    end: int
    low: int


@dataclass(frozen=True, slots=True)
class Plan:
    """From the balance of a day to the end of the twelfth month. `low`: the least that is left at the end of a day, the first
    such, `low_on`; `under_on`: the first at whose end there is less than nothing."""

    opened_on: date
    opening: int
    months: tuple[Month, ...]
    low: int
    low_on: date
    under_on: date | None = None
    undated: tuple[Movement, ...] = ()
    ends: tuple[tuple[date, int], ...] = ()  # what is left at the end of each day when something moves

    @property
    def until(self) -> date:
        return add_months(self.months[-1].start, 1) - timedelta(days=1)

    @property
    def lacks(self) -> bool:
        return self.low < 0


def window(opened_on: date) -> tuple[date, date]:
    """The first and the last day that a plan covers: after the day of the balance, to the end of the twelfth month.

    >>> [f"{day}" for day in window(date(2026, 10, 31))]
    ['2026-11-01', '2027-10-31']
    """
    first = opened_on + timedelta(days=1)
    return first, add_months(month_of(first), MONTHS) - timedelta(days=1)


def planned(opened_on: date, opening: int, movements: Iterable[Movement]) -> Plan:
    """What is outside the window is left out. On a day, what goes out is counted with what comes in.

    >>> moved = [Movement(date(2026, 11, 5), -150, "", ""), Movement(date(2026, 12, 1), 80, "", "")]
    >>> plan = planned(date(2026, 10, 31), 100, moved)
    >>> (plan.low, f"{plan.low_on}", [one.end for one in plan.months][:3], plan.months[0].spent)
    (-50, '2026-11-05', [-50, 30, 30], 150)
    >>> twice = [Movement(date(2026, 11, 5), -10, "", ""), Movement(date(2026, 12, 5), 0, "", "")]
    >>> f"{planned(date(2026, 10, 31), 100, twice).low_on}"
    '2026-11-05'
    >>> edges = [Movement(date(2026, 10, 31), 1, "", ""), Movement(date(2026, 11, 1), 2, "", "")]
    >>> planned(date(2026, 10, 31), 0, [*edges, Movement(date(2027, 10, 31), 4, "", "")]).months[-1].end
    6
    >>> planned(date(2026, 11, 10), 0, [Movement(date(2026, 11, 10), 1, "", "")]).months[-1].end
    0
    """
    rows = list(movements)
    first, last = window(opened_on)
    by_day: dict[date, list[int]] = {}
    for one in rows:
        if one.day is not None and first <= one.day <= last:
            by_day.setdefault(one.day, []).append(one.cents)
    held, low, low_on, months, ends = opening, opening, opened_on, [], []
    under_on: date | None = None
    for start in months_from(first, MONTHS):
        after = add_months(start, 1)
        brought = spent = 0
        least = held
        for day in sorted(day for day in by_day if start <= day < after):
            brought += sum(cents for cents in by_day[day] if cents > 0)
            spent -= sum(cents for cents in by_day[day] if cents < 0)
            held += sum(by_day[day])
            ends.append((day, held))
            least = min(least, held)
            if held < low:
                low, low_on = held, day
            if held < 0 and under_on is None:
                under_on = day
        months.append(Month(start, brought, spent, held, least))
    undated = tuple(one for one in rows if one.day is None)
    return Plan(opened_on, opening, tuple(months), low, low_on, under_on, undated, tuple(ends))


@dataclass(frozen=True, slots=True)
class Lack:
    """What would lack of the days to come: since when, at the most how much, and on which day."""

    since: date
    cents: int
    on: date


def lack(plan: Plan, on: date) -> Lack | None:
    """Of a day and of those that follow it, the first at whose end there would be less than nothing, and the worst. None where
    there always is something, or nothing at all. What was short before and is no more is over.

    >>> moved = [(5, -150), (9, 80), (20, -60), (21, -5), (25, 90)]
    >>> plan = planned(date(2026, 10, 31), 100, [Movement(date(2026, 11, day), cents, "", "") for day, cents in moved])
    >>> told = lambda day: (lambda it: it and (it.since.day, it.cents, it.on.day))(lack(plan, date(2026, 11, day)))
    >>> told(1), told(6), told(9), told(20), told(22), told(25)
    ((5, 50, 5), (6, 50, 6), (20, 35, 21), (20, 35, 21), (22, 35, 22), None)
    >>> lack(planned(date(2026, 10, 31), 0, []), date(2026, 11, 1)) is None
    True
    """
    held = next((end for day, end in reversed(plan.ends) if day <= on), plan.opening)
    ends = [(on, held), *((day, end) for day, end in plan.ends if day > on)]
    since = next((day for day, end in ends if end < 0), None)
    if since is None:
        return None
    low, low_on = min((end, day) for day, end in ends)
    return Lack(since, -low, low_on)


def told(plan: Plan) -> str:
    """The lowest point, in a sentence.

    >>> told(planned(date(2026, 10, 31), 10_000, [Movement(date(2026, 11, 5), -15_000, "", "")]))
    'Il manquerait 50 € le 5 novembre 2026.'
    >>> low = [Movement(date(2026, 11, day), -7_000, "", "") for day in (5, 6, 7)]
    >>> told(planned(date(2026, 10, 31), 10_000, low))
    'La trésorerie passerait sous zéro le 6 novembre 2026 ; au plus bas, il manquerait 110 € le 7 novembre 2026.'
    >>> told(planned(date(2026, 10, 31), 10_000, []))
    'La trésorerie ne descend pas sous son solde du 31 octobre 2026.'
    """
    if plan.low_on == plan.opened_on:
        return f"La trésorerie ne descend pas sous son solde du {day_in_words(plan.opened_on)}."
    if plan.lacks:
        lack = f"il manquerait {euros(-plan.low)} le {day_in_words(plan.low_on)}"
        if plan.under_on is None or plan.under_on == plan.low_on:
            return f"I{lack[1:]}."
        return f"La trésorerie passerait sous zéro le {day_in_words(plan.under_on)} ; au plus bas, {lack}."
    return f"Au plus bas, il resterait {euros(plan.low)} le {day_in_words(plan.low_on)}."


def each_month(label: str, cents: int, day: date, times: int, screen: str) -> list[Movement]:
    """Once, or as many months running.

    >>> [f"{one.day}" for one in each_month("Loyer", -800, date(2026, 12, 31), 3, "")]
    ['2026-12-31', '2027-01-31', '2027-02-28']
    """
    return [Movement(add_months(day, rank), cents, label, screen) for rank in range(times)]


def spread(rows: Iterable[Held], year_end: date, since: date, name: str, screen: str) -> list[Movement]:
    """What a budget foresees and that nothing made nor committed yet: shared to the cent between the months left until the end
    of its year, at the end of each. Without accounts, nobody knows what was spent before: only the part of these months among
    the twelve is taken. Nothing of what nobody pays: depreciation, contributions in kind.

    >>> from .budget import Foreseen
    >>> line = Foreseen("61", "", "Loyer", 1200)
    >>> [one.cents for one in spread([Held(line, 1000, None)], date(2026, 12, 31), date(2026, 11, 1), "Budget", "")]
    [-100, -100]
    >>> [one.cents for one in spread([Held(line, None, None)], date(2026, 12, 31), date(2026, 11, 1), "Budget", "")]
    [-100, -100]
    >>> unpaid = [Held(Foreseen(account, "", "", 1200), 0, None) for account in ("68", "864", "875")]
    >>> spread(unpaid, date(2026, 12, 31), date(2026, 11, 1), "Budget", "")
    []
    """
    start = month_of(add_months(year_end + timedelta(days=1), -MONTHS))
    months = [one for one in months_from(start, MONTHS) if add_months(one, 1) > since]
    made = []
    for held in rows:
        side = side_of(held.line.account)
        if not months or held.left <= 0 or side not in ("6", "7") or held.line.account.startswith(NO_CASH):
            continue
        left = held.left if held.actual is not None else shared(held.left, [len(months), MONTHS - len(months)])[0]
        sign = -1 if side == "6" else 1
        label = f"{name}, {held.line.account} {held.line.label}".strip()
        parts = shared(left, [1] * len(months))
        made += [
            Movement(add_months(one, 1) - timedelta(days=1), sign * part, label, screen)
            for one, part in zip(months, parts, strict=True)
            if part
        ]
    return made


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of balances, for an SVG: `steps` its points, `zero` where nothing is left, `low` the lowest point."""

    width: int
    height: int
    points: str
    zero: int
    low: tuple[int, int]
    marks: tuple[tuple[int, date], ...]


def drawn(plan: Plan, width: int = 720, height: int = 200) -> Drawn:
    """Points from the balance of the start, then the least and the end of each month; the highest at the top, the lowest at the
    bottom, and zero always within.

    >>> found = drawn(planned(date(2026, 10, 31), 100, [Movement(date(2026, 11, 5), -150, "", "")]), 120, 100)
    >>> (found.zero, found.low, found.points.split()[:6])
    (67, (5, 100), ['0', '0', '5', '100', '10', '100'])
    """
    levels: Sequence[int] = [plan.opening, 0, plan.low, *(one.end for one in plan.months)]
    top, bottom = max(levels), min(levels)
    tall = max(top - bottom, 1)

    def y(cents: int) -> int:
        return round((top - cents) * height / tall)

    step = width // MONTHS
    points, low_at = [(0, y(plan.opening))], (0, y(plan.opening))
    for rank, one in enumerate(plan.months):
        middle = (rank * step + step // 2, y(one.low))
        points += [middle, ((rank + 1) * step, y(one.end))]
        if month_of(plan.low_on) == one.start and plan.low_on != plan.opened_on:
            low_at = middle
    marks = tuple((rank * step, one.start) for rank, one in enumerate(plan.months))
    return Drawn(width, height, " ".join(f"{x} {at}" for x, at in points), y(0), low_at, marks)
