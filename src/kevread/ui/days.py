"""A line of days, and what stands on it. Every number that reaches an attribute is written here, with a dot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .words import short_month, svg


@dataclass(frozen=True, slots=True)
class Event:
    """What stands on a line of days: a moment, or what lasts until `end`. `name` is drawn, `asked` below it, `said` is the
    whole of it in words; `css` says how it stands: now, asked, planned."""

    at: datetime
    name: str
    asked: str
    said: str
    url: str
    css: str = ""
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """An event where it is drawn: across, in hundredths of the line; down, in pixels."""

    event: Event
    x: str
    text_x: str
    anchor: str
    y: int
    width: str = ""

    @property
    def name(self) -> str:
        return clipped(self.event.name)


LEVEL, AXIS, BAR = 40, 26, 34  # pixels: two lines of letters; the axis with its days; a bar with its words
LETTER = 0.9  # hundredths of the narrowest line that is drawn, for one letter
LONGEST = 38


def clipped(name: str) -> str:
    """
    >>> clipped("Conseil d’ESS 35"), clipped("a" * 50) == "a" * 37 + "…"
    ('Conseil d’ESS 35', True)
    """
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def days(first: date, number_of: int, events: Sequence[Event]) -> dict[str, Any]:
    """A line of days from `first`, the days of rest shaded, each event above it with its words, on as many levels as they
    need, and below it what lasts. Outside of these days an event is not drawn."""
    last = first + timedelta(days=number_of)

    def across(at: datetime) -> float:
        passed = (at.date() - first).days + (at.hour * 60 + at.minute) / 1440
        return min(100.0, max(0.0, 100 * passed / number_of))

    inside = [one for one in events if one.at.date() < last and (one.end or one.at).date() >= first]
    points = sorted((one for one in inside if one.end is None), key=lambda one: one.at)
    lasting = [one for one in inside if one.end is not None]
    taken: list[float] = []  # where the words of each level end
    placed = []
    for one in points:
        x, half = across(one.at), LETTER * max(len(clipped(one.name)), len(one.asked)) / 2
        anchor = "start" if x < half else "end" if x > 100 - half else "middle"
        left = x if anchor == "start" else x - 2 * half if anchor == "end" else x - half
        level = next((rank for rank, end in enumerate(taken) if end <= left), len(taken))
        taken[level : level + 1] = [left + 2 * half + 1]
        placed.append((one, x, anchor, level))
    axis = LEVEL * max(1, len(taken)) + 12
    return {
        "height": axis + AXIS + BAR * len(lasting),
        "axis": axis,
        "rest": [
            svg(100 * rank / number_of) for rank in range(number_of) if (first + timedelta(days=rank)).weekday() > 4
        ],
        "day_width": svg(100 / number_of),
        "ticks": [svg(100 * rank / number_of) for rank in range(number_of)],
        "weeks": [
            (svg(100 * rank / number_of), day_below(first + timedelta(days=rank), named=rank == 0))
            for rank in range(0, number_of, 7)
        ],
        "points": [
            Mark(one, svg(x), svg(x), anchor, axis - 12 - LEVEL * (level + 1) + 16) for one, x, anchor, level in placed
        ],
        "bars": [
            Mark(
                one, svg(across(one.at)), svg(across(one.at)), "start", axis + AXIS + BAR * rank,
                svg(max(1.0, across(one.end or one.at) - across(one.at))),
            )
            for rank, one in enumerate(lasting)
        ],
    }  # fmt: skip


def day_below(day: date, *, named: bool) -> str:
    """
    >>> day_below(date(2026, 11, 24), named=True), day_below(date(2026, 12, 1), named=False)
    ('24 nov.', '1er déc.')
    >>> day_below(date(2026, 12, 8), named=False)
    '8'
    """
    number_of = "1er" if day.day == 1 else str(day.day)
    return f"{number_of} {short_month(day)}" if named or day.day <= 7 else number_of
