"""Proposes the dates of a year for several bodies at once. Pure.

Greedy, body after body in the order given: each takes the admissible day that costs least, near the day that spreads its
meetings evenly. A cost is a number of days: a day further from that ideal costs one, another weekday than the usual one
costs `OTHER_WEEKDAY`. Each proposal says what decided. Deterministic: the same wishes give the same dates.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from kevread.common.periods import MONTHS, day_in_words

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SATURDAY, DAYTIME_ENDS = 5, time(17)
OTHER_WEEKDAY = 10
TOLD = 2  # days avoided that a proposal names


@dataclass(frozen=True, slots=True)
class Wish:
    """What a body still has to plan. `months`: one meeting in each of these (the cadence asks for each month); else
    `number` meetings, spread over the months left. `taken`: its days already held or planned. `weekday`: 0 is Monday."""

    key: str
    name: str
    number: int = 0
    months: tuple[int, ...] = ()
    taken: frozenset[date] = frozenset()
    members: frozenset[object] = frozenset()
    weekday: int = 1
    starts: time = time(18)
    minutes: int = 120
    usual: bool = False  # the weekday and the hour are those of its past meetings

    @property
    def is_evening(self) -> bool:
        return self.starts >= DAYTIME_ENDS


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which days, and what to avoid: days off with their names, whole months, days too close to each other; and
    those of `avoided`, with what one says of them. These alone give way, in a month that a cadence asks for and that they
    fill."""

    first: date
    last: date
    off: Mapping[date, str] = field(default_factory=dict)
    months_off: frozenset[int] = frozenset({8})
    avoided: Mapping[date, str] = field(default_factory=dict)
    spacing: int = 14  # days at least between two meetings of one body


@dataclass(frozen=True, slots=True)
class Busy:
    """Another body's meeting, and who sits there. `name` is empty where whoever plans may not know it."""

    day: date
    name: str
    is_evening: bool
    members: frozenset[object]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A date for a body, and why that one."""

    key: str
    day: date
    starts: time
    minutes: int
    why: str


def propose(wishes: Iterable[Wish], limits: Limits, busy: Iterable[Busy] = ()) -> list[Proposal]:
    """The dates of all these bodies, by day. A meeting that fits nowhere is not proposed.

    >>> board = Wish("board", "Conseil", number=1, weekday=3)
    >>> (one,) = propose([board], Limits(date(2027, 4, 1), date(2027, 6, 30)))
    >>> one.day.isoformat(), one.why
    ('2027-05-13', 'jeudi ; au milieu de la période libre')
    """
    others = list(busy)
    found: list[Proposal] = []
    for wish in wishes:
        mine = set(wish.taken)
        for ideal, window, reason in ideals(wish, limits):
            chosen = nearest(wish, ideal, window, limits, mine, others)
            if chosen is None:
                continue
            day, avoided = chosen
            if day in limits.avoided:
                reason = f"{reason}, que les vacances remplissent : une réunion y est demandée"
            mine.add(day)
            others.append(Busy(day, wish.name, wish.is_evening, wish.members))
            found.append(
                Proposal(wish.key, day, wish.starts, wish.minutes, reason_in_words(wish, day, reason, avoided))
            )
    return sorted(found, key=lambda one: (one.day, one.starts, one.key))


type Window = tuple[date, date]


def ideals(wish: Wish, limits: Limits) -> list[tuple[date, Window, str]]:
    """For each meeting to plan: the day one would choose freely, between which days, and why."""
    if wish.months:
        return [
            (middle(window), window, f"pour {MONTHS[month - 1]}")
            for month in wish.months
            if (window := month_within(month, limits))
        ]
    anchors = set(wish.taken)
    chosen = []
    for _ in range(wish.number):
        ideal = widest(anchors, limits)
        anchors.add(ideal)
        chosen.append(ideal)
    inside = sorted(day for day in anchors if limits.first <= day <= limits.last)
    return [(day, (limits.first, limits.last), beside(day, inside, wish.taken)) for day in sorted(chosen)]


def month_within(month: int, limits: Limits) -> Window | None:
    """The days of a month that are between the limits."""
    year = limits.last.year
    start = max(date(year, month, 1), limits.first)
    end = min(date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1), limits.last)
    return (start, end) if start <= end else None


def middle(window: Window) -> date:
    return window[0] + (window[1] - window[0]) // 2


def widest(anchors: set[date], limits: Limits) -> date:
    """The middle of the longest time without a meeting; before the first one and after the last, two thirds count, as one
    does not meet on the edges."""
    inside = sorted(day for day in anchors if limits.first <= day <= limits.last)
    if not inside:
        return middle((limits.first, limits.last))
    gaps = [((inside[0] - limits.first).days, limits.first, inside[0])]
    gaps += [((after - before).days, before, after) for before, after in itertools.pairwise(inside)]
    gaps += [((limits.last - inside[-1]).days, inside[-1], limits.last)]
    _, start, end = max(gaps, key=lambda gap: (gap[0], -gap[1].toordinal()))
    if start in inside and end in inside:
        return middle((start, end))
    return start + (end - start) // 3 if end in inside else start + (end - start) * 2 // 3


def beside(day: date, inside: Sequence[date], taken: frozenset[date]) -> str:
    """Why a day, once all are chosen, from its neighbours in time: those that have a date already are named, the other
    proposals are not.

    >>> march, may, june = date(2027, 3, 4), date(2027, 5, 4), date(2027, 6, 4)
    >>> beside(may, (march, may, june), frozenset({march}))
    'après la réunion du 4 mars 2027'
    >>> beside(june, (march, may, june), frozenset({march}))
    'pour espacer les réunions'
    """
    rank = inside.index(day)
    before = inside[rank - 1] if rank else None
    after = inside[rank + 1] if rank + 1 < len(inside) else None
    if before and after and {before, after} <= taken:
        return f"entre les réunions du {day_in_words(before)} et du {day_in_words(after)}"
    if before and before in taken:
        return f"après la réunion du {day_in_words(before)}"
    if after and after in taken:
        return f"avant la réunion du {day_in_words(after)}"
    return "pour espacer les réunions" if len(inside) > 1 else "au milieu de la période libre"


def nearest(
    wish: Wish, ideal: date, window: Window, limits: Limits, mine: set[date], others: list[Busy]
) -> tuple[date, list[str]] | None:
    """The admissible day that costs least, and the better ones that were avoided, with the reason."""
    days = [window[0] + timedelta(days=n) for n in range((window[1] - window[0]).days + 1)]
    worked = [day for day in days if day.weekday() < SATURDAY]
    if wish.months and all(day in limits.avoided for day in worked):
        limits = replace(limits, avoided={})
    avoided: list[str] = []
    for day in sorted(days, key=lambda day: (cost(wish, ideal, day), day)):
        if day.weekday() >= SATURDAY or day.month in limits.months_off - set(wish.months):
            continue
        if reason := hindrance(wish, day, limits, mine, others):
            if day.weekday() == wish.weekday:
                avoided.append(reason)
            continue
        return day, avoided
    return None


def cost(wish: Wish, ideal: date, day: date) -> int:
    return abs((day - ideal).days) + (0 if day.weekday() == wish.weekday else OTHER_WEEKDAY)


def hindrance(wish: Wish, day: date, limits: Limits, mine: set[date], others: list[Busy]) -> str:
    """Why a body does not meet that day. Empty: it may."""
    if day in limits.off:
        return f"le {day_in_words(day)} est férié ({limits.off[day]})"
    if day in limits.avoided:
        return f"le {day_in_words(day)}, {limits.avoided[day]}"
    if any(abs((day - other).days) < limits.spacing for other in mine):
        return f"le {day_in_words(day)} est trop près d’une autre de ses réunions"
    for other in others:
        if other.day == day and other.is_evening == wish.is_evening and (shared := len(other.members & wish.members)):
            people = "une personne siège" if shared == 1 else f"{shared} personnes siègent"
            if not other.name:
                return f"le {day_in_words(day)}, {people} déjà ailleurs ce jour-là"
            return f"le {day_in_words(day)}, {people} aussi ailleurs ({other.name})"
    return ""


def reason_in_words(wish: Wish, day: date, reason: str, avoided: list[str]) -> str:
    weekday = WEEKDAYS[day.weekday()]
    habit = f"{weekday}, comme d’habitude" if wish.usual and day.weekday() == wish.weekday else weekday
    nearest_free = ["le jour libre le plus proche"] if avoided else []
    return " ; ".join([habit, reason, *nearest_free, *(f"évité : {one}" for one in avoided[:TOLD])])
