"""The columns of a share-out, as rectangles: one stratum a criterion, a notch for last year, brackets for the floor and cap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kevread.common.percents import percent
from kevread.equalisation.rules.share import Answer
from kevread.equalisation.rules.terms import euros, naming

HEIGHT, PITCH, COLUMN, TOP, FOOT = 300, 132, 76, 14, 46


@dataclass(frozen=True, slots=True)
class Stratum:
    y: int
    height: int
    pattern: int
    said: str


@dataclass(frozen=True, slots=True)
class Column:
    """`x` is its left side; the marks are heights on the page, None when there is nothing to mark."""

    name: str
    x: int
    amount: str
    strata: tuple[Stratum, ...]
    received: int
    before: int | None
    floor: int | None
    cap: int | None

    @property
    def middle(self) -> int:
        return self.x + COLUMN // 2

    @property
    def right(self) -> int:
        return self.x + COLUMN


@dataclass(frozen=True, slots=True)
class Columns:
    width: int
    height: int
    ground: int
    foot: int
    columns: tuple[Column, ...]


def draw(answer: Answer, names: Mapping[str, str], before: Mapping[str, int] | None) -> Columns:
    everybody = list(answer.allocation)
    envelope = sum(answer.allocation.values())
    tops = [max(answer.allocation[who], int(answer.why[who].gross), (before or {}).get(who, 0)) for who in everybody]
    greatest, ground = max([1, *tops]) * 21 // 20, TOP + HEIGHT

    def height_of(cents: Fraction | int) -> int:
        return round(HEIGHT * Fraction(cents) / greatest)

    columns = []
    for index, who in enumerate(everybody):
        strata, level = [], Fraction(0)
        for at, (label, part) in enumerate(parts_of(answer, who)):
            bottom, level = level, level + part
            if height := height_of(level) - height_of(bottom):
                strata.append(Stratum(ground - height_of(level), height, at, f"{label} : {euros(round(part))}"))
        lower, upper = answer.bounds.lower[who], answer.bounds.upper[who]
        columns.append(
            Column(
                names[who],
                index * PITCH + (PITCH - COLUMN) // 2,
                euros(answer.allocation[who]),
                tuple(strata),
                ground - height_of(answer.allocation[who]),
                ground - height_of(before[who]) if before and before.get(who) else None,
                ground - height_of(lower) if lower else None,
                ground - height_of(upper) if upper < envelope and upper <= greatest else None,
            )
        )
    return Columns(PITCH * len(everybody), ground + FOOT, ground, ground + 18, tuple(columns))


def parts_of(answer: Answer, who: str) -> list[tuple[str, Fraction]]:
    why = answer.why[who]
    return [
        ("Socle égalitaire", why.base),
        *((naming(code).name, part) for code, part in why.criteria.items()),
        ("Choix stratégiques", Fraction(why.strategic)),
    ]


@dataclass(frozen=True, slots=True)
class Piece:
    """A weight on the bar: where it begins and how wide it is, of a thousand; its percentage in words."""

    code: str
    name: str
    points: int
    start: int
    width: int
    pattern: int
    said: str


def bar(weights: Mapping[str, int], codes: Sequence[str]) -> list[Piece]:
    """
    >>> [(piece.start, piece.width) for piece in bar({"epci": 2_500, "area": 7_500}, ["epci", "area"])]
    [(0, 250), (250, 750)]
    """
    pieces, start = [], 0
    for index, code in enumerate(codes):
        points = weights.get(code, 0)
        left, right = start // 10, (start + points) // 10
        pieces.append(Piece(code, naming(code).name, points, left, right - left, index + 1, percent(points)))
        start += points
    return pieces
