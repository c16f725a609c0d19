"""What a file says, read and told: each row new, changed, unchanged or wrong, before anything is written. Reads only."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from kevread.common.sheets import SHEETS, Cell, Entry, Sheet, Unread, as_text, in_order
from kevread.common.words import plain
from kevread.imports.deciding import Decision
from kevread.imports.index import Index, differ, names_of
from kevread.imports.mapping import Line, Matched, Matching, matched, without
from kevread.imports.reading.book import Grid

HELP = "Mode d’emploi"  # the sheet of the workbook that says nothing to enter
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
NOTHING: Mapping[str, Any] = MappingProxyType({})  # one for all the rows of a large file


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a cell does not say, and what would be right. The row 0 is the whole sheet. `alone`: what it says is right on
    another row; « row »: that other row says all of it, and this one is left out."""

    sheet: str
    row: int
    column: str
    value: str
    message: str
    alone: str = ""  # « cell », « row »


@dataclass(slots=True)
class Planned:
    """A row of a file, read. `grid` and `number` are where people see it. `status` as the tables were when it was planned."""

    grid: str
    number: int
    sheet: Sheet
    values: dict[str, Any]
    status: str = NEW
    before: Mapping[str, Any] = NOTHING  # what it changes, as it was, by header
    there: Any = None  # the key of the row that it is
    apart: frozenset[str] = frozenset()  # the words of those that somebody said it is not
    given: Mapping[str, Any] = NOTHING  # what names it, that the file does not say

    @property
    def said(self) -> Mapping[str, Any]:
        """What the file says, less what was given to it."""
        if not self.given:
            return self.values
        return {header: "" if header in self.given else value for header, value in self.values.items()}

    @property
    def name(self) -> tuple[str, int]:
        return self.grid, self.number


@dataclass(slots=True)
class Plan:
    """Of a whole file: the rows in the order in which they are written, and what is wrong. `aside`: sheets that feed none."""

    rows: list[Planned] = field(default_factory=list)
    errors: list[Wrong] = field(default_factory=list)
    aside: tuple[str, ...] = ()
    lines: int = 0

    def by_row(self) -> dict[tuple[str, int], list[Wrong]]:
        """What is wrong, row by row."""
        found: dict[tuple[str, int], list[Wrong]] = {}
        for one in self.errors:
            found.setdefault((one.sheet, one.row), []).append(one)
        return found

    def by_value(self) -> list[tuple[Wrong, int]]:
        """What is wrong, each column and value once, with how many rows say it: the most frequent first."""
        counted = Counter((one.sheet, one.column, one.value, one.message) for one in self.errors)
        first = {(one.sheet, one.column, one.value, one.message): one for one in reversed(self.errors)}
        return [(first[key], times) for key, times in counted.most_common()]

    def count(self, status: str) -> int:
        return sum(1 for row in self.rows if row.status == status)


def plan(
    grids: Iterable[Grid],
    matching: Matching,
    on: date,
    aside: Mapping[str, set[int]] | None = None,
    decided: Iterable[Decision] = (),
) -> Plan:
    """What the grids say, held against what is there that day. `aside`: by grid, the rows that somebody set aside; `decided`:
    the rows of which somebody said whether they are there already."""
    made = Plan()
    found: list[Matched] = []
    left: list[str] = []
    for grid in grids:
        one = matched(grid, matching)
        if one is None:
            if plain(grid.name) != plain(HELP):
                left.append(grid.name)
            continue
        found.append(without(one, aside.get(grid.name, set())) if aside else one)
    made.aside = tuple(left)
    if not found:
        made.errors += [Wrong(name, 1, "", name, no_sheet(name)) for name in left]
    for sheet in in_order():
        for one in found:
            if one.sheet is sheet:
                made.errors += of_header(one)
                read_lines(one, made, on)
    decided = tuple(decided)
    land(made, decided, on)
    tell_apart(made, decided)
    twice(made)
    compare(made, on)
    return made


def land(made: Plan, decided: Iterable[Decision], on: date) -> None:
    """A row that somebody said to be one that is there is named as that one is: it changes it, and opens no other."""
    same = {(one.sheet, one.row): one.word for one in decided if one.same}
    indexes: dict[str, Index] = {}
    for row in made.rows:
        if (word := same.get(row.name)) is None:
            continue
        if row.sheet.title not in indexes:
            indexes[row.sheet.title] = Index(row.sheet, on)
        index = indexes[row.sheet.title]
        try:
            there = index.named(word)
        except LookupError:
            continue  # several are called so by now: `compare` tells it
        if there is not None:
            held = row.sheet.held(there)
            named = (header for key in row.sheet.keys for header in key)
            row.values.update({header: held[header] for header in named if held[header] not in ("", None)})


def tell_apart(made: Plan, decided: Iterable[Decision]) -> None:
    """A row that somebody said not to be one that is there is another, however they are named."""
    apart: dict[tuple[str, int], set[str]] = {}
    for one in decided:
        if not one.same:
            apart.setdefault((one.sheet, one.row), set()).add(one.word)
    for row in made.rows:
        row.apart = frozenset(apart.get(row.name, ()))


def no_sheet(name: str) -> str:
    said = f"« {name} »" if name else "Ce tableau"
    known = ", ".join(SHEETS)
    return f"{said} n’est pas une feuille du classeur ({known}) : dites ce que remplit cette feuille, ou donnez-lui son nom."


def of_header(one: Matched) -> Iterator[Wrong]:
    for name in one.strange:
        yield Wrong(
            one.grid,
            one.header,
            name,
            name,
            f"« {name} » n’est pas une colonne de la feuille {one.sheet.title}, ou y est deux fois : dites laquelle elle "
            "remplit, ou laissez-la de côté.",
        )
    for name in one.missing:
        yield Wrong(one.grid, one.header, name, "", f"La colonne « {name} » manque : elle est nécessaire.")


class Reader:
    """What the cells of a sheet say that day. `chosen`: what each cell of a closed list means, the same few on every row;
    `spelt`: how each column that knows it writes what is said."""

    def __init__(self, sheet: Sheet, on: date) -> None:
        self.chosen: dict[tuple[str, Cell], Any] = {}
        self.spelt = {column.name: column.spelt(on) for column in sheet.columns if column.spelt is not None}

    def value(self, column: Entry, cell: Cell) -> Any:
        """Raises Unread."""
        if column.choices is not None and isinstance(cell, str):
            said = column.name, cell
            if said not in self.chosen:
                self.chosen[said] = column.value(cell)
            return self.chosen[said]
        value = column.value(cell)
        return self.spelt[column.name](value) if value and column.name in self.spelt else value


def read_lines(one: Matched, made: Plan, on: date) -> None:
    """The rows that read well; what is wrong in the others is told."""
    silent = dict.fromkeys((column.name for column in one.sheet.columns), "")
    reader = Reader(one.sheet, on)
    for line in one.lines:
        made.lines += 1
        values = silent.copy()
        wrong = read_line(one, line, values, reader)
        made.errors += wrong
        if not wrong and not one.missing:
            made.rows.append(Planned(one.grid, line.number, one.sheet, values))


def read_line(one: Matched, line: Line, values: dict[str, Any], reader: Reader) -> list[Wrong]:
    """Fill the values of a row; returns what is wrong in it."""
    wrong: list[Wrong] = []
    for column in one.sheet.columns:
        if column.name not in line.cells or column.told:
            continue
        cell = line.cells[column.name]
        try:
            values[column.name] = value = reader.value(column, cell)
            if column.required and value == "":
                raise Unread(f"« {column.name} » manque." + (f" {column.help}" if column.help else ""))
        except Unread as said:
            wrong.append(Wrong(one.grid, line.number, column.name, as_text(cell), str(said)))
    return wrong


def twice(made: Plan) -> None:
    """Two rows of a file that are the same one: which is right is somebody's to say."""
    said: dict[str, dict[tuple[int, tuple[str, ...]], Planned]] = {}
    kept = []
    for row in made.rows:
        seen = said.setdefault(row.sheet.title, {})
        names = list(names_of(row.sheet, row.values))
        earlier = None
        for name in names:
            other = seen.setdefault(name, row)
            if other is not row and not differ(row.values, other.values, row.sheet.keys[: name[0]]):
                earlier = other
                break
        if earlier is None:
            kept.append(row)
            continue
        for name in names:  # what is left out names nothing
            if seen.get(name) is row:
                del seen[name]
        column = row.sheet.keys[0][0]
        where = (
            f"ligne {earlier.number}" if earlier.grid == row.grid else f"feuille {earlier.grid}, ligne {earlier.number}"
        )
        told, alone = same_as(row, earlier, where)
        made.errors.append(Wrong(row.grid, row.number, column, as_text(row.values[column]), told, alone))
    made.rows[:] = kept


def same_as(row: Planned, earlier: Planned, where: str) -> tuple[str, str]:
    """What the other line has of this one: all that names it, or the surest part alone."""
    if not differ(row.values, earlier.values, row.sheet.keys[1:]):
        return f"Cette ligne dit la même chose que {where}.", "row"
    surest, other = (" ".join(as_text(earlier.values[header]) for header in key) for key in row.sheet.keys[:2])
    told = f"{where.capitalize()}, « {other} » a déjà « {surest} » : laissez vide l’une des deux cases, ou corrigez-la."
    return told, "cell"


def compare(made: Plan, on: date) -> None:
    """Each row beside the one that is there, and each name beside those there are, in the tables and in the file."""
    indexes: dict[str, Index] = {}
    giving = {
        sheet.title: sheet.given(row.values for row in made.rows if row.sheet is sheet)
        for sheet in {row.sheet.title: row.sheet for row in made.rows}.values()
        if sheet.given is not None
    }
    named = {
        column.refers
        for sheet in {row.sheet.title: row.sheet for row in made.rows}.values()
        for column in sheet.columns
    }
    kept = []
    for row in made.rows:
        title = row.sheet.title
        for other in {title, *(column.refers for column in row.sheet.columns if column.refers)} - indexes.keys():
            indexes[other] = Index(SHEETS[other], on)
        index = indexes[title]
        wrong = list(name_as_there(row, indexes))
        try:
            there = index.match(row.values, row.apart)
        except LookupError as several:
            wrong.append(wrong_at(row, str(several), SEVERAL))
            there = None
        if wrong:
            made.errors += wrong
            continue
        kept.append(row)
        if there is None:
            if title in giving:
                row.given = giving[title](row.values)
                row.values.update(row.given)
            if title in named:
                index.promise(row.values)
        else:
            row.there = getattr(there[1], "pk", None)
            index.as_it_stands(row.values, there)
            row.before = changes(row, there[0])
            row.status = CHANGED if row.before else UNCHANGED
    made.rows[:] = kept


SEVERAL = "Plusieurs lignes sont ainsi nommées : écrivez ce qui les distingue."


def wrong_at(row: Planned, header: str, message: str) -> Wrong:
    return Wrong(row.grid, row.number, header, as_text(row.values[header]), message)


def name_as_there(row: Planned, indexes: Mapping[str, Index]) -> Iterator[Wrong]:
    """Write each name as its sheet does: « Le Lavoir » is `le-lavoir`. What names nothing, or several, is told."""
    for column in row.sheet.columns:
        said = row.values[column.name]
        if not column.refers or not said:
            continue
        try:
            name = indexes[column.refers].name_of(said)
        except LookupError:
            message = f"« {said} » nomme plusieurs lignes de {column.refers} : soyez plus précis."
            yield wrong_at(row, column.name, message)
            continue
        if name:
            row.values[column.name] = name
        elif not SHEETS[column.refers].grows:
            yield wrong_at(row, column.name, unknown(column, said))


def unknown(column: Entry, said: str) -> str:
    example = f", par exemple « {column.example} »" if column.example else ""
    return f"« {said} » n’est pas dans {column.refers} : écrivez son nom comme là{example}, ou ajoutez-y cette ligne."


def changes(row: Planned, held: Mapping[str, Any]) -> dict[str, Any]:
    """What the row says otherwise than the one that is there, as it was, by header. An empty cell says nothing."""
    return {
        column.name: held[column.name]
        for column in row.sheet.columns
        if not column.once
        and row.values[column.name] != ""
        and as_text(row.values[column.name]) != as_text(held[column.name])
    }
