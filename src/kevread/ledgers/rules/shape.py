"""What an accounting file looks like before any of its lines is read: its characters, what separates its columns, and which.

The layout is that of article A47 A-1 of the Livre des procédures fiscales: eighteen columns, tabulations or vertical bars.
Files are read as software really writes them: semicolons, columns padded with spaces, Windows characters, an amount and its
side.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
ONE_AMOUNT = tuple({"Debit": "Montant", "Credit": "Sens"}.get(name, name) for name in COLUMNS)
SEPARATORS = {"\t": "la tabulation", "|": "la barre verticale", ";": "le point-virgule"}
SECTIONS = ("section", "sectionanalytique", "codeanalytique", "analytique", "axe", "axe1")  # beside the norm
HEAD = 64 * 1024  # bytes: the first line is within

Split = Callable[[str], Sequence[str]]


class Unreadable(Exception):  # noqa: N818 — it is told to people
    """Nothing of this file can be read; the message says, in French, what would be."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`separator` is empty where columns are padded with spaces. `places`: where each column of the norm stands in a line.
    `habit`: by which software such files are usually written, or nothing."""

    encoding: str
    separator: str
    places: tuple[int, ...]
    width: int  # how many columns a line has
    has_side: bool  # `Debit` and `Credit` stand for an amount and its side
    split: Split
    habit: str = ""
    section: int | None = None  # where the accountant’s own analytics stand, in a column that the norm does not have


def shape_of(head: bytes) -> Shape:
    """What the first bytes tell. Raises Unreadable."""
    encoding = encoding_of(head)
    first = head.decode(encoding, errors="replace").lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    if not first.strip():
        raise Unreadable("Ce fichier est vide, ou sa première ligne l’est : elle porte le nom des dix-huit colonnes.")
    separator = max(SEPARATORS, key=first.count)
    if first.count(separator) >= len(COLUMNS) // 2:
        names = [name.strip().strip('"') for name in first.split(separator)]
        return shaped(encoding, separator, names, lambda line: line.split(separator))
    starts = [found.start() for found in re.finditer(r"\S+", first)]
    names = first.split()
    if len(names) < len(COLUMNS) // 2:
        raise Unreadable(
            "La première ligne n’est pas celle d’un fichier des écritures comptables : elle porte le nom des dix-huit "
            "colonnes, de « JournalCode » à « Idevise », séparés par des tabulations ou des barres verticales."
        )
    ends = [*starts[1:], None]
    return shaped(
        encoding,
        "",
        names,
        lambda line: [line[start:end] for start, end in zip(starts, ends, strict=True)],
        "des colonnes calées par des espaces, comme Quadratus en produit",
    )


def shaped(encoding: str, separator: str, names: Sequence[str], split: Split, habit: str = "") -> Shape:
    """Where each column is. Raises Unreadable when one is missing, or is there twice."""
    known = [plain(name) for name in names]
    wanted = ONE_AMOUNT if "montant" in known else COLUMNS
    missing = [name for name in wanted if plain(name) not in known]
    if missing:
        few = f" : le fichier en a {len(names)}, il en faut {len(COLUMNS)}" if len(names) < len(COLUMNS) else ""
        raise Unreadable(
            f"Il manque {'la colonne' if len(missing) == 1 else 'les colonnes'} {', '.join(missing)}{few}. Demandez au "
            "cabinet l’export réglementaire complet."
        )
    twice = next((name for name in wanted if known.count(plain(name)) > 1), "")
    if twice:
        raise Unreadable(f"La colonne {twice} est là deux fois : on ne sait pas laquelle lire.")
    return Shape(
        encoding,
        separator,
        tuple(known.index(plain(name)) for name in wanted),
        len(names),
        wanted is ONE_AMOUNT,
        split,
        habit or habit_of(known, separator),
        next((known.index(name) for name in SECTIONS if name in known), None),
    )


def plain(name: str) -> str:
    """
    >>> plain("N° de pièce"), plain("Débit")
    ('ndepiece', 'debit')
    """
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFD", name).lower())


def habit_of(names: Sequence[str], separator: str) -> str:
    if "datelimitreglmt" in names:
        return "deux colonnes de plus que la norme, comme Dolibarr en produit"
    if separator == ";":
        return "des points-virgules, comme un tableur en produit"
    return ""


def encoding_of(head: bytes) -> str:
    """UTF-8 where it is, else what Windows writes, which reads what ISO 8859-15 writes but for a few signs. A character that
    the cut goes through tells nothing. Raises Unreadable for UTF-16, for what is no text, and for lines that end as those of
    old Macintoshes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("Ce fichier est en UTF-16 : enregistrez-le en UTF-8, ou demandez l’export d’origine.")
    if b"\0" in head:
        raise Unreadable("Ce fichier n’est pas du texte. Le fichier des écritures comptables est un .txt.")
    if b"\r" in head and b"\n" not in head:
        raise Unreadable(
            "Les lignes de ce fichier finissent comme sur d’anciens Macintosh : ouvrez-le dans un tableur et enregistrez-le en "
            "« CSV », ou demandez l’export d’origine."
        )
    try:
        head[: head.rfind(b"\n") + 1 or len(head)].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
