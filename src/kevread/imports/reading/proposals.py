"""What is proposed of a file: each thing with how sure it is, and why. A person decides."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ColumnMeant:
    """A column of a file: the header that it feeds, or None; how surely, out of one, and why. `shows`: some of its cells."""

    name: str
    into: str | None
    sure: float
    why: str
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueMeant:
    """A value that is not known, on how many rows, and what it may be; empty when nothing is near."""

    column: str
    value: str
    times: int
    meant: str
    sure: float
    why: str


@dataclass(frozen=True, slots=True)
class GridMeant:
    """A grid, and the sheet that it seems to feed."""

    grid: str
    into: str
    header: int
    sure: float
    why: str
    columns: tuple[ColumnMeant, ...]
    values: tuple[ValueMeant, ...] = ()
    same: tuple[str, ...] = ()
    fill_merged: bool = False
    missing: tuple[str, ...] = ()

    def content(self) -> dict[str, Any]:
        """As a mapping says it: what is proposed, and nothing of what is not."""
        said: dict[str, Any] = {"into": self.into, "header": self.header}
        if self.fill_merged:
            said["fill_merged"] = True
        if self.same:
            said["same"] = list(self.same)
        said["columns"] = {one.name: one.into for one in self.columns}
        values: dict[str, dict[str, str]] = {}
        for one in self.values:
            if one.meant:
                values.setdefault(one.column, {})[one.value] = one.meant
        if values:
            said["values"] = values
        return said


@dataclass(frozen=True, slots=True)
class Recognised:
    """A whole file; `aside`: the grids that seem to feed nothing."""

    grids: tuple[GridMeant, ...]
    aside: tuple[str, ...] = ()

    def content(self) -> dict[str, Any]:
        return {"sheets": {one.grid: one.content() for one in self.grids}}
