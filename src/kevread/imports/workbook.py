"""The workbook of first load: what leaves of a federation as of a day, or its columns and their help alone."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kevread.common.sheets import SHEETS, Entry, Sheet, in_order
from kevread.common.tables import Kind
from kevread.common.words import plain
from kevread.imports.planning import HELP
from kevread.imports.reading.book import Grid
from kevread.ui.spreadsheet import AS_TYPED, put

LISTED = 255  # characters of a closed list that a spreadsheet takes as it is
ROWS = 5_000  # rows to which a closed list applies
WIDTHS = {Kind.DAY: 14, Kind.MOMENT: 18, Kind.NUMBER: 10}
EMPTY = "Une ligne par inscription. Une case vide ne dit rien, et ne change rien à ce qui est déjà là."


def sheets_named(only: Iterable[str] = ()) -> list[Sheet]:
    """Those that are asked, all of them when none is, in the order in which they are written. LookupError on another."""
    wanted = {plain(name.strip()) for name in only}
    known = {plain(sheet.title) for sheet in SHEETS.values()}
    if strangers := [name for name in only if plain(name.strip()) not in known]:
        raise LookupError(strangers[0])
    return [sheet for sheet in in_order() if not wanted or plain(sheet.title) in wanted]


def grids(on: date, only: Iterable[str] = ()) -> tuple[Grid, ...]:
    """What leaves, as it is read back."""
    return tuple(
        Grid(
            sheet.title,
            (
                tuple(column.name for column in sheet.columns),
                *(tuple(column.cell(row) for column in sheet.columns) for row in sheet.rows(on)),
            ),
        )
        for sheet in sheets_named(only)
    )


def workbook(on: date, only: Iterable[str] = (), *, filled: bool = True) -> bytes:
    """One sheet each, with closed lists; its columns explained in « Mode d’emploi ». `filled` no: an example each."""
    content = BytesIO()
    with Workbook(content, {**AS_TYPED, "constant_memory": False}) as book:
        book.set_properties({"title": "Premier chargement"})
        look = Look(book)
        sheets = sheets_named(only)
        explain(book.add_worksheet(HELP), sheets, look)
        for sheet in sheets:
            write_sheet(book.add_worksheet(sheet.title[:31]), sheet, rows_of(sheet, on, filled), look)
    return content.getvalue()


def rows_of(sheet: Sheet, on: date, filled: bool) -> Iterator[Sequence[object]]:
    if filled:
        yield from ([column.cell(row) for column in sheet.columns] for row in sheet.rows(on))


class Look:
    """How cells are shown."""

    def __init__(self, book: Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.header = book.add_format({"bold": True, "bottom": 1})
        self.needed = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E6E6E6"})
        self.text = book.add_format({"num_format": "@"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self.moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})

    def of(self, kind: Kind) -> Format | None:
        return {Kind.DAY: self.day, Kind.MOMENT: self.moment, Kind.TEXT: self.text}.get(kind)


def write_sheet(page: Worksheet, sheet: Sheet, rows: Iterable[Sequence[object]], look: Look) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, WIDTHS.get(column.kind, 24), look.of(column.kind))
        page.write_string(0, place, column.name, look.needed if column.required else look.header)
        if note := help_of(column):
            page.write_comment(0, place, note, {"x_scale": 2})
        validate(page, place, column)
    for line, cells in enumerate(rows, start=1):
        for place, (column, value) in enumerate(zip(sheet.columns, cells, strict=True)):
            said = timezone.make_aware(value) if isinstance(value, datetime) else value
            put(page, (line, place), column.kind, said, look.of(column.kind), look.quoted)


def validate(page: Worksheet, place: int, column: Entry) -> None:
    """A closed list is offered where one writes; the names of another sheet too."""
    offered = list(column.choices().values()) if column.choices else ["oui", "non"] if column.yes else []
    if offered and sum(len(one) + 1 for one in offered) <= LISTED and not any("," in one for one in offered):
        page.data_validation(1, place, ROWS, place, {"validate": "list", "source": offered, "error_type": "warning"})
    elif column.refers and SHEETS[column.refers].columns and SHEETS[column.refers].keys:
        first = SHEETS[column.refers].keys[0][0]
        rank = next(at for at, one in enumerate(SHEETS[column.refers].columns) if one.name == first)
        letter = xl_col_to_name(rank)
        source = f"='{column.refers}'!${letter}$2:${letter}${ROWS}"
        page.data_validation(1, place, ROWS, place, {"validate": "list", "source": source, "error_type": "information"})


def help_of(column: Entry) -> str:
    """What one reads beside a header."""
    said = [column.help] if column.help else []
    if column.refers:
        said.append(f"Un nom de la feuille {column.refers}.")
    if column.choices:
        said.append("Au choix : " + ", ".join(column.choices().values()) + ".")
    if column.kind is Kind.DAY and not column.help:
        said.append("Un jour, par exemple 24/11/2026.")
    if column.example:
        said.append(f"Exemple : {column.example}.")
    return " ".join(said)


def explain(page: Worksheet, sheets: list[Sheet], look: Look) -> None:
    """The first sheet: what each holds, each column, what is needed, an example."""
    page.set_column(0, 1, 26)
    page.set_column(2, 2, 12)
    page.set_column(3, 3, 90)
    page.write_string(0, 0, "Mode d’emploi", look.title)
    page.write_string(1, 0, EMPTY)
    line = 3
    for sheet in sheets:
        page.write_string(line, 0, sheet.title, look.title)
        page.write_string(line, 3, sheet.help, look.wrapped)
        line += 1
        for column in sheet.columns:
            page.write_string(line, 1, column.name, look.header)
            page.write_string(line, 2, "nécessaire" if column.required else "")
            page.write_string(line, 3, help_of(column), look.wrapped)
            line += 1
        line += 1
