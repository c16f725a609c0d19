"""A balance, for who has only that: an account, its name, its debit, its credit. Pure: bytes in, lines out."""

import csv
from collections.abc import Iterator
from datetime import date

from kevread.common.money import euros

from .lines import Wrong, account_of, cents_of
from .reading import MOST, TOO_MUCH, Line, Reading
from .shape import SECTIONS, SEPARATORS, Shape, Unreadable, encoding_of, plain

ACCOUNT = ("compte", "comptenum", "numero", "numerodecompte", "ncompte", "numcompte")
LABEL = ("libelle", "intitule", "comptelib", "libelleducompte", "intituleducompte", "nom")
DEBIT = ("soldedebiteur", "soldedebit", "debiteur", "debit", "debits")
CREDIT = ("soldecrediteur", "soldecredit", "crediteur", "credit", "credits")


def balance_shape(head: bytes) -> Shape:
    """Raises Unreadable when no column is an account, or none an amount. `places`: account, name, debit, credit."""
    encoding = encoding_of(head)
    first = head.decode(encoding, errors="replace").lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    separator = max((*SEPARATORS, ","), key=first.count)
    names = [plain(name) for name in next(csv.reader([first], delimiter=separator), [])]
    found = [
        next((names.index(name) for name in known if name in names), None) for known in (ACCOUNT, LABEL, DEBIT, CREDIT)
    ]
    missing = [
        word for word, place in zip(("compte", "libellé", "débit", "crédit"), found, strict=True) if place is None
    ]
    if missing:
        raise Unreadable(
            "La première ligne d’une balance nomme ses colonnes : compte, libellé, débit, crédit. Il manque "
            f"{', '.join(missing)}."
        )
    places = tuple(place for place in found if place is not None)
    if twice := next((name for name in (names[place] for place in places) if names.count(name) > 1), ""):
        named = first.split(separator)[names.index(twice)].strip()
        raise Unreadable(
            f"La colonne « {named} » est là deux fois, et l’on ne sait pas laquelle lire : ne laissez que les deux colonnes "
            "des soldes."
        )
    section = next((names.index(name) for name in SECTIONS if name in names), None)
    return Shape(encoding, separator, places, len(names), False, lambda line: line.split(separator), "", section)


def balance_lines(data: bytes, found: Reading) -> Iterator[Line]:
    """The lines that are right, on the last day of the year; `found` is filled on the way."""
    shape, day = found.shape, found.year.last
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    seen = set[tuple[str, str]]()
    for number, cells in enumerate(rows_of(text, found), 1):
        raw = shape.separator.join(cells)
        if number == 1 or not raw.strip(shape.separator + " "):
            continue
        if len(cells) < shape.width or "\0" in raw:
            found.count += 1
            found.wrong(number, "", raw, f"Cette ligne a {len(cells)} colonnes, il en faut {shape.width}.")
            continue
        if (line := balance_line(number, cells, raw, day, seen, found)) is not None:
            yield line
    if not found.count:
        found.wrong(1, "", "", "Ce fichier ne contient aucun compte.")
    elif max(found.debit, found.credit) > MOST:
        found.wrong(1, "", "", TOO_MUCH)
    elif found.is_right and found.debit != found.credit:
        apart = euros(abs(found.debit - found.credit), aligned=True)
        found.wrong(1, "", "", f"Cette balance n’est pas équilibrée : {apart} séparent le débit et le crédit.")


def rows_of(text: str, found: Reading) -> Iterator[list[str]]:
    """Until the end, or where a quote that nothing closes has swallowed the rest."""
    rows = csv.reader(text.splitlines(), delimiter=found.shape.separator)
    try:
        yield from rows
    except csv.Error:
        found.count += 1
        said = "Un guillemet ouvert par là n’est jamais refermé : le reste du fichier ne se lit pas."
        found.wrong(rows.line_num, "", "", said)


def balance_line(
    number: int, cells: list[str], raw: str, day: date, seen: set[tuple[str, str]], found: Reading
) -> Line | None:
    """None where something is wrong, and told; and for the lines of totals, which have no account."""
    account, label, debit, credit = (cells[place].strip() for place in found.shape.places)
    section = cells[found.shape.section].strip()[:40] if found.shape.section is not None else ""
    if not account or account.lower().startswith("total"):
        found.remarks["aside"] += 1
        return None
    found.count += 1
    try:
        numbered, debited, credited = account_of(account), cents_of(debit), cents_of(credit)
    except Wrong as wrong:
        found.wrong(number, "compte", raw, str(wrong))
        return None
    if (numbered, section) in seen:
        found.wrong(number, "compte", raw, f"Le compte {numbered} est là deux fois.")
        return None
    seen.add((numbered, section))
    found.debit += debited
    found.credit += credited
    found.accounts.setdefault(numbered, label)
    return Line(number, "", "", day, numbered, "", "", label[:250], debited - credited, section)
