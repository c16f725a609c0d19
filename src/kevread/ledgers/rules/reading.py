"""An accounting file, read once, line after line, whatever its length: what is wrong is told by line and column with the line
as it stands, and never stops the reading; what is only unusual is counted. Pure: bytes in, lines out."""

import csv
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kevread.common.money import euros

from .closing import Closing
from .lines import Wrong, account_of, cents_of, day_of, sided, signed
from .shape import COLUMNS, ONE_AMOUNT, Shape

# Of the eighteen columns, those that a line is made of, in the order in which `line_of` takes them.
READ = tuple(map(COLUMNS.index, (
    "JournalCode", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "PieceRef", "EcritureLib",
    "Debit", "Credit", "ValidDate",
)))  # fmt: skip
TOLD = 200  # faults kept with their line; the others are counted
RAW = 400  # characters of a line that is told
OPEN_LINES = 10_000  # entries under way whose first line is held: many more than are told
MOST = 10**17  # cents: what the sides of a file make stays within eight bytes
TOO_MUCH = "Le total de ce fichier dépasse ce que Kevread sait tenir."


class Line(NamedTuple):
    """One line that is right. `cents`: debited when positive. `section`: what the accountant’s own analytics say of it."""

    number: int
    journal: str
    entry: str
    day: date
    account: str
    auxiliary: str
    piece: str
    label: str
    cents: int
    section: str = ""


class Fault(NamedTuple):
    line: int
    column: str
    raw: str
    message: str


@dataclass(frozen=True, slots=True)
class Year:
    """A financial year: twenty-four months at most."""

    first: date
    last: date


@dataclass(slots=True)
class Reading:
    """What reading finds, beside its lines: complete once they were all taken."""

    shape: Shape
    year: Year
    count: int = 0
    debit: int = 0
    credit: int = 0
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    by_column: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    in_utf8: int = 0  # lines
    in_windows: int = 0
    accounts: dict[str, str] = field(default_factory=dict)
    # Cents, its first line and what stands there.
    unbalanced: dict[tuple[str, str], tuple[int, int, str]] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        return not self.fault_count

    def wrong(self, line: int, column: str, raw: str, message: str) -> None:
        self.fault_count += 1
        self.by_column[column] += 1
        if len(self.faults) < TOLD:
            self.faults.append(Fault(line, column, raw[:RAW], message))


def lines_of(rows: Iterable[bytes], found: Reading) -> Iterator[Line]:
    """The lines that are right, in order; `found` is filled on the way. `rows`: those of the file, the names of the columns
    first."""
    shape, numbering = found.shape, Numbering()
    places = [shape.places[column] for column in READ]
    rest = iter(rows)
    next(rest, None)
    entry, seen, closing = ("", ""), array("q"), Closing()
    for number, row in enumerate(rest, 2):
        text = decoded(row, found)
        if not text or text.isspace():
            continue
        found.count += 1
        cells = cells_of(text, shape)
        if len(cells) != shape.width:
            said = (
                f"Cette ligne a {len(cells)} colonnes, il en faut {shape.width} : un séparateur est de trop, ou manque."
            )
            found.wrong(number, "", text, said)
            continue
        if "\0" in text:
            found.wrong(number, "", text.replace("\0", "·"), "Cette ligne contient un signe qui n’est pas du texte.")
            continue
        section = cells[shape.section].strip()[:40] if shape.section is not None else ""
        line = line_of(number, [cells[place].strip() for place in places], text, section, found)
        if line is None:
            continue
        key = (line.journal, line.entry)
        if key != entry:
            entry = key
            numbering.note(line)
        seen.append(hash(text))
        balance(found, key, line, text)
        closing.note(key, line.account)
        yield line
    found.remarks.update({"holes": numbering.holes} if numbering.holes else {})
    found.remarks.update({"twice": again} if (again := len(seen) - len(set(seen))) else {})
    found.remarks.update({"closed": closing.many} if closing.many else {})
    if found.in_utf8 and found.in_windows:
        found.remarks["mixed"] = min(found.in_utf8, found.in_windows)
    close(found)


def line_of(number: int, cells: Sequence[str], text: str, section: str, found: Reading) -> Line | None:
    """None where something is wrong, and told. `cells`: those of `READ`."""
    before, names = found.fault_count, ONE_AMOUNT if found.shape.has_side else COLUMNS
    (journal, entry, day, account, account_label, auxiliary, piece, label, first, second, valid) = cells
    for name, value in (("JournalCode", journal), ("EcritureNum", entry)):
        if not value:
            found.wrong(number, name, text, "Cette valeur manque.")
    cents = 0
    on = numbered = None
    try:
        on = day_of(day)
        if not found.year.first <= on <= found.year.last:
            found.wrong(number, "EcritureDate", text, f"Le {on:%d/%m/%Y} n’est pas dans l’exercice.")
    except Wrong as wrong:
        found.wrong(number, "EcritureDate", text, str(wrong))
    try:
        numbered = account_of(account)
    except Wrong as wrong:
        found.wrong(number, "CompteNum", text, str(wrong))
    try:
        cents = sided(first, second) if found.shape.has_side else signed(first, second)
        if first.startswith("-") or (second.startswith("-") and not found.shape.has_side):
            found.remarks["negative"] += 1
    except Wrong as wrong:
        found.wrong(number, amount_column(first, second, names), text, str(wrong))
    if valid:
        try:
            day_of(valid)
        except Wrong as wrong:
            found.wrong(number, "ValidDate", text, str(wrong))
    else:
        found.remarks["provisional"] += 1
    if found.fault_count > before or on is None or numbered is None:
        return None
    found.accounts.setdefault(numbered, account_label)
    return Line(
        number, journal[:20], entry[:60], on, numbered, auxiliary[:60], piece[:120], label[:250], cents, section
    )


def amount_column(first: str, second: str, names: Sequence[str]) -> str:
    """The column to look at: the second where the first can be read."""
    try:
        cents_of(first)
    except Wrong:
        return names[11]
    return names[12]


def balance(found: Reading, key: tuple[str, str], line: Line, text: str) -> None:
    """Only the entries that are not balanced yet are kept, and the text of so many of them at most: memory does not grow with
    the file."""
    if line.cents > 0:
        found.debit += line.cents
    else:
        found.credit -= line.cents
    if not line.cents:
        return
    known = found.unbalanced.get(key)
    owed, since, raw = known or (0, line.number, text[:RAW] if len(found.unbalanced) < OPEN_LINES else "")
    if owed + line.cents:
        found.unbalanced[key] = (owed + line.cents, since, raw)
    else:
        del found.unbalanced[key]


def close(found: Reading) -> None:
    """What is only known at the end. An entry one line of which could not be read is not told unbalanced."""
    if not found.count:
        found.wrong(1, "", "", "Ce fichier ne contient aucune écriture.")
    if max(found.debit, found.credit) > MOST:
        found.wrong(1, "", "", TOO_MUCH)
    if found.fault_count:
        return
    for (journal, entry), (cents, since, raw) in found.unbalanced.items():
        apart, side = euros(abs(cents), aligned=True), "débit" if cents > 0 else "crédit"
        said = f"L’écriture {entry} du journal {journal} n’est pas équilibrée : {apart} de trop au {side}."
        found.wrong(since, "EcritureNum", raw, said)


class Numbering:
    """Holes in the numbers of entries, in each journal or through all of them: whichever the software follows has fewer."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}
        self.by_journal = self.through = self.highest = 0

    def note(self, line: Line) -> None:
        if line.entry.isdecimal() and len(line.entry) <= 12:
            number = int(line.entry)  # nearly every number of an entry is only that
        elif found := re.search(r"(\d{1,12})$", line.entry):
            number = int(found[1])
        else:
            return
        last = self.last.get(line.journal)
        self.by_journal += last is not None and number > last + 1
        self.through += bool(self.highest) and number > self.highest + 1
        self.last[line.journal] = number
        self.highest = max(self.highest, number)

    @property
    def holes(self) -> int:
        return min(self.by_journal, self.through)


def decoded(row: bytes, found: Reading) -> str:
    """Each line in its own characters: those of UTF-8 where it is that, else those that Windows writes. A file that has both is
    read all the same, and told."""
    if row.isascii():
        return row.decode("ascii").rstrip("\r\n")
    try:
        text = row.decode("utf-8")
    except UnicodeDecodeError:
        found.in_windows += 1
        return row.decode("cp1252", errors="replace").rstrip("\r\n")
    found.in_utf8 += 1
    return text.rstrip("\r\n")


def cells_of(text: str, shape: Shape) -> Sequence[str]:
    """Quotes are part of a label, but where each cell stands between them as a spreadsheet writes it."""
    cells = shape.split(text)
    if shape.separator and '"' in text and (len(cells) != shape.width or text.startswith('"')):
        try:
            quoted = next(csv.reader([text], delimiter=shape.separator), [])
        except csv.Error:  # longer than any cell
            return cells
        return quoted if len(quoted) == shape.width else cells
    return cells
