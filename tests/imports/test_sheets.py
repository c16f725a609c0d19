"""Workbooks: what they show, read in a process whose memory is bounded; and those that cannot be, each with what to do."""

import zlib
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from kevread.imports.reading.book import Unreadable, filled, read

from .files import ods, row, sheet_of, text, xlsx

DAY = datetime(2026, 11, 27)


def grid_of(content: bytes):
    return read(content, "classeur.xlsx").grids[0]


def with_days(book):
    sheet = book.add_worksheet("Jours")
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    hours = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_datetime(2, 1, DAY, days)
    sheet.write_datetime(2, 2, DAY.replace(hour=18, minute=30), hours)
    sheet.write_datetime(2, 3, datetime(1904, 3, 1), days)


@pytest.mark.parametrize("since_1904", [True, False])
def test_days_are_days_in_both_calendars(since_1904):
    grid = grid_of(xlsx(with_days, date_1904=since_1904))
    assert grid.rows == ((), (), (None, date(2026, 11, 27), datetime(2026, 11, 27, 18, 30), date(1904, 3, 1)))


def test_each_row_keeps_its_number_and_each_cell_its_column():
    def fill(book):
        sheet = book.add_worksheet("Loin")
        sheet.write(5, 3, "Nom")
        sheet.write(6, 3, 12345678)
        sheet.write(6, 4, True)
        sheet.write(6, 5, 1.5)
        sheet.write_string(6, 6, "0123")

    grid = grid_of(xlsx(fill))
    assert grid.rows[5] == (None, None, None, "Nom")
    assert grid.rows[6] == (None, None, None, 12345678, True, 1.5, "0123") and type(grid.rows[6][3]) is int


def test_merged_cells_are_filled_where_it_is_asked():
    def fill(book):
        sheet = book.add_worksheet("CA")
        sheet.write_row(0, 0, ["Pôle", "Nom"])
        sheet.merge_range(1, 0, 3, 0, "ESS 35")
        sheet.write_column(1, 1, ["Anne", "Zoë", "Yves"])
        sheet.write_row(4, 0, ["", "Lena"])

    grid = grid_of(xlsx(fill))
    assert [grid.cell(place, 0) for place in range(5)] == ["Pôle", "ESS 35", None, None, None]
    assert [filled(grid).cell(place, 0) for place in range(5)] == ["Pôle", "ESS 35", "ESS 35", "ESS 35", None]


def test_merged_cells_of_libreoffice_are_filled_too():
    covered = "<table:covered-table-cell/>"
    merged = row(text("ESS 35", 'table:number-rows-spanned="2" table:number-columns-spanned="1"'), text("Anne"))
    grid = grid_of(ods(row(text("Pôle"), text("Nom"), again=2) + merged + row(covered, text("Zoë"))))
    assert filled(grid).rows[2:] == (("ESS 35", "Anne"), ("ESS 35", "Zoë"))


def test_an_ods_says_its_days_and_its_numbers():
    day = '<table:table-cell office:value-type="date" office:date-value="2026-11-27"><text:p>27/11</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="12"><text:p>12,00</text:p></table:table-cell>'
    blank = '<table:table-cell table:number-columns-repeated="16380"/>'
    grid = grid_of(ods(row(text("a"), day, number, blank) + row(blank, again=1_048_000)))
    assert grid.rows == (("a", date(2026, 11, 27), 12),)


def test_a_formula_gives_what_it_showed_and_is_said_where_it_gave_nothing():
    def fill(book):
        sheet = book.add_worksheet("Calculs")
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("B1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C1", '=A1&"x"', None, "2x")
        sheet.write_string("D1", "=1+1")

    book = read(xlsx(fill), "a.xlsx")
    assert book.grids[0].rows == ((2, None, "2x", "=1+1"),)
    assert book.notes == ("La formule de la case B1 n’a pas de résultat : cette case est lue comme vide.",)


def test_a_formula_that_was_never_worked_out_is_said():
    from openpyxl import Workbook

    book, content = Workbook(), BytesIO()
    book.active["A1"], book.active["B2"] = "=1+1", "Nom"
    book.save(content)
    assert read(content.getvalue(), "a.xlsx").notes[0].startswith("La formule de la case A1 n’a pas")


def test_sheets_are_told_by_name_hidden_ones_with_a_word_and_empty_ones_not():
    def fill(book):
        book.add_worksheet("Vide")
        book.add_worksheet("Membres").write(0, 0, "Nom")
        hidden = book.add_worksheet("Listes")
        hidden.write(0, 0, "oui")
        hidden.hide()

    book = read(xlsx(fill), "a.xlsx")
    assert [grid.name for grid in book.grids] == ["Membres", "Listes"]
    assert book.notes == ("La feuille « Listes » est masquée dans le classeur.",)


def test_five_hundred_columns_and_twenty_thousand_rows():
    assert len(grid_of(sheet_of([f"c{place}" for place in range(500)])).rows[0]) == 500
    assert len(grid_of(sheet_of(*([place, "x"] for place in range(20_000)))).rows) == 20_000


def rezipped(content: bytes, **changed: bytes) -> bytes:
    """The same workbook, with other parts."""
    again = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(again, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, changed.get(name.rpartition("/")[2].partition(".")[0], before.read(name)))
    return again.getvalue()


def far_away(book):
    sheet = book.add_worksheet("A")
    sheet.write(0, 0, "Nom")
    sheet.write(1_048_575, 16_383, "perdue")


def one_text_many_times() -> bytes:
    """A text of thirty thousand letters, that two hundred thousand cells show."""
    content = sheet_of(["x" * 30_000])
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 200_001))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return rezipped(content, sheet1=f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode())


def a_heavy_zip() -> bytes:
    """Two gigabytes of one letter, in two megabytes."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join(squeezed.compress(b" " * 10_000_000) for _ in range(200)) + squeezed.flush()
    content = rezipped(sheet_of(["Nom"]), sheet1=b"MARK" * 100)
    return patched(content, body)


def patched(content: bytes, body: bytes) -> bytes:
    """The zip, with the compressed bytes of its sheet put in place of those that it tells, and sizes that lie."""
    again = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(again, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            if not name.endswith("sheet1.xml"):
                after.writestr(name, before.read(name))
        name = "xl/worksheets/sheet1.xml"
        with after.open(name, "w", force_zip64=False) as part:
            part._fileobj.write(body)  # already squeezed
            part._compress_size = len(body)
            part._file_size = 1_000
            part._compressor = None
    return again.getvalue()


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: xlsx(far_away),
        one_text_many_times,
        a_heavy_zip,
        lambda: ods(row(text("a", 'table:number-columns-repeated="16000"'), again=1_000_000)),
    ],
    ids=["far", "many", "heavy", "repeated"],
)
def test_what_unfolds_beyond_measure_is_refused_and_ends_nothing_else(bomb):
    with pytest.raises(Unreadable, match="Ce classeur"):
        read(bomb(), "a.xlsx")


def zipped(**parts: str) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as made:
        for name, said in parts.items():
            made.writestr(name.replace("__", "/"), said)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "ancien classeur"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (zipped(word__document="x"), "texte"),
        (zipped(Index__Document="x"), "Numbers"),
        (zipped(liste="x"), "archive"),
        (sheet_of(["Nom"])[:900], "abîmé"),
        (b"PK\x03\x04" + b"\0" * 40, "abîmé"),
        (rezipped(sheet_of(["Nom"]), sheet1=b"<worksheet><sheetData><row><c"), "abîmé|aucune ligne"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_would_be_right(content, said):
    with pytest.raises(Unreadable, match=said):
        read(content, "a.xlsx")
