"""What a cell says, whatever its column means: its words, and the numbers from which a spreadsheet took the zeros."""

import re
from datetime import datetime

from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from kevread.common.identifiers import RNA, compact
from kevread.common.periods import day_from_words
from kevread.common.words import plain

from .grids import Cell

EMAIL = re.compile(r"[^\s@<>;,]+@[^\s@<>;,]+\.[^\s@<>;,]{2,}")
DAY = re.compile(r"[0-3]?\d[/.\-][01]?\d[/.\-](\d{2}|\d{4})( \d{1,2}:\d{2}.*)?|\d{4}-\d{2}-\d{2}.*")
SMALL = frozenset(
    [
        "n",
        "no",
        "num",
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "un",
        "une",
        "au",
        "aux",
        "a",
        "et",
        "ou",
        "en",
        "pour",
        "par",
        "sur",
    ]
)
CHECKS = {9: siren_number, 14: siret_number}


def text_of(cell: Cell) -> str:
    """
    >>> text_of("  Le  Lavoir "), text_of(35.0), text_of(None), text_of(datetime(2026, 11, 27))
    ('Le Lavoir', '35', '', '2026-11-27')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    return " ".join(str(cell).split())


def key(text: str) -> str:
    """The words of a header that say something.

    >>> key("N° de SIREN :"), key("Date d’entrée"), key("prénom(s)"), key("Le")
    ('siren', 'date entree', 'prenom s', 'le')
    """
    words = re.findall(r"[a-z0-9]+", plain(text.replace("°", " ")))
    return " ".join(word for word in words if word not in SMALL) or " ".join(words)


def with_zeros(text: str, digits: int) -> str | None:
    """A SIREN (9) or a SIRET (14) whose first zeros a spreadsheet took away, when its key says that they were there.

    >>> with_zeros("5520135", 9), with_zeros("732829320", 9), with_zeros("5520136", 9), with_zeros("Anne", 9)
    ('005520135', None, None, None)
    """
    if len(text) == digits and text.isdigit():
        return None
    number = compact(text)
    if not number.isascii() or not number.isdigit() or not digits - 4 <= len(number) < digits:
        return None
    whole = number.zfill(digits)
    return whole if CHECKS[digits].is_valid(whole) else None


def is_siren(text: str) -> bool:
    number = compact(text)
    return siren_number.is_valid(number) or with_zeros(text, 9) is not None


def is_siret(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{14}", compact(text))) and siret_number.is_valid(compact(text))


def is_rna(text: str) -> bool:
    return bool(RNA.fullmatch(compact(text)))


def is_email(text: str) -> bool:
    return bool(EMAIL.fullmatch(text))


def is_day(text: str) -> bool:
    """
    >>> [is_day(text) for text in ("3 mars 2025", "3/3/25", "le 1er sept. 2024", "2025-03-03", "3 marsouins", "mars")]
    [True, True, True, True, False, False]
    """
    return bool(DAY.fullmatch(text)) or day_from_words(text) is not None
