"""Run in a process of its own, with little memory and little time, so that a workbook that unfolds beyond measure ends that
process and nothing else. Reads a workbook on its input; writes JSON, one line for each thing that it says. It knows nothing of
the house, and is given no environment."""

import json
import re
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

import python_calamine

MEMORY = 1_500_000_000
SECONDS = 60
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
WRONG = (
    python_calamine.CalamineError,
    python_calamine.XmlError,
    python_calamine.ZipError,
    BadZipFile,
    expat.ExpatError,
    OSError,
    ValueError,
)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# A formula whose result is a fault, or that was never worked out: what the cell would say is not known.
NO_RESULT = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?:[^>]* t="e"[^>]*>|[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>)'
)


def tell(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")


def said(value: object) -> object:
    """A cell, as JSON can carry it: what is no text, number or truth is a pair."""
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    return None if value == "" else value


class Spans:
    """The merged ranges of an ODS, by sheet: the library tells those of an XLSX only."""

    def __init__(self, content: bytes) -> None:
        self.ranges: dict[str, list[Any]] = {}
        self.sheet, self.row, self.column, self.again = "", 0, 0, 1
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self.opened, self.closed
        parser.Parse(content, True)

    def opened(self, name: str, about: dict[str, str]) -> None:
        match name.removeprefix(TABLE):
            case "table":
                self.sheet, self.row = about.get(f"{TABLE}name", ""), 0
            case "table-row":
                self.column, self.again = 0, int(about.get(f"{TABLE}number-rows-repeated", 1))
            case "table-cell" | "covered-table-cell":
                down, across = (int(about.get(f"{TABLE}number-{way}-spanned", 1)) for way in ("rows", "columns"))
                if down > 1 or across > 1:
                    last = [self.row + down - 1, self.column + across - 1]
                    self.ranges.setdefault(self.sheet, []).append([[self.row, self.column], last])
                self.column += int(about.get(f"{TABLE}number-columns-repeated", 1))

    def closed(self, name: str) -> None:
        if name == f"{TABLE}table-row":
            self.row += self.again


def without_result(parts: ZipFile) -> Iterator[str]:
    """The cells whose formula says nothing."""
    for name in filter(SHEET.fullmatch, parts.namelist()):
        for found in NO_RESULT.finditer(parts.read(name)):
            yield found[1].decode()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        data = sys.stdin.buffer.read()
        book = python_calamine.load_workbook(BytesIO(data))
        with ZipFile(BytesIO(data)) as parts:
            spans = Spans(parts.read("content.xml")).ranges if "content.xml" in parts.namelist() else {}
            tell({"formulas": list(without_result(parts))[:1_000]})
        for kept in book.sheets_metadata:
            if kept.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(kept.name)
            shown = kept.visible is python_calamine.SheetVisibleEnum.Visible
            merged = sheet.merged_cell_ranges or spans.get(kept.name, [])
            tell({"sheet": kept.name, "shown": shown, "merged": merged})
            left = sheet.start[1] if sheet.start else 0
            for row in sheet.iter_rows():
                cells = [None] * left + [said(value) for value in row]
                while cells and cells[-1] is None:
                    cells.pop()
                tell(cells)
    except python_calamine.PasswordError:
        tell({"wrong": "password"})
    except WRONG:
        tell({"wrong": "damaged"})
    tell({"end": True})


if __name__ == "__main__":
    main()
