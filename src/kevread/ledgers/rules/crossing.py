"""The parts of a year, crossed along up to three axes: every margin is the sum of what it bounds, to the cent. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

UNSAID = ""  # the code of what nobody put along an axis
SHARED = "+"  # of what a key moves, along the axes of which keys say nothing: no code is written so

type At = tuple[str | None, str | None, str | None]  # a row, what is under it, a column; None: all of them


@dataclass(frozen=True, slots=True)
class Asked:
    """The axes of a table: in rows, in columns, under each row; « "" »: none. `only`: of an axis, the code that is kept."""

    rows: str
    columns: str = ""
    under: str = ""
    only: tuple[str, str] | None = None

    @property
    def axes(self) -> tuple[str, str, str]:
        return self.rows, self.under, self.columns

    def keeps(self, codes: Mapping[str, str]) -> bool:
        return self.only is None or codes.get(self.only[0], UNSAID) == self.only[1]

    def place(self, codes: Mapping[str, str]) -> At:
        """Where a part stands; what is not said of it is a code like any other."""
        row, under, column = (codes.get(axis, UNSAID) if axis else None for axis in self.axes)
        return row, under, column


def crossed(parts: Iterable[tuple[Mapping[str, str], int]], asked: Asked) -> dict[At, int]:
    """By place, what stands there, and at each margin what it bounds: (None, None, None) is the whole.

    >>> made = crossed([({"P": "A", "N": "X"}, 5), ({"P": "A"}, 2), ({"P": "B", "N": "X"}, -1)], Asked("P", "N"))
    >>> made["A", None, "X"], made["A", None, ""], made["A", None, None], made[None, None, "X"], made[None, None, None]
    (5, 2, 7, 4, 6)
    """
    made: dict[At, int] = defaultdict(int)
    for codes, cents in parts:
        if asked.keeps(codes):
            row, under, column = asked.place(codes)
            for at in set(product({row, None}, {under, None}, {column, None})):
                made[at] += cents
    return dict(made)


def stands_at(codes: Mapping[str, str], asked: Asked, at: At) -> bool:
    """Whether a part is in a place, or in what a margin bounds."""
    return asked.keeps(codes) and all(where in (None, here) for here, where in zip(asked.place(codes), at, strict=True))
