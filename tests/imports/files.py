"""Files as people keep them, made for the tests."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

NAMES = " ".join(
    f'xmlns:{word}="urn:oasis:names:tc:opendocument:xmlns:{word}:1.0"' for word in ("office", "table", "text")
)
SHEETS = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(fill, **options) -> bytes:
    """A workbook that `fill` writes."""
    content = BytesIO()
    with Workbook(content, options) as book:
        fill(book)
    return content.getvalue()


def sheet_of(*rows, name="Feuille1", **options) -> bytes:
    """A workbook of one sheet."""

    def fill(book):
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)

    return xlsx(fill, **options)


def ods(rows: str, name="Feuille1") -> bytes:
    """A workbook of LibreOffice, of rows in its own words."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", SHEETS)
        entry = f'<m:file-entry m:full-path="/" m:media-type="{SHEETS}"/>'
        space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        parts.writestr("META-INF/manifest.xml", f"<m:manifest {space}>{entry}</m:manifest>")
        table = f'<table:table table:name="{name}">{rows}</table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        parts.writestr("content.xml", f"<office:document-content {NAMES}>{body}</office:document-content>")
    return content.getvalue()


def row(*cells: str, again=1) -> str:
    return f'<table:table-row table:number-rows-repeated="{again}">{"".join(cells)}</table:table-row>'


def text(said: str, about: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {about}><text:p>{said}</text:p></table:table-cell>'
