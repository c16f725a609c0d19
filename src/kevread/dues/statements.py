"""What a bank or HelloAsso says was paid, read from their files; and for which line each payment may be. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal

from kevread.common.money import cents_of
from kevread.common.words import listed, one_line, plain, terms
from kevread.dues.rules import MOST

MOST_LINES = 2000
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")
HELLOASSO = ("reference commande", "nom payeur", "montant tarif")
KEPT_STATUS = ("valide", "validee", "traite", "paye", "autorise")
DATED = (
    "date",
    "date operation",
    "date de l operation",
    "date d operation",
    "date comptable",
    "date de comptabilisation",
)
TOLD = (
    "libelle",
    "libelle operation",
    "libelle de l operation",
    "libelle simplifie",
    "detail",
    "intitule",
    "communication",
)
CREDITED = ("credit", "credit euros", "montant credit")
AMOUNTS = ("montant", "montant eur", "montant euros", "montant en euros")
SIDED = ("sens", "sens operation", "sens de l operation", "debit credit", "d c", "dc")
IN, OUT = ("c", "cr", "credit", "crediteur"), ("d", "db", "debit", "debiteur")
type Origin = Literal["bank", "helloasso"]


class NotAStatement(ValueError):  # noqa: N818 — an answer, not a failure
    """What of a file does not read, in French."""


@dataclass(frozen=True, slots=True)
class Line:
    """A payment that a file tells. `row`: where, as its spreadsheet counts."""

    row: int
    day: date
    cents: int
    label: str
    origin: Origin
    payer: str = ""
    email: str = ""
    key: str = ""  # by which its maker names it, if it does
    rank: int = 0  # among the lines of the file that are alike in everything: each is a payment

    @property
    def mark(self) -> str:
        """The same for the same line, whatever the file that tells it."""
        said = self.key or f"{self.day}|{plain(self.label)}"
        again = f"|{self.rank}" if self.rank else ""
        return sha256(f"{self.origin}|{said}|{self.cents}{again}".encode()).hexdigest()

    def packed(self) -> dict[str, Any]:
        return asdict(self) | {"day": self.day.isoformat()}


def unpacked(said: dict[str, Any]) -> Line:
    """
    >>> one = Line(2, date(2026, 3, 1), 4000, "VIR", "bank")
    >>> unpacked(one.packed()) == one
    True
    """
    return Line(**said | {"day": date.fromisoformat(said["day"])})


@dataclass(slots=True)
class Statement:
    """What a file says: its payments, and how many of its lines are none, each with what is said of it. `unit`: what `row`
    counts."""

    origin: Origin
    lines: list[Line]
    wrong: list[tuple[int, str]]
    aside: int = 0  # what left the account, what was cancelled
    unit: str = "Ligne"


def read_statement(rows: Sequence[Sequence[object]]) -> Statement:
    """Raises NotAStatement when no header is known."""
    for place, row in enumerate(rows[:30]):
        names = [plain(str(cell)) if cell is not None else "" for cell in row]
        names = [" ".join(re.findall(r"[a-z0-9]+", name)) for name in names]
        if all(mark in names for mark in HELLOASSO):
            return ranked(of_helloasso(names, rows, place))
        if any(name in DATED for name in names) and any(name in (*CREDITED, *AMOUNTS) for name in names):
            return ranked(of_bank(names, rows, place))
    raise NotAStatement(
        "Ce fichier n’est ni un relevé de banque (une colonne « date », une colonne « libellé », une colonne « crédit » ou "
        "« montant »), ni un export de HelloAsso. Rien n’en est lu."
    )


def ranked(told: Statement) -> Statement:
    """Two members pay the same amount, the same day, in the same words: two payments. Each line has its rank among those that
    are like it, so that the file, read again, says the same.

    >>> head, one = ("Date", "Libellé", "Crédit"), ("02/03/2026", "VIR", "40,00")
    >>> [line.rank for line in read_statement([head, one, ("03/03/2026", "VIR", "40,00"), one]).lines]
    [0, 0, 1]
    """
    seen: Counter[str] = Counter()
    for place, line in enumerate(told.lines):
        told.lines[place] = replace(line, rank=seen[line.mark])
        seen[line.mark] += 1
    return told


def found(names: list[str], wanted: Iterable[str]) -> int | None:
    return next((names.index(one) for one in wanted if one in names), None)


def cell(row: Sequence[object], at: int | None) -> str:
    value = row[at] if at is not None and at < len(row) else None
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return one_line(str(value)) if value is not None else ""


def day_of(text: str) -> date:
    """Raises ValueError."""
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 — a day, of no zone
        except ValueError:
            continue
    raise ValueError(text)


def line_of(row: int, day: str, amount: str, **more: Any) -> Line:
    """Raises NotAStatement, saying what of the line does not read."""
    try:
        when = day_of(day)
    except ValueError:
        raise NotAStatement(f"« {day[:40]} » n’est pas un jour : on attend 31/12/2026.") from None
    try:
        cents = cents_of(amount.removeprefix("+"))
    except ValueError:
        raise NotAStatement(f"« {amount[:40]} » n’est pas un montant : on attend 40,00.") from None
    if not 1 <= cents <= MOST:
        raise NotAStatement(f"« {amount[:40]} » n’est pas le montant d’une cotisation.")
    return Line(row, when, cents, **more)


def of_bank(names: list[str], rows: Sequence[Sequence[object]], header: int) -> Statement:
    """What came in; what went out is left aside: in a column of its own, below zero, or by what the side of the line says.

    >>> said = [("Date", "Libellé", "Débit", "Crédit"), ("02/03/2026", "VIR LE LAVOIR 2026-0007", None, "40,00")]
    >>> read = read_statement([*said, ("03/03/2026", "LOYER", "500,00", None), ("hier", "VIR", None, "1")])
    >>> [(one.day.isoformat(), one.cents, one.label) for one in read.lines], read.aside, read.wrong
    ([('2026-03-02', 4000, 'VIR LE LAVOIR 2026-0007')], 1, [(4, '« hier » n’est pas un jour : on attend 31/12/2026.')])
    >>> sided = [("Date", "Libellé", "Montant", "Sens"), ("02/03/2026", "VIR LAVOIR", "40,00", "C")]
    >>> read = read_statement([*sided, ("03/03/2026", "LOYER", "500", "Débit"), ("04/03/2026", "VIR", "12", "?")])
    >>> [one.cents for one in read.lines], read.aside, read.wrong
    ([4000], 1, [(4, '« ? » ne dit pas si c’est un crédit ou un débit.')])
    """
    day, label, credit = found(names, DATED), found(names, TOLD), found(names, (*CREDITED, *AMOUNTS))
    side = found(names, SIDED) if credit is not None and names[credit] in AMOUNTS else None
    told = Statement("bank", [], [])
    for number, row in enumerate(rows[header + 1 :], header + 2):
        amount = cell(row, credit)
        if not any(cell(row, at) for at in range(len(row))):
            continue
        if not amount or amount.startswith(("-", "−")) or not re.search(r"[1-9]", amount):
            told.aside += 1
            continue
        said = plain(cell(row, side))
        if said in OUT:
            told.aside += 1
            continue
        if side is not None and said not in IN:
            told.wrong.append((number, f"« {cell(row, side)[:40]} » ne dit pas si c’est un crédit ou un débit."))
            continue
        try:
            told.lines.append(line_of(number, cell(row, day), amount, label=cell(row, label)[:300], origin="bank"))
        except NotAStatement as wrong:
            told.wrong.append((number, str(wrong)))
    return told


def of_helloasso(names: list[str], rows: Sequence[Sequence[object]], header: int) -> Statement:
    """Each line of an order; what was cancelled or given back is left aside. Addresses are compared in lower case.

    >>> head = ("Référence commande", "Date de la commande", "Statut de la commande", "Nom adhérent", "Prénom adhérent",
    ...     "Nom payeur", "Prénom payeur", "Email payeur", "Raison sociale", "Tarif", "Montant tarif")
    >>> paid = ("12", "02/03/2026 18:05", "Validé", "Lavoir", "Le", "Lagarde", "Zoé", "Zoe@Exemple.fr", "", "Asso", "40,00")
    >>> read = read_statement([head, paid, ("13", "02/03/2026 18:06", "Annulé", *paid[3:])])
    >>> (read.origin, read.aside, read.lines[0].payer, read.lines[0].email, read.lines[0].label)
    ('helloasso', 1, 'Zoé Lagarde', 'zoe@exemple.fr', 'Le Lavoir, Asso')
    """

    def at(row: Sequence[object], name: str) -> str:
        return cell(row, found(names, (name,)))

    told = Statement("helloasso", [], [])
    for number, row in enumerate(rows[header + 1 :], header + 2):
        if not any(cell(row, place) for place in range(len(row))):
            continue
        status = plain(at(row, "statut de la commande"))
        amount = at(row, "montant tarif")
        if (status and status not in KEPT_STATUS) or not re.search(r"[1-9]", amount):
            told.aside += 1
            continue
        member = " ".join(filter(None, (at(row, "prenom adherent"), at(row, "nom adherent"))))
        said = ", ".join(filter(None, (at(row, "raison sociale"), member, at(row, "tarif"))))
        try:
            told.lines.append(
                line_of(
                    number,
                    at(row, "date de la commande"),
                    amount,
                    label=said[:300],
                    origin="helloasso",
                    payer=" ".join(filter(None, (at(row, "prenom payeur"), at(row, "nom payeur"))))[:160],
                    email=at(row, "email payeur").lower()[:254],
                    key=f"{at(row, 'reference commande')}|{plain(said)}",
                )
            )
        except NotAStatement as wrong:
            told.wrong.append((number, str(wrong)))
    return told


@dataclass(frozen=True, slots=True)
class Candidate[Key]:
    """A line of dues for which a payment may be."""

    key: Key
    reference: str  # « 2026-0007 »
    name: str
    left: int


@dataclass(frozen=True, slots=True)
class Suggested[Key]:
    """`score`: two for its reference, one for the name, one for the amount, which says nothing by itself."""

    key: Key
    score: int
    why: str


def suggested[Key](text: str, cents: int, those: Iterable[Candidate[Key]]) -> Suggested[Key] | None:
    """For which line a payment seems to be: the best, when no other is as good. A person confirms it.

    >>> lines = [Candidate(1, "2026-0007", "Le Lavoir", 4000), Candidate(2, "2026-0008", "La Halle aux fils", 4000)]
    >>> suggested("VIR COT 2026 0007", 4000, lines).why
    'référence et montant'
    >>> suggested("VIREMENT HALLE FILS ASSO", 4000, lines).why
    'nom et montant'
    >>> suggested("VIREMENT", 4000, lines), suggested("20260008", 100, lines).why
    (None, 'référence')
    """
    digits, spoken = re.sub(r"[^0-9]", " ", text), set(terms(text, 40))
    best: list[Suggested[Key]] = []
    for one in those:
        year, number = one.reference.split("-")
        told = bool(re.search(rf"(?<!\d){year}\s*{number}(?!\d)", digits))
        name = {word for word in terms(one.name, 40) if len(word) > 3}
        named, exact = bool(name) and name <= spoken, one.left == cents
        score = (2 * told + named + exact) if told or named else 0
        words = [word for word, so in (("référence", told), ("nom", named), ("montant", exact)) if so]
        if score:
            best.append(Suggested(one.key, score, listed(words)))
    best.sort(key=lambda one: -one.score)
    if not best or (len(best) > 1 and best[0].score == best[1].score):
        return None
    return best[0]
