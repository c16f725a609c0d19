"""What a file holds once it is read: grids of cells, where each row keeps the number that its own spreadsheet gives it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from .wrong import MOST_CELLS, Unreadable

type Cell = str | int | float | Decimal | date | datetime | bool | None
type Row = tuple[Cell, ...]
type Corner = tuple[int, int]

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # of no letter, and that no table of ours may hold


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its rows as in the file, header included, so that row `n` of people is `rows[n - 1]`. What follows the last
    cell of a row that says something is not kept. `merged`: the first and last cell of each merged range."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[Corner, Corner], ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """What stands there; nothing beyond the edge."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None


@dataclass(frozen=True, slots=True)
class Book:
    """What a file holds, and what must be said of how it was read."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()


def said(text: str) -> str | None:
    """What a cell that holds a text says: nothing when it is empty.

    >>> said(""), said("a\\0b"), said(" a ")
    (None, 'ab', ' a ')
    """
    return (CONTROL.sub("", text) if CONTROL.search(text) else text) or None


def trimmed(cells: Row) -> Row:
    """
    >>> trimmed(("a", None, "b", None, None))
    ('a', None, 'b')
    """
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return cells[:end]


def counted(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, until there are more cells than one book may hold."""
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise Unreadable(
                f"Ce fichier a plus de {MOST_CELLS // 1_000_000} millions de cases. Coupez-le en plusieurs, ou n’y laissez "
                "que les colonnes utiles."
            )
        yield row


def filled(grid: Grid) -> Grid:
    """Each cell of a merged range says what its first one says. Where the file tells no merged range (a CSV), nothing
    changes: an empty cell is then truly empty.

    >>> filled(Grid("A", (("x", 1), (None, 2)), (((0, 0), (1, 0)),))).rows
    (('x', 1), ('x', 2))
    """
    if not grid.merged:
        return grid
    rows = [list(row) for row in grid.rows]
    for (top, left), (bottom, right) in grid.merged:
        value = grid.cell(top, left)
        if value is None:
            continue
        for row in rows[top : bottom + 1]:
            if len(row) <= right:
                row.extend([None] * (right + 1 - len(row)))
            row[left : right + 1] = [value] * (right + 1 - left)
    return replace(grid, rows=tuple(trimmed(tuple(row)) for row in rows))
