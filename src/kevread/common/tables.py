"""What people take away in a spreadsheet. The columns of a table are written once, in the room that keeps its rows: by their
headers and their kinds, a file that left can be read back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Kind(Enum):
    """How a cell is written, and how it will be read: a SIREN is a text, and keeps its zeros."""

    TEXT = "texte"
    DAY = "jour"
    MOMENT = "heure"
    NUMBER = "nombre"
    EUROS = "montant"  # read in cents; in euros in the file


@dataclass(frozen=True, slots=True)
class Column:
    """A header, what is read in a row under it, and of what kind it is. A header never changes: files keep it."""

    name: str
    read: Callable[[Any], object]
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """The word of its files, what it is called, its columns.

    >>> Table("mandats", "Mandats", (Column("siège", str), Column("siège", str)))
    Traceback (most recent call last):
    ValueError: « mandats » has two columns « siège ».
    """

    name: str
    title: str
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        headers = [column.name for column in self.columns]
        for header in headers:
            if headers.count(header) > 1:
                raise ValueError(f"« {self.name} » has two columns « {header} ».")

    def cells(self, row: Any) -> Iterator[tuple[Kind, object]]:
        """What a row says under each header.

        >>> list(Table("jours", "Jours", (Column("an", lambda day: day[0], Kind.NUMBER),)).cells((2026, 11)))
        [(<Kind.NUMBER: 'nombre'>, 2026)]
        """
        return ((column.kind, column.read(row)) for column in self.columns)
