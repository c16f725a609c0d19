"""A list as a spreadsheet reads it: CSV, in UTF-8 with its mark and semicolons; or XLSX, where days are days. No cell is one
that it would run."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kevread.common.facts import HEAD
from kevread.common.tables import Kind, Table
from kevread.common.words import seen
from kevread.ui.files import under_name
from kevread.ui.request import Request, is_wide

# What a spreadsheet would run; written wide too, as some read it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMATS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters of a cell
LONGEST_NAME = 31  # characters of the name of a sheet
FIRST_YEAR = 1900  # before it, a spreadsheet has no days: they are written as in CSV
# Nothing typed by somebody becomes a formula, a link or a number; rows leave the memory as they are written.
AS_TYPED = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


def files(route: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """The addresses of a list to take away, `name_csv` and `name_xlsx`: the view is told which by `form`."""
    return [path(f"{route}.{form}", view, {"form": form}, name=f"{name}_{form}") for form in FORMATS]


def table_file(request: Request, table: Table, rows: Iterable[object], form: str, *, about: str = "") -> HttpResponse:
    """The rows, of the organisation of the address and of the day that the page shows: its name says what, where, which day.
    `about`: what it is of, where it is of less than the organisation."""
    where = request.scale.slug if request.scale else ""
    name = "-".join(part for part in (where, about, table.name, request.on.isoformat()) if part) + f".{form}"
    if form == "csv":
        said = ([written(kind, value) for kind, value in table.cells(row)] for row in rows)
        return csv_answer(name, [column.name for column in table.columns], said)
    content = workbook(table, rows, request.now)
    return under_name(HttpResponse(content, content_type=XLSX), name)


def wide_name(request: Request) -> str:
    """What the name of a file says of a list of more than the organisation of the address; nothing of a list of it alone."""
    if not is_wide(request):
        return ""
    return "tout-le-reseau" if request.scale.scale == HEAD else "et-ses-membres"


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """What is read there and not read back: each cell in its own words."""
    return csv_answer(name, columns, ([neutral(cell) for cell in row] for row in rows))


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    response = under_name(HttpResponse("\ufeff", content_type="text/csv; charset=utf-8"), name)
    writer = csv.writer(response, delimiter=";")
    writer.writerow(columns)
    writer.writerows(rows)
    return response


def written(kind: Kind, value: object) -> str:
    """A cell of a CSV: a day as 2026-11-24, an hour as 2026-11-24 18:30, a number as it is; of an amount, the euros.

    >>> written(Kind.DAY, date(2026, 11, 24)), written(Kind.NUMBER, -5), written(Kind.TEXT, "-5"), written(Kind.DAY, None)
    ('2026-11-24', '-5', "'-5", '')
    >>> written(Kind.EUROS, 125_050), written(Kind.EUROS, -7)
    ('1250,50', '-0,07')
    """
    if value is None or kind is Kind.TEXT:
        return neutral(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if kind is Kind.EUROS and isinstance(value, int):
        return f"{value / 100:.2f}".replace(".", ",")
    return value.isoformat() if isinstance(value, date) else str(value)


def neutral(value: object) -> str:
    """A cell that no spreadsheet takes for a formula, whatever stands unseen before it.

    >>> neutral("=1+1"), neutral(None), neutral(12), neutral("\\ufeff=1+1") == "'\\ufeff=1+1"
    ("'=1+1", '', '12', True)
    """
    cell = "" if value is None else str(value)
    return f"'{cell}" if is_run(cell) else cell


def is_run(cell: str) -> bool:
    """Whether a spreadsheet would run it, once it dropped what is not seen."""
    return (
        cell.startswith(FORMULA)
        or cell.lstrip().startswith(FORMULA)
        or (not cell.isascii() and seen(cell).startswith(FORMULA))
    )


def workbook(table: Table, rows: Iterable[object], now: datetime) -> bytes:
    """One sheet, its headers frozen. What looks like a formula is a text, marked as the apostrophe of a spreadsheet marks it:
    it stays one when the cell is edited."""
    content = BytesIO()
    with Workbook(content, AS_TYPED) as book:
        book.set_properties({"title": table.title, "created": timezone.localtime(now).replace(tzinfo=None)})
        formats = {
            Kind.DAY: book.add_format({"num_format": "dd/mm/yyyy"}),
            Kind.MOMENT: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            Kind.TEXT: book.add_format({"num_format": "@"}),
            Kind.NUMBER: None,
            Kind.EUROS: book.add_format({"num_format": "#,##0.00\\ €"}),
        }
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        sheet = book.add_worksheet(sheet_name(table.title))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, 22)
        bold = book.add_format({"bold": True})
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name, bold)
        for line, row in enumerate(rows, start=1):
            for place, (kind, value) in enumerate(table.cells(row)):
                put(sheet, (line, place), kind, value, formats[kind], quoted)
    return content.getvalue()


def sheet_name(title: str) -> str:
    """As a spreadsheet takes it: 31 characters at most, whole words.

    >>> sheet_name("Remplacements pendant une absence"), sheet_name("Mandats")
    ('Remplacements pendant une', 'Mandats')
    """
    return title if len(title) <= LONGEST_NAME else title[: LONGEST_NAME + 1].rpartition(" ")[0] or title[:LONGEST_NAME]


def put(
    sheet: Worksheet, where: tuple[int, int], kind: Kind, value: object, form: Format | None, quoted: Format
) -> None:
    """One cell, as its kind says; nothing for what is not known."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(*where, value, form)
    elif kind is Kind.NUMBER and isinstance(value, int | float):
        sheet.write_number(*where, value)
    elif kind is Kind.EUROS and isinstance(value, int):
        sheet.write_number(*where, value / 100, form)
    elif value not in (None, ""):
        text = str(value)[:LONGEST]
        sheet.write_string(*where, text, quoted if is_run(text) else form)
