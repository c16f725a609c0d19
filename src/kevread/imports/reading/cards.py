"""Contacts (vCard 2.1, 3 and 4) as a grid of people, one card a row."""

import binascii
import quopri
import re
from io import BytesIO

from .charset import charset
from .grids import Book, Grid, Row, trimmed
from .wrong import Unreadable

BEGINS = re.compile(rb"^\s*(\xef\xbb\xbf)?\s*BEGIN:VCARD", re.IGNORECASE)
FOLDED = re.compile(r"\r?\n[ \t]")
SOFT = re.compile(r"=\r?\n")
UNESCAPED = re.compile(r"\\([\\,;:nN])")
COLUMNS = (
    "Prénom", "Nom", "E-mail", "Autre e-mail", "Téléphone", "Autre téléphone", "Organisation", "Fonction", "Adresse",
    "Code postal", "Commune",
)  # fmt: skip


def is_one(data: bytes) -> bool:
    return bool(BEGINS.match(data)) or bool(BEGINS.match(data[:400].replace(b"\0", b"").lstrip(b"\xff\xfe")))


def read(data: bytes) -> Book:
    """One grid, « Contacts »: the columns that some card fills."""
    encoding, errors, said = charset(BytesIO(data))
    text = data.decode(encoding, errors).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    cards, card = [], None
    for line in unfolded(text):
        name, _, value = line.partition(":")
        key, *parameters = name.upper().split(";")
        key = key.rpartition(".")[2].strip()
        if key == "BEGIN" and value.strip().upper() == "VCARD":
            card = dict.fromkeys(COLUMNS, "")
        elif key == "END" and card is not None:
            cards.append(card)
            card = None
        elif card is not None:
            take(card, key, decoded(value, parameters))
    if not cards:
        raise Unreadable("Ce fichier de contacts n’a aucune fiche entière. Exportez de nouveau vos contacts en vCard.")
    used = [column for column in COLUMNS if any(card[column] for card in cards)]
    rows: list[Row] = [tuple(used)]
    rows += [trimmed(tuple(card[column] or None for column in used)) for card in cards]
    return Book((Grid("Contacts", tuple(rows)),), (said,) if said else ())


def unfolded(text: str) -> list[str]:
    """The lines, each whole: those of version 2.1 in quoted-printable end on an equals sign where they go on."""
    whole: list[str] = []
    for line in FOLDED.sub("", text).split("\n"):
        if whole and whole[-1].endswith("=") and "QUOTED-PRINTABLE" in whole[-1].partition(":")[0].upper():
            whole[-1] = whole[-1][:-1] + line.lstrip()
        else:
            whole.append(line)
    return whole


def decoded(value: str, parameters: list[str]) -> str:
    if any("QUOTED-PRINTABLE" in one for one in parameters):
        named = [one.partition("=")[2] for one in parameters if one.startswith("CHARSET=")]
        try:
            return quopri.decodestring(value.encode()).decode(named[0] if named else "utf-8", "replace")
        except (LookupError, binascii.Error):
            return value
    return value


def take(card: dict[str, str], key: str, value: str) -> None:
    """What one line of a card says, in its column; the first said is kept."""
    pieces = [plain(piece) for piece in re.split(r"(?<!\\);", value)]
    if key == "N":
        pieces += ["", ""]
        card["Nom"], card["Prénom"] = pieces[0], pieces[1]
    elif key == "FN" and not (card["Nom"] or card["Prénom"]):
        first, _, last = plain(value).partition(" ")
        card["Prénom"], card["Nom"] = (first, last) if last else ("", first)
    elif key in ("EMAIL", "TEL"):
        name = "E-mail" if key == "EMAIL" else "Téléphone"
        column = name if not card[name] else f"Autre {name[0].lower()}{name[1:]}"
        card[column] = card[column] or plain(value).removeprefix("tel:").removeprefix("mailto:")
    elif key == "ORG":
        card["Organisation"] = card["Organisation"] or pieces[0]
    elif key in ("TITLE", "ROLE"):
        card["Fonction"] = card["Fonction"] or plain(value)
    elif key == "ADR" and len(pieces) >= 6 and not card["Commune"]:
        card["Adresse"], card["Code postal"], card["Commune"] = pieces[2], pieces[5], pieces[3]


def plain(value: str) -> str:
    """
    >>> plain("Le Gall\\\\, Anne\\\\nprésidente ")
    'Le Gall, Anne\\nprésidente'
    """
    return UNESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
