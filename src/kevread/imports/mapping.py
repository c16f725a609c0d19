"""What somebody says of a file: which sheet of the workbook each of its sheets feeds, on which line its header stands, what
each column means, and each value that is not known. Kept with the import, and proposed again for the next file of that source.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from kevread.common.reading import dotted, plain, read_as, read_json
from kevread.common.sheets import SHEETS, Cell, Entry, Sheet, as_text
from kevread.common.words import plain as bare
from kevread.imports.reading.book import Grid, Row, filled
from kevread.imports.reading.whole_names import FAMILY, GIVEN, IN_TWO, cut_in_two, parts_of


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """Of one sheet of a file. `columns`: the header that each column feeds; null, it is left aside; one that is not named
    feeds the header that it bears. Several that feed the header which names another row are read one after the other: « Nom »
    and « Prénom » are who sits. `values`: by column of the file, the first of those that are read together, what an unknown
    value means. `same`: what one writes to say « as above ». `always`: by header of the workbook, what its rows say where the
    file says nothing. `cells`: by the number of a row and the header of the workbook, what that one cell should have said. A
    column that feeds one of `IN_TWO` holds a whole name, and is cut in two."""

    into: str
    header: int = 1
    fill_merged: bool = False
    same: tuple[str, ...] = ()
    columns: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.into not in SHEETS:
            raise ValueError(f"« {self.into} » n’est pas une feuille du classeur : {', '.join(SHEETS)}.")
        headers = {bare(column.name): column for column in SHEETS[self.into].columns}
        whole = [said for said in self.columns.values() if said is not None]
        fed = [part for said in whole for part in (parts_of(said, SHEETS[self.into]) or (said,))]
        corrected = [said for row in self.cells.values() for said in row]
        if strangers := [said for said in (*fed, *self.always, *corrected) if bare(said) not in headers]:
            raise ValueError(f"« {strangers[0]} » n’est pas une colonne de la feuille {self.into}.")
        alone = [bare(said) for said in fed if not headers[bare(said)].refers]
        if twice := next((said for said in fed if alone.count(bare(said)) > 1), None):
            raise ValueError(f"deux colonnes ne peuvent pas remplir « {twice} ».")
        if self.header < 1:
            raise ValueError("la ligne des en-têtes se compte à partir de 1.")


@dataclass(frozen=True, slots=True)
class Matching:
    """Of a whole file, by the name of each of its sheets; « » for a file that has one without a name."""

    sheets: Mapping[str, SheetMapping] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file under the headers of the workbook, with the number that its spreadsheet gives it."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Matched:
    """What a grid says of a sheet of the workbook: its lines, which are made as they are read, once; and the columns that mean
    nothing here."""

    grid: str
    sheet: Sheet
    header: int
    lines: Iterator[Line]
    strange: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def read_matching(path: Path) -> Matching:
    """A mapping, from a file in JSON. Raises Misread, with the place of what is wrong; an unknown key is."""
    return as_matching(read_json(path))


def as_matching(content: object) -> Matching:
    return read_as(Matching, content, dotted)


def as_content(matching: Matching) -> dict[str, object]:
    """What JSON can keep of it."""
    return dict(plain(matching))


def sheet_named(name: str) -> Sheet | None:
    return next((sheet for sheet in SHEETS.values() if bare(sheet.title) == bare(name.strip())), None)


def matched(grid: Grid, matching: Matching) -> Matched | None:
    """The lines of a grid under the headers of the workbook; None for a sheet that feeds none."""
    said = matching.sheets.get(grid.name)
    if said is None:
        sheet = sheet_named(grid.name)
        if sheet is None:
            return None
        said = SheetMapping(sheet.title)
    sheet = SHEETS[said.into]
    grid = filled(grid) if said.fill_merged else grid
    header = grid.rows[said.header - 1] if said.header <= len(grid.rows) else ()
    places, strange = places_of(sheet, said, header)
    lines = lines_of(grid, said, {place: (sheet_header, name) for place, sheet_header, name in places})
    fed = {sheet_header for _, sheet_header, _ in places} | {
        column.name for name in said.always for column in own_columns(said, name)
    }
    fed |= {part for said in fed for part in parts_of(said, sheet)}
    missing = tuple(one.name for one in sheet.columns if one.required and one.name not in fed)
    return Matched(grid.name, sheet, said.header, lines, strange, missing)


def places_of(sheet: Sheet, said: SheetMapping, header: Row) -> tuple[list[tuple[int, str, str]], tuple[str, ...]]:
    """Where each header of the workbook is read, and under which name; and the columns that mean nothing here. The same name
    twice is strange the second time: which one is right is somebody's to say."""
    own = {bare(one.name): one.name for one in sheet.columns}
    own |= {bare(name): name for name in IN_TWO if parts_of(name, sheet)}
    joined = {one.name for one in sheet.columns if one.refers}
    meant = {bare(as_text(name)): into if into is None else own[bare(into)] for name, into in said.columns.items()}
    found: list[tuple[int, str, str]] = []
    strange: list[str] = []
    taken: dict[str, str] = {}
    for place, cell in enumerate(header):
        name = as_text(cell)
        if not name:
            continue
        into = meant[bare(name)] if bare(name) in meant else own.get(bare(name), "")
        if into is None:
            continue
        parts = parts_of(into, sheet) or (into,)
        again = any(part in taken for part in parts)
        if not into or (again and (into not in joined or bare(name) not in meant or name == taken[into])):
            strange.append(name)
            continue
        taken |= dict.fromkeys(parts, name)
        found.append((place, into, name))
    return found, tuple(strange)


def lines_of(grid: Grid, said: SheetMapping, places: Mapping[int, tuple[str, str]]) -> Iterator[Line]:
    """The rows below the header that say something: « idem » is what stands above, and a value that was matched is what it
    means."""
    same = {bare(word) for word in said.same}
    values = {
        bare(as_text(name)): {bare(as_text(one)): meant for one, meant in pairs.items()}
        for name, pairs in said.values.items()
    }
    sources: dict[str, list[tuple[int, str]]] = {}
    for place, (into, name) in places.items():
        sources.setdefault(into, []).append((place, name))
    always = {column.name: said.always[name] for name in said.always for column in own_columns(said, name)}
    corrected = {
        number: {column.name: meant for name, meant in row.items() for column in own_columns(said, name)}
        for number, row in said.cells.items()
    }
    fed = [(into, [place for place, _ in those], values.get(bare(those[0][1]), {})) for into, those in sources.items()]
    whole = [(name, family_first) for name, family_first in IN_TWO.items() if name in sources]
    above: dict[int, Cell] = {}
    for number, row in enumerate(islice(grid.rows, said.header, None), start=said.header + 1):
        cells: dict[str, Cell] = {}
        for into, where, meant in fed:
            for place in where:
                cell = row[place] if place < len(row) else None
                if not same or bare(as_text(cell)) not in same or not as_text(cell):
                    above[place] = cell
            cell = above[where[0]] if len(where) == 1 else together(above[place] for place in where)
            cells[into] = meant.get(bare(as_text(cell)), cell) if meant else cell
        for name, family_first in whole:
            cells[FAMILY], cells[GIVEN] = cut_in_two(as_text(cells.pop(name)), family_first=family_first)
        if any(cell is not None and as_text(cell) for cell in cells.values()):
            cells |= {into: word for into, word in always.items() if not as_text(cells.get(into))}
            yield Line(number, cells | corrected.get(str(number), {}) if corrected else cells)


def own_columns(said: SheetMapping, name: str) -> Iterator[Entry]:
    return (column for column in SHEETS[said.into].columns if bare(column.name) == bare(name))


def together(cells: Iterable[Cell]) -> str:
    """
    >>> together(["Le Goff", None, " Yann "])
    'Le Goff Yann'
    """
    return " ".join(filter(None, map(as_text, cells)))


def without(matched_sheet: Matched, numbers: set[int]) -> Matched:
    """The same, some lines set aside."""
    return replace(matched_sheet, lines=(line for line in matched_sheet.lines if line.number not in numbers))


PEOPLE = "Personnes"


def without_names(content: Any, is_one: Callable[[str], bool]) -> Any:
    """What JSON keeps of a mapping, less what was said of one cell, or of one value, that is somebody's name alone: where a
    sheet names people, and nowhere else. The file itself is gone by then."""
    sheets = {name: without_those(said, is_one) for name, said in content.get("sheets", {}).items()}
    return {**content, "sheets": sheets} if sheets else content


def without_those(said: dict[str, Any], is_one: Callable[[str], bool]) -> dict[str, Any]:
    sheet = SHEETS.get(str(said.get("into")))
    if sheet is None:
        return said
    whole = {bare(FAMILY), bare(GIVEN), *map(bare, IN_TWO)} if sheet.title == PEOPLE else set()
    naming = whole | {bare(column.name) for column in sheet.columns if column.refers == PEOPLE}
    feeds = {bare(name): bare(into) for name, into in said.get("columns", {}).items() if into}
    left = dict(said)
    if "cells" in said:
        cells = {
            row: {name: meant for name, meant in cell.items() if not (bare(name) in naming and is_one(meant))}
            for row, cell in said["cells"].items()
        }
        left["cells"] = {row: cell for row, cell in cells.items() if cell}
    if "values" in said:
        left["values"] = {
            name: {
                one: meant
                for one, meant in pairs.items()
                if feeds.get(bare(name), bare(name)) not in naming or not (is_one(one) or is_one(meant))
            }
            for name, pairs in said["values"].items()
        }
    return left
