"""The untidy spreadsheets of a network that has lived without Kevread, made of the demonstration's invented people.

Three hands, three layouts, three encodings: a workbook of boards whose header is on the third line, with merged cells,
« idem » and functions written as each treasurer says them; a list of contacts from an old mail programme (Windows-1252,
family names in capitals); the assemblies and teams from a database that speaks UTF-16 with tabs. Typos, one person twice,
two people who share an address, SIREN that lost their zeros. Always the same bytes' worth of rows: nothing is drawn at random.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from kevread.demonstration.operations.life import email_of

FOLDER = Path(__file__).resolve().parents[2] / "federations" / "bretagne" / "demonstration"
type Row = dict[str, str]

FUNCTIONS = {  # how each hand says a seat; the first is the most common
    "president": ("Président(e)", "présidence", "Pdt"),
    "vice-president": ("Vice-président(e)", "VP"),
    "secretary": ("Secrétaire", "secrétariat"),
    "treasurer": ("Trésorier(e)", "trésorière"),
    "administrator": ("Administrateur", "administratrice", "admin."),
}
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
TYPOS = {  # how the name of a pôle was typed once, and only there
    "ess-pays-de-fougeres-board": "Pays de Fougeres",
    "ess-pays-de-cornouaille-board": "CORNOUAILLE",
    "ess-pays-de-ploermel-board": "Pays de Ploêrmel",
    "ess-pays-de-vannes-board": "pays de  Vannes",
}
TWICE = ("Odile", "Mordellou")  # stands in two files, once without an address, once with capitals
SHARED = (("Nadège", "Trévélou"), ("Tifenn", "Le Gallenn"))  # two people who gave the address of their association


def table(name: str) -> list[Row]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def split(person: str) -> tuple[str, str]:
    """A person as `mandates.tsv` names them: given name, family name, as `people.tsv` parts them."""
    return next(
        (row["given_name"], row["family_name"])
        for row in table("people")
        if f"{row['given_name']} {row['family_name']}" == person
    )


def address(given: str, family: str) -> str:
    return email_of(*SHARED[0]) if (given, family) in SHARED else email_of(given, family)


def boards() -> list[Row]:
    """The mandates of the boards of pôles and groupements, as they stand in the demonstration."""
    return [row for row in table("mandates") if row["body"].endswith("-board") and row["body"] != "cress-board"]


def elsewhere() -> list[Row]:
    return [row for row in table("mandates") if row not in boards()]


def said(day: str, hand: int) -> str | date | None:
    """A day as each hand writes it: a date cell, « 6 juin 2024 », « 06/06/24 »."""
    if day == "-":
        return None
    read = date.fromisoformat(day)
    return (read, f"{read.day} {MONTHS[read.month - 1]} {read.year}", f"{read:%d/%m/%y}")[hand % 3]


def place(body: str) -> str:
    return TYPOS.get(body, body.removeprefix("ess-").removesuffix("-board").replace("-", " ").capitalize())


def workbook_of_boards() -> bytes:
    """One sheet: a title, a blank line, the header; the pôle is merged over its rows, or « idem »."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("CA pôles")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 7, "Conseils d’administration — à jour de la rentrée (merci de corriger !)")
    sheet.write_row(
        2, 0, ["Pôle", "Nom Prénom", "Fonction", "Représente", "Depuis le", "Fin mandat", "Mail", "Remarque"]
    )
    line = 3
    for number, (body, rows) in enumerate(groupby(boards(), key=lambda row: row["body"])):
        found = list(rows)
        merged = number % 2 == 0 and len(found) > 1
        if merged:
            sheet.merge_range(line, 0, line + len(found) - 1, 0, place(body))
        for rank, row in enumerate(found):
            given, family = split(row["person"])
            functions = FUNCTIONS.get(row["seat"], (row["seat"],))
            if not merged:
                sheet.write(line, 0, place(body) if rank == 0 else "idem")
            sheet.write(line, 1, f"{family.upper() if number % 3 == 0 else family} {given}")
            sheet.write(line, 2, functions[number % len(functions)])
            sheet.write(line, 3, "" if row["for"] == "-" else row["for"].removeprefix("ess-").replace("-", " "))
            for column, key in ((4, "first"), (5, "last")):
                value = said(row[key], number)
                sheet.write(line, column, value or "", *([day] if isinstance(value, date) else []))
            sheet.write(line, 6, "" if (given, family) == TWICE else address(given, family))
            sheet.write(line, 7, "=1+1" if rank == 0 and number == 0 else "")
            line += 1
    book.close()
    return out.getvalue()


def written(header: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str, encoding: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def contacts() -> bytes:
    """Everybody, out of an old mail programme: Windows-1252, semicolons, family names in capitals, two blank lines."""

    def rows() -> Iterator[list[str]]:
        for number, row in enumerate(table("people")):
            given, family = row["given_name"], row["family_name"]
            mail = address(given, family)
            yield [family.upper(), given, mail.upper() if number % 7 == 0 else mail, row["within"], "Bénévole ; élu·e"]
            if (given, family) == TWICE:
                yield [family, f"{given} ", mail.capitalize(), row["within"], ""]
        yield ["", "", "", "", ""]
        yield ["", "", "", "", ""]

    return written(["NOM", "Prénom", "Courriel", "Structure", "Notes; à trier"], rows(), ";", "cp1252")


def others() -> bytes:
    """The other bodies, out of a database: UTF-16, tabs, slugs for bodies, ISO days."""

    def rows() -> Iterator[list[str]]:
        for row in elsewhere():
            given, family = split(row["person"])
            said = "" if row["for"] == "-" else row["for"]
            of_family = said.removeprefix("family:") if said.startswith("family:") else ""
            last = "" if row["last"] == "-" else row["last"]
            yield [family, given, row["body"], row["seat"], "" if of_family else said, of_family, row["first"], last]

    header = ["Nom", "Prénom", "Instance", "Siège", "Représente", "Famille", "Début", "Fin"]
    return written(header, rows(), "\t", "utf-16")


def organisations() -> bytes:
    """Who is around the network: SIREN typed as numbers, so that those that begin with zeros lost them, or spaced by threes."""
    identities = {row["organisation"]: row for row in table("identities")}

    def rows() -> Iterator[list[str]]:
        for number, row in enumerate(table("structures")):
            siren = identities.get(row["slug"], {}).get("siren", "")
            spaced = f"{siren[:3]} {siren[3:6]} {siren[6:]}" if siren else ""
            yield [row["name"], spaced if number % 2 else siren.lstrip("0"), row["legal_form"], row["locality"]]

    return written(["Raison sociale", "N° SIREN", "Statut juridique", "Commune"], rows(), ",", "utf-8-sig")


FILES: dict[str, Callable[[], bytes]] = {
    "CA des pôles (rentrée).xlsx": workbook_of_boards,
    "contacts.csv": contacts,
    "instances_export.txt": others,
    "structures partenaires.csv": organisations,
}
