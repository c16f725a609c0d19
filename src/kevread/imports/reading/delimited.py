"""CSV, whatever separates its columns and ends its lines: read as it comes, with a memory that does not grow with the file."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from itertools import chain, islice
from math import log2
from typing import BinaryIO

from .charset import charset
from .grids import Book, Grid, Row, counted, said, trimmed
from .wrong import Unreadable

SEPARATORS = ";\t|,"  # the first of those that read as well
SAMPLE_LINES = 200
SHORT, MOST_SAME = 8, 5_000  # characters of a cell that may come back, and how many of them are held once
LONGEST_LINE = 2_000_000  # characters: beyond, what is read is no table
END = "\ue000kevread\ue000"
TOLD = re.compile(r"sep=(.)", re.IGNORECASE)  # what Excel writes on the first line, and shows to nobody
QUOTED = re.compile(r"'[=+\-@\t\r]")  # an apostrophe that keeps a text from being run, put there on the way out
PAGE = re.compile(rb"\s*(<!doctype html|<html|<table|<\?xml)", re.IGNORECASE)


def read(file: BinaryIO) -> Book:
    """One grid, without a name."""
    stream = rows(file)
    notes = next(stream)
    return Book((Grid("", tuple(counted(stream))),), tuple(map(str, notes)))


def rows(file: BinaryIO) -> Iterator[Row]:
    """First what must be said of the file, then its rows, one at a time: a blank line is an empty row, so that each row keeps
    its number. The file is read three times over and never held."""
    file.seek(0)
    head = file.read(4_096)
    if PAGE.match(head):
        raise Unreadable(
            "C’est une page web, quel que soit son nom. Ouvrez-la dans votre tableur, puis enregistrez-la en XLSX ou en ODS."
        )
    encoding, errors, note = charset(file)
    if not encoding.startswith(("utf-16", "utf-32")) and head.count(0) * 20 > len(head):
        raise Unreadable("Ce n’est pas un tableur. Sont lus : CSV, XLSX, ODS, et les contacts vCard.")
    file.seek(0)
    text = TextIOWrapper(file, encoding, errors, newline="")
    try:
        sample = list(islice(lines(text), SAMPLE_LINES))
        separator = separator_of(sample)
        text.seek(0)
        yield (note,) if note else ()
        yield from records(lines(text), separator)
    finally:
        with suppress(ValueError):  # whoever gave the file may have closed it
            text.detach()


def lines(text: TextIOWrapper) -> Iterator[str]:
    """The lines, ended by CR, LF or both, even where a piece of the file ends between them."""
    while line := text.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise Unreadable("Ce fichier n’a pas de lignes. Un tableau a une ligne par personne ou par organisation.")
        yield line


def separator_of(sample: list[str]) -> str:
    """What separates the columns: what cuts most rows into the same number of pieces, and into several.

    >>> separator_of(["Nom;Montant\\n", "Le Gall, Anne;5,00\\n", "Cohen;12,50\\n"])
    ';'
    """
    if sample and (told := TOLD.fullmatch(sample[0].strip('\r\n\ufeff"'))):
        return told[1]
    strict = {mark: how_well(sample, mark, strict=True) for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: (strict[mark], how_well(sample, mark, strict=False)))


def how_well(sample: list[str], separator: str, *, strict: bool) -> float:
    """`strict`: not at all where a quote is closed before anything but this separator."""
    widths = Counter[int]()
    try:
        for cells in csv.reader(sample, delimiter=separator, strict=strict):
            widths[len(cells)] += bool(cells)
    except csv.Error as wrong:
        if "expected after" in str(wrong):
            return 0
    rows = widths.total() or 1
    return max(((count / rows) ** 2 * log2(width) for width, count in widths.items() if width), default=0)


def records(text: Iterator[str], separator: str) -> Iterator[Row]:
    """The rows under a separator. A quote that is opened and never closed would swallow the rest: the line is told."""
    first = next(text, "")
    if TOLD.fullmatch(first.strip('\r\n\ufeff"')):
        first = "\n"
    reader = csv.reader(chain([first], text, [END]), delimiter=separator)
    started = 1
    same: dict[str, str | None] = {}  # « O », « 9220 »: a large file says them on every line, and they are held once
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = None
        if cells is None or (cells != [END] and cells[-1:] and cells[-1].endswith(END)):
            raise Unreadable(
                f"Ligne {started} : un guillemet droit y est ouvert et n’est jamais refermé. Ôtez-le, ou fermez-le, puis "
                "déposez le fichier de nouveau."
            )
        if cells == [END]:
            return
        yield trimmed(tuple([same[cell] if cell in same else met(cell, same) for cell in cells]))
        started = reader.line_num + 1


def met(text: str, same: dict[str, str | None]) -> str | None:
    cell = cell_of(text)
    if len(text) <= SHORT and len(same) < MOST_SAME:
        same[text] = cell
    return cell


def cell_of(text: str) -> str | None:
    """What a cell says: nothing when it is empty; as it was typed, where the way out had put an apostrophe before it.

    >>> cell_of(""), cell_of("'-5"), cell_of("'Ti"), cell_of("a\\0b")
    (None, '-5', "'Ti", 'ab')
    """
    if QUOTED.match(text):
        text = text[1:]
    return said(text)
