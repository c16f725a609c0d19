"""The crossed table of a year: its parts along the axes that are asked for, what keys share out included."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kevread.ledgers.loader import ACTION, STRUCTURE, framework
from kevread.ledgers.models import Book
from kevread.ledgers.queries.codes import all_codes, own_codes
from kevread.ledgers.queries.costs import Analysis, Posted
from kevread.ledgers.rules.crossing import SHARED, UNSAID, Asked, At, crossed, stands_at
from kevread.ledgers.rules.sharing import Flow

SIDES = {"6": "Dépenses", "7": "Recettes"}
SAID = {UNSAID: "Non ventilé", SHARED: "Réparti par les clés"}


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one place of every table: what an account puts there, or what a key brings, or takes away."""

    side: str
    codes: Mapping[str, str]
    cents: int
    posted: Posted | None = None
    flow: Flow | None = None


def pieces_of(found: Analysis) -> list[Piece]:
    """All that the accounts of expenses and of products make, and nothing more: what a key gives an action it takes from
    another. Keys share actions out and say nothing of the other axes: there, both stand under « réparti par les clés »."""
    here = {STRUCTURE: framework().prefixes.get(found.book.organisation.slug, UNSAID)}
    unsaid = [Posted(one.account, one.section, one.label, UNSAID, one.cents, one.cents) for one in found.unsaid]
    pieces = []
    for one in (*found.posted, *unsaid):
        side = one.account[0]
        codes = {**one.codes, ACTION: one.code} | here
        pieces.append(Piece(side, codes, one.cents if side == "6" else one.brought, posted=one))
    elsewhere = dict.fromkeys(framework().axes, SHARED)
    for flow in found.flows:
        if flow.cents:
            for code, cents in ((flow.source, -flow.cents), (flow.target, flow.cents)):
                pieces.append(Piece("6", elsewhere | {ACTION: code} | here, cents, flow=flow))
    return pieces


def usual_column(found: Analysis) -> str:
    """Beside actions, the axis along which most accounts of a file are said; none where none is."""
    said = Counter(axis for one in found.posted for axis, code in one.codes.items() if code)
    return max(framework().axes, key=lambda axis: said[axis], default="") if said else ""


@dataclass(frozen=True, slots=True)
class Cell:
    at: At
    cents: int | None  # None: nothing stands there


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    label: str
    cells: tuple[Cell, ...]
    total: Cell
    is_under: bool = False  # it is a part of the row above


@dataclass(frozen=True, slots=True)
class Side:
    """The expenses, or the products: `columns`, a code and what it is called; `last`: what each column makes."""

    key: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    last: Row

    @property
    def label(self) -> str:
        return SIDES[self.key]


@dataclass(frozen=True, slots=True)
class Taken:
    """A place, as a row of a spreadsheet."""

    side: str
    row: tuple[str, str]
    under: tuple[str, str]
    column: tuple[str, str]
    cents: int


class Crossing:
    """Of a file, by what is asked. `names`: by axis, its codes that day and what they are called."""

    def __init__(self, found: Analysis, asked: Asked) -> None:
        self.book: Book = found.book
        self.asked, self.pieces, self.unsaid = asked, pieces_of(found), found.unsaid
        own = own_codes([found.book.organisation])
        where = [(found.book.organisation, found.book.last)]
        self.names = {axis: all_codes(where, axis, own)[0] for axis in framework().axes}

    def label(self, axis: str, code: str) -> str:
        return SAID.get(code) or self.names.get(axis, {}).get(code, code)

    def named(self, axis: str, code: str | None) -> tuple[str, str]:
        return ("", "") if code is None else ("" if code in SAID else code, self.label(axis, code))

    def in_order(self, axis: str, codes: set[str | None]) -> list[str]:
        """As the axis has them; then those of other days, what keys share out, and what nobody said."""
        rank = {code: place for place, code in enumerate(self.names.get(axis, {}))}
        last = {SHARED: len(rank) + 1, UNSAID: len(rank) + 2}
        kept = [code for code in codes if code is not None]
        return sorted(kept, key=lambda code: (last.get(code, rank.get(code, len(rank))), code))

    @cached_property
    def sides(self) -> list[Side]:
        return [one for key in SIDES if (one := self.side(key)).rows]

    def made(self, key: str) -> dict[At, int]:
        return crossed([(one.codes, one.cents) for one in self.pieces if one.side == key], self.asked)

    def side(self, key: str) -> Side:
        made, (rows, under, columns) = self.made(key), self.asked.axes
        heads = self.in_order(columns, {column for _, _, column in made})

        def row_of(code: str | None, below: str | None, label: str) -> Row:
            cells = tuple(Cell((code, below, head), made.get((code, below, head))) for head in heads)
            at: At = (code, below, None)
            shown = below if below is not None else code
            return Row("" if shown in SAID else shown or "", label, cells, Cell(at, made.get(at)), below is not None)

        told: list[Row] = []
        for code in self.in_order(rows, {row for row, _, _ in made}):
            told.append(row_of(code, None, self.label(rows, code)))
            those = self.in_order(under, {one for row, one, _ in made if row == code})
            told.extend(row_of(code, below, self.label(under, below)) for below in those)
        named = tuple((head, self.label(columns, head)) for head in heads)
        return Side(key, named, tuple(told), row_of(None, None, "En tout"))

    def total(self, key: str) -> int:
        return self.made(key).get((None, None, None), 0)

    @property
    def spent(self) -> int:
        return self.total("6")

    @property
    def brought(self) -> int:
        return self.total("7")

    @property
    def chosen(self) -> list[str]:
        """The axes of the table, the one that bounds it included."""
        return [axis for axis in (*self.asked.axes, *(self.asked.only or ())[:1]) if axis]

    @property
    def without_codes(self) -> list[tuple[str, str]]:
        """The axes of the table of which no code stands at the end of the year."""
        return [(axis, framework().axes[axis].label) for axis in self.chosen if not self.names[axis]]

    @property
    def mute(self) -> list[str]:
        """Those that have codes, and along which no account of the year is said."""
        said = {axis for one in self.pieces if one.posted for axis, code in one.codes.items() if code}
        return [framework().axes[axis].label for axis in self.chosen if self.names[axis] and axis not in said]

    def where(self, at: At) -> str:
        """The place of a figure, in words."""
        said = [self.label(axis, code) for axis, code in zip(self.asked.axes, at, strict=True) if code is not None]
        return ", ".join(said) or "En tout"

    @property
    def bound(self) -> str:
        """What is kept of the whole, in words."""
        return self.label(*self.asked.only) if self.asked.only else ""

    @property
    def bounds(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """What the table may be bounded to: by axis, the codes that something stands under, « axis:code » and its name."""
        found = []
        for axis, one in framework().axes.items():
            codes = self.in_order(axis, {piece.codes.get(axis, UNSAID) for piece in self.pieces})
            told = [(f"{axis}:{code}", self.label(axis, code), self.asked.only == (axis, code)) for code in codes]
            found.append((one.label, told))
        return found

    def inside(self, key: str, at: At) -> list[Piece]:
        """What stands in a place, in the order of the accounts."""
        those = [one for one in self.pieces if one.side == key and stands_at(one.codes, self.asked, at)]
        return sorted(
            those,
            key=lambda one: (
                (0, one.posted.account, one.posted.section, one.posted.code)
                if one.posted
                else (1, one.flow.source, one.flow.target, one.codes[ACTION])  # type: ignore[union-attr]
            ),
        )

    def taken(self) -> Iterator[Taken]:
        """Every place that holds something, margins left out."""
        rows, under, columns = self.asked.axes
        for side in self.sides:
            made = self.made(side.key)
            for row in side.rows:
                if bool(under) == row.is_under:
                    for at in [cell.at for cell in row.cells] or [row.total.at]:
                        if at in made:
                            names = self.named(rows, at[0]), self.named(under, at[1]), self.named(columns, at[2])
                            yield Taken(side.label, *names, made[at])
