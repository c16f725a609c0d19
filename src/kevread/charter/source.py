"""The table of the words of each rule, and where they stand in the document that the federation attached. Pure.

Normalisation, on both sides: tags and Markdown marks removed, white space folded, apostrophes and quotation marks made
one, soft hyphens dropped, lower case. Positions given back are those of the original text.
"""

import csv
import re

from kevread.common.errors import Invalid

DROPPED = re.compile(r"<[^>]{0,200}>|[*_#`|\\■↪•]|\u00ad|(?<=\s)-(?=\s)|^-(?=\s)", re.MULTILINE)
SAME = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u2011": "-"})


def normalise(text: str) -> tuple[str, list[int]]:
    """The normalised text, and for each of its characters where it stood in the original.

    >>> normalise("Le  **groupement**\\nl’a")[0]
    "le groupement l'a"
    """
    dropped = {index for match in DROPPED.finditer(text) for index in range(*match.span())}
    characters: list[str] = []
    positions: list[int] = []
    for index, character in enumerate(text):
        if index in dropped:
            continue
        mark = character.translate(SAME).lower()
        if mark.isspace() or mark in "\u00a0\u202f":
            if not characters or characters[-1] == " ":
                continue
            mark = " "
        if mark == '"':
            continue
        for piece in mark:
            characters.append(piece)
            positions.append(index)
    return "".join(characters), positions


def compact(text: str) -> str:
    return normalise(text)[0].strip()


def locate(text: str, quotes: list[str]) -> list[tuple[int, int] | None]:
    """Where each quote stands in the text: (start, end) in the original, or None when it does not.

    A quote that stands in several places is taken at the first place after the preceding quote's; when there is none
    after, at the first of all.

    >>> text = "Un. Deux fois. Trois. Deux fois."
    >>> locate(text, ["Trois.", "deux  fois", "quatre"])
    [(15, 21), (22, 31), None]
    """
    haystack, positions = normalise(text)
    found: list[tuple[int, int] | None] = []
    cursor = 0
    for quote in quotes:
        needle = compact(quote)
        at = haystack.find(needle, cursor) if needle else -1
        if at < 0 and needle:
            at = haystack.find(needle)
        if at < 0:
            found.append(None)
            continue
        found.append((positions[at], positions[at + len(needle) - 1] + 1))
        cursor = at + 1
    return found


def quotes_of(text: str) -> list[tuple[str, str]]:
    """The passages of a CSV (id, quote_fr or quote), whichever of « , » and « ; » its first line has. A line without words
    is left out. Raises Invalid when it is not one, or without these columns.

    >>> quotes_of("id;quote\\nR0.1;des mots\\nR0.2\\n")
    [('R0.1', 'des mots')]
    """
    lines = text.splitlines(keepends=True)
    separator = ";" if lines and ";" in lines[0] else ","
    rows = csv.DictReader(lines, delimiter=separator)
    try:
        quote = next((c for c in ("quote_fr", "quote") if c in (rows.fieldnames or [])), None)
        if quote is None or "id" not in (rows.fieldnames or []):
            raise Invalid("quotes", "Les colonnes id et quote_fr (ou quote) sont attendues.")
        return [(row["id"] or "", row[quote]) for row in rows if (row[quote] or "").strip()]
    except csv.Error:
        raise Invalid("quotes", "Ce fichier n’est pas un CSV lisible.") from None
