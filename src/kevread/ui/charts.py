"""The arithmetic of the drawings. Every number that reaches an attribute is written here, with a dot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kevread.common.periods import Period

from .words import number, period, svg


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: str
    width: str
    url: str = ""
    ours: bool = False


def bars(rows: list[Any]) -> list[Bar]:
    """
    >>> bars([("Arz", 4), ("Belle-Île", 8, "/belle-ile/")])[0].width
    '50'
    """
    longest = max((row[1] for row in rows), default=0) or 1
    return [
        Bar(
            row[0],
            number(row[1]),
            svg(100 * row[1] / longest),
            row[2] if len(row) > 2 else "",
            bool(row[3]) if len(row) > 3 else False,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Span:
    x: str
    width: str
    title: str
    over: bool


def timeline(rows: list[Any], first: int, last: int, on: date | None) -> dict[str, Any]:
    """Years `first` to `last` included. Open periods run to the edge."""
    start, days = date(first, 1, 1), (date(last + 1, 1, 1) - date(first, 1, 1)).days

    def at(day: date | None, default: float) -> float:
        return default if day is None else min(100.0, max(0.0, 100 * (day - start).days / days))

    def span(value: Any, title: str) -> Span:
        dates = Period.of(value)
        left, right = at(dates.start, 0.0), at(dates.end, 100.0)
        return Span(
            svg(left), svg(right - left), f"{title}, {period(dates)}", bool(on and dates.end and dates.end <= on)
        )

    years = [(year, svg(at(date(year, 1, 1), 0.0))) for year in range(first, last + 1)]
    lines = [(label, [span(value, title) for value, title in spans]) for label, spans in rows]
    return {"years": years, "lines": lines, "now": svg(at(on, 0.0)) if on else ""}


def dots(held: int, places: int, ours: int = 0) -> list[str]:
    """
    >>> dots(2, 3, 1)
    ['ours', 'held', 'free']
    """
    return ["ours"] * ours + ["held"] * (held - ours) + ["free"] * max(0, places - held)


ROW = 24  # strokes side by side


def strokes(verdicts: Iterable[str]) -> tuple[int, list[tuple[str, str]]]:
    """One stroke for each, in their order and in rows; what is to mend is higher. The height, and a path for each verdict.

    >>> strokes(["conforms", "breaches", "conforms"])
    (12, [('conforms', 'M0 4h4v8h-4zM12 4h4v8h-4z'), ('breaches', 'M6 0h4v12h-4z')])
    """
    paths: dict[str, str] = {}
    rows = 1
    for place, verdict in enumerate(verdicts):
        row, column = divmod(place, ROW)
        rows, top = row + 1, 15 * row
        stroke = f"{top}h4v12h-4z" if verdict == "breaches" else f"{top + 4}h4v8h-4z"
        paths[verdict] = paths.get(verdict, "") + f"M{6 * column} {stroke}"
    return 15 * rows - 3, list(paths.items())


AT_MOST = 12  # dots, beyond which a number is read and not counted


def case(number: int, lower: int | None, upper: int | None) -> list[str]:
    """What is there, a bar where it should end, and what is too much; or what lacks before the bar. Empty when it is too much
    to be counted at a glance.

    >>> case(3, None, 2), case(1, 2, 2), case(1, None, 0), case(40, None, 2)
    (['held', 'held', 'bound', 'over'], ['held', 'free', 'bound'], ['bound', 'over'], [])
    """
    if max(number, lower or 0, upper or 0) > AT_MOST:
        return []
    if upper is not None and number > upper:
        return ["held"] * upper + ["bound"] + ["over"] * (number - upper)
    if lower is not None and number < lower:
        return ["held"] * number + ["free"] * (lower - number) + ["bound"]
    return []
