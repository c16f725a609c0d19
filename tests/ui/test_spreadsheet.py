"""What a spreadsheet opens: days that are days, numbers that keep their zeros, nothing that it would run."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from openpyxl import load_workbook

from kevread.common import rooms
from kevread.common.tables import Column, Kind, Table
from kevread.ui.spreadsheet import LONGEST, workbook
from tests.journeys.screens import TAKEN

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def cell_of(kind: Kind, value: object):
    content = workbook(Table("essai", "Essai", (Column("colonne", lambda row: row, kind),)), [value], NOW)
    return load_workbook(BytesIO(content)).active["A2"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33 2 99", "-5", "@SUM(1)", "\tx", "=cmd|' /C calc'!A0", "＝1+1", " =1", "\n=1", "https://exemple.fr"],
)
def test_what_looks_like_a_formula_or_a_link_is_a_text(text):
    cell = cell_of(Kind.TEXT, text)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.quotePrefix is (not text.startswith("https"))


def test_a_text_that_runs_nothing_carries_no_mark():
    assert not cell_of(Kind.TEXT, "Anne").quotePrefix


def test_a_number_of_identity_keeps_its_zeros():
    cell = cell_of(Kind.TEXT, "012345678")
    assert (cell.value, cell.data_type) == ("012345678", "s")


def test_days_and_hours_are_those_of_people():
    day = cell_of(Kind.DAY, date(2026, 11, 24))
    assert (day.is_date, day.value.date(), day.number_format) == (True, date(2026, 11, 24), "dd/mm/yyyy")
    assert cell_of(Kind.MOMENT, NOW).value == datetime(2026, 11, 24, 10, 0)
    assert cell_of(Kind.DAY, date(1900, 3, 1)).is_date
    assert cell_of(Kind.DAY, date(1899, 12, 31)).value == "1899-12-31"


def test_a_number_is_counted_and_nothing_is_nothing():
    assert (cell_of(Kind.NUMBER, 0).value, cell_of(Kind.NUMBER, -3).value) == (0, -3)
    assert cell_of(Kind.NUMBER, None).value is None
    assert (cell_of(Kind.EUROS, 125_050).value, cell_of(Kind.EUROS, 0).value) == (1250.5, 0)
    assert cell_of(Kind.EUROS, 125_050).number_format == "#,##0.00\\ €"
    assert cell_of(Kind.EUROS, None).value is None
    assert cell_of(Kind.TEXT, "").value is None


@pytest.mark.parametrize("text", ["\x01\x0b", "\ufffe\uffff", "𝔎evread 🦀", "\u202egpj", "a" * (LONGEST + 9), "<b>&"])
def test_any_text_opens(text):
    cell = cell_of(Kind.TEXT, text)
    assert cell.data_type == "s"
    if len(text) > LONGEST:
        assert len(cell.value) == LONGEST


def test_the_headers_stay_in_sight_and_nobody_is_named_as_author():
    content = workbook(Table("essai", "Essai", (Column("colonne", str),)), [], NOW)
    sheet = load_workbook(BytesIO(content)).active
    assert (sheet["A1"].value, sheet.freeze_panes, sheet.title) == ("colonne", "A2", "Essai")
    with ZipFile(BytesIO(content)) as parts:
        assert b"<dc:creator></dc:creator>" in parts.read("docProps/core.xml")


def test_every_table_of_a_room_is_taken_from_a_screen_under_a_name_of_its_own():
    names = [table.name for table in rooms.tables()]
    assert len(set(names)) == len(names) == len(TAKEN)
    assert all(len(table.title) <= 31 for table in rooms.tables())


def test_each_is_taken_as_csv_and_as_xlsx():
    resolver = get_resolver("config.urls")
    for name in TAKEN:
        room = resolver.namespace_dict[name.partition(":")[0]][1]
        for form in ("csv", "xlsx"):
            ((pattern, _),) = room.reverse_dict.getlist(f"{name.partition(':')[2]}_{form}")[0][0][:1]
            assert pattern.endswith(f".{form}")
    with pytest.raises(NoReverseMatch):
        reverse("seats:mandates_ods", kwargs={"scale": "x"})
