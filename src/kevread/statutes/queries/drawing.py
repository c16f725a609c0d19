"""The calendar of a transfer as it is drawn: one line a milestone, the time that is left, the day that bounds it. No colour
speaks alone: what a line is stands in its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kevread.common.periods import day_in_words
from kevread.statutes.rules.milestones import Bound
from kevread.statutes.rules.slack import Board, Placed
from kevread.ui.words import counted, short_month, svg

MANY_MONTHS = 8  # beyond, one month in three is named


@dataclass(frozen=True, slots=True)
class Line:
    """A milestone, its window from the first day on which it may be reached, and its mark; in percents of the drawing."""

    name: str
    note: str
    x: str
    window: tuple[str, str] | None
    says: str
    is_point: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    months: list[tuple[str, str]]
    ticks: list[str]
    lines: list[Line]
    now: str


def drawn(board: Board, on: date) -> Drawing:
    """What does not apply is not drawn; what nobody said is, and says so."""
    shown = [one for one in board.placed if one.milestone.applies or one.milestone.untold]
    days = [on, *(one.milestone.date for one in shown)]
    first, last = min(days) - timedelta(days=7), max(days) + timedelta(days=7)
    length = (last - first).days

    def at(day: date) -> str:
        return svg(100 * (day - first).days / length)

    starts = list(months_between(first, last))
    step = 3 if len(starts) > MANY_MONTHS else 1
    named, year = [], 0
    for day in starts[::step]:
        named.append((short_month(day) if day.year == year else f"{short_month(day)} {day.year}", at(day)))
        year = day.year
    return Drawing(named, [at(day) for day in starts], [line(one, first, length) for one in shown], at(on))


def months_between(first: date, last: date) -> Iterator[date]:
    """The first days of the months between two days.

    >>> [day.isoformat() for day in months_between(date(2026, 11, 20), date(2027, 1, 3))]
    ['2026-12-01', '2027-01-01']
    """
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)


def line(one: Placed, first: date, length: int) -> Line:
    there = one.milestone
    where = 100 * (there.date - first).days / length
    window = None
    if one.slack is not None and one.slack > 0 and there.kind.bound is Bound.LATEST:
        left = 100 * (one.soonest - first).days / length
        window = svg(left), svg(where - left)
    note = ", ".join(part for part in (f"{there.when} {day_in_words(there.date)}", slack_words(one)) if part)
    says = f"{there.kind.name} : {note}"
    return Line(there.kind.name, note, svg(where), window, says, there.kind.bound is Bound.EXACT)


def slack_words(one: Placed) -> str:
    """What is left, in words.

    >>> from kevread.statutes.rules.slack import board
    >>> from kevread.statutes.rules.transfer import Transfer
    >>> seen = board(Transfer(assembly=date(2027, 3, 31)), date(2026, 11, 27)).placed
    >>> {one.milestone.code: slack_words(one) for one in seen if one.milestone.code in ("framing", "draft_adoption")}
    {'framing': 'dépassé de 58\\xa0jours', 'draft_adoption': 'marge de 65\\xa0jours, chemin critique'}
    """
    if one.milestone.untold:
        return "à dire"
    words = []
    if one.slack is not None:
        words.append(
            f"marge de {counted(one.slack, 'jour')}"
            if one.slack > 0
            else "plus de marge"
            if one.slack == 0
            else f"dépassé de {counted(-one.slack, 'jour')}"
        )
    if one.is_critical:
        words.append("chemin critique")
    return ", ".join(words)
