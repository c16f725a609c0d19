"""A file as people keep it, read into grids of cells: nothing is judged here, nothing is written."""

import re
from io import BytesIO

from . import cards, delimited, several, sheets
from .grids import Book, Cell, Grid, Row, filled
from .layouts import cleaned
from .wrong import LARGEST, Unreadable, too_large

__all__ = ["Book", "Cell", "Grid", "Row", "Unreadable", "filled", "opened", "read"]

ZIPPED = b"PK\x03\x04"
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # what no text holds
NOT_SHEETS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "",  # an old workbook, or a new one under a password: `sheets` tells
    b"%PDF": "C’est un PDF. Demandez le tableur dont il vient, ou recopiez-le dans le classeur à remplir.",
    b"\x89PNG": "C’est une image. Un tableur est attendu : CSV, XLSX, ODS, ou des contacts vCard.",
    b"\xff\xd8\xff": "C’est une image. Un tableur est attendu : CSV, XLSX, ODS, ou des contacts vCard.",
    b"{\\rtf": "C’est un texte mis en forme. Enregistrez le tableau en XLSX, en ODS ou en CSV.",
    b"\x1f\x8b": "C’est une archive. Sortez-en le tableur, et déposez-le seul.",
    b"Rar!": "C’est une archive. Sortez-en le tableur, et déposez-le seul.",
    b"7z\xbc\xaf": "C’est une archive. Sortez-en le tableur, et déposez-le seul.",
}


def read(data: bytes, name: str) -> Book:
    """As `opened`; what must not be kept of files that everybody receives (`layouts`) is already dropped."""
    return cleaned(opened(data, name))


def opened(data: bytes, name: str) -> Book:
    """The grids of a file, by what it holds: its `name` is told where there is one to tell.

    Raises Unreadable: empty, too large, not a table, under a password, damaged, or that unfolds beyond measure.
    """
    if len(data) > LARGEST:
        raise too_large(len(data))
    if data.startswith(ZIPPED) and several.is_one(data):
        return several.read(data, opened)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("Ce fichier est vide : il n’a aucune ligne. L’avez-vous enregistré avant de le déposer ?")
    for mark, sentence in NOT_SHEETS.items():
        if data.startswith(mark):
            raise Unreadable(sentence or sheets.why_not_old(data))
    if name.lower().endswith(WORKBOOKS) and not data.startswith(ZIPPED) and CONTROL.search(data[:4096]):
        raise Unreadable(
            "Ce fichier n’est pas le classeur que dit son nom, ou il est abîmé. Enregistrez-le de nouveau."
        )
    book = (
        sheets.read(data)
        if data.startswith(ZIPPED)
        else cards.read(data)
        if cards.is_one(data)
        else delimited.read(BytesIO(data))
    )
    if not any(any(cell is not None for cell in row) for grid in book.grids for row in grid.rows):
        raise Unreadable("Ce fichier n’a aucune ligne : toutes ses cases sont vides.")
    return book
