"""XLSX and ODS, read in a process apart (`apart.py`), whose memory and time are bounded."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zipfile import BadZipFile, ZipFile

from .grids import Book, Cell, Grid, Row, said, trimmed
from .wrong import MOST_CELLS, Unreadable

APART = Path(__file__).with_name("apart.py")
PATIENCE = 90  # seconds, of which `apart` has sixty to work
UNDER_PASSWORD = "EncryptedPackage".encode("utf-16-le")
EXACT = 1 << 53  # beyond, a spreadsheet no longer tells two whole numbers apart
LOCKED = (
    "Ce classeur est protégé par un mot de passe. Ouvrez-le, ôtez le mot de passe (Fichier, Informations, Protéger), puis "
    "déposez-le de nouveau."
)
DAMAGED = (
    "Ce classeur est abîmé. Ouvrez-le dans votre tableur, enregistrez-le de nouveau en XLSX ou en ODS, et redéposez-le."
)
BEYOND = (
    "Ce classeur se déplie en plus de cases qu’on ne peut en lire. Une case perdue très loin en bas ou à droite suffit : "
    "copiez le tableau seul dans un classeur neuf, et déposez celui-ci."
)


def read(data: bytes) -> Book:
    """A grid for each sheet, its values as the spreadsheet showed them last: results of formulas, days as days."""
    require_sheets(data)
    grids: list[Grid] = []
    notes: list[str] = []
    sheet: dict[str, Any] | None = None
    rows: list[Row] = []
    cells = 0

    def close() -> None:
        if sheet is not None and rows:
            merged = tuple(((top, left), (bottom, right)) for (top, left), (bottom, right) in sheet["merged"])
            grids.append(Grid(sheet["sheet"], tuple(rows), merged))
            if not sheet["shown"]:
                notes.append(f"La feuille « {sheet['sheet']} » est masquée dans le classeur.")

    for line in lines_apart(data):
        if isinstance(line, list):
            rows.append(trimmed(tuple(map(cell_of, line))))
            cells += len(line)
            if cells > MOST_CELLS:
                raise Unreadable(BEYOND)
        elif "wrong" in line:
            raise Unreadable(LOCKED if line["wrong"] == "password" else DAMAGED)
        elif "formulas" in line:
            notes += of_formulas(line["formulas"])
        else:
            close()
            sheet, rows = (line if "sheet" in line else None), []
    if sheet is not None:
        raise Unreadable(BEYOND)  # the process was ended before it could say that it had done
    return Book(tuple(grids), tuple(notes))


def lines_apart(data: bytes) -> Iterator[Any]:
    """What `apart` says, a line at a time, from a file: neither waits for the other."""
    with TemporaryFile() as given, TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        try:
            subprocess.run(  # noqa: S603 — our own file, by our own interpreter
                [sys.executable, "-I", str(APART)],
                stdin=given,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unreadable(BEYOND) from None
        answer.seek(0)
        ended = False
        for line in answer:
            try:
                one = json.loads(line)
            except ValueError:
                break  # cut where the process was
            ended = isinstance(one, dict) and "end" in one
            yield one
        if not ended:
            raise Unreadable(BEYOND)


def require_sheets(data: bytes) -> None:
    """A zip that is a workbook, and not a text, an archive or another maker's file."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            names = set(parts.namelist())
            media = parts.read("mimetype")[:100] if "mimetype" in names else b""
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise Unreadable(DAMAGED) from None
    if any(name.startswith("xl/workbook") for name in names) or b"spreadsheet" in media:
        return
    if any(name.startswith("Index/") for name in names):
        raise Unreadable(
            "C’est un fichier Numbers. Dans Numbers : Fichier, Exporter vers, Excel ; puis déposez ce classeur."
        )
    if any(name.startswith(("word/", "ppt/")) for name in names) or b"opendocument" in media:
        raise Unreadable(
            "C’est un texte ou une présentation. Copiez le tableau dans un tableur, et déposez ce classeur."
        )
    raise Unreadable("C’est une archive, et elle n’a aucun tableur. Sortez-en ce qu’il faut lire, et déposez-le.")


def why_not_old(data: bytes) -> str:
    """Of what begins as files of Office did before 2007: a workbook of today under a password is inside one."""
    if UNDER_PASSWORD in data:
        return LOCKED
    return "C’est un ancien classeur (.xls), quel que soit son nom. Ouvrez-le, enregistrez-le en XLSX, et déposez celui-ci."


def cell_of(told: Any) -> Cell:
    """What a cell says, from what `apart` wrote of it.

    >>> cell_of(12.0), cell_of(1.5), cell_of(["d", "2026-11-27"]), cell_of(True)
    (12, 1.5, datetime.date(2026, 11, 27), True)
    """
    match told:
        case str():
            return said(told)
        case float() if told.is_integer() and abs(told) < EXACT:
            return int(told)
        case ["d", day]:
            return date.fromisoformat(day)
        case ["t", moment]:
            return datetime.fromisoformat(moment)
        case None | bool() | int() | float():
            return told
    raise ValueError(f"A cell cannot be {told!r}.")


def of_formulas(places: list[str]) -> list[str]:
    """What is said of the formulas that give nothing."""
    if not places:
        return []
    if len(places) == 1:
        return [f"La formule de la case {places[0]} n’a pas de résultat : cette case est lue comme vide."]
    return [
        f"{len(places)} formules n’ont pas de résultat (la première : case {places[0]}) : ces cases sont lues comme vides."
    ]
