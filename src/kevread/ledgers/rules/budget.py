"""A budget: how its lines are read from a table, which line an account falls under, what is left of it. In cents. Pure."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kevread.common.money import euros, shared
from kevread.common.words import one_line

from .lines import Wrong, account_of, cents_of
from .shape import SEPARATORS, plain

SIDES = {
    "6": "Dépenses",
    "7": "Recettes",
    "86": "Contributions volontaires, emplois",
    "87": "Contributions volontaires, ressources",
}
MOST_LINES = 400
LARGEST = 200_000  # characters of a table
ACCOUNT = ("compte", "comptes", "numero", "numerodecompte", "famille")
LABEL = ("libelle", "intitule", "nom", "poste", "ligne")
ACTION = ("action", "codeaction", "projet", "code")
AMOUNT = ("montant", "prevu", "budget", "somme", "euros", "montanteneuros")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A line of a budget. `action` empty: all of them."""

    account: str
    action: str
    label: str
    cents: int

    @property
    def is_spent(self) -> bool:
        return side_of(self.account) in ("6", "86")


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line of a table as it stands, and what would be right. `number` 0: the table as a whole."""

    number: int
    raw: str
    message: str


@dataclass(slots=True)
class Read:
    """What a table says, and all that is wrong of it."""

    lines: list[Foreseen] = field(default_factory=list)
    wrong: list[WrongLine] = field(default_factory=list)


def side_of(account: str) -> str:
    """
    >>> side_of("641"), side_of("7"), side_of("864"), side_of("875")
    ('6', '7', '86', '87')
    """
    return account[:2] if account[0] == "8" else account[0]


def beginning(text: str) -> str:
    """An account, or what several begin by, among those that a budget has. Raises Wrong.

    >>> beginning(" 64 "), beginning("875")
    ('64', '875')
    """
    text = text.strip().upper()
    if (text.isascii() and text.isdigit() and text in ("6", "7")) or (
        len(text) == 2 and text.isascii() and text.isdigit()
    ):
        found = text
    else:
        found = account_of(text)
    if side_of(found) not in SIDES:
        raise Wrong(
            f"« {text} » n’est pas un compte de budget : une dépense commence par 6, une recette par 7, une contribution "
            "volontaire par 86 ou 87."
        )
    return found


def amount(text: str) -> int:
    """Raises Wrong. « 1 200,50 € ».

    >>> amount("1 200,50 €"), amount("90000")
    (120050, 9000000)
    """
    text = text.strip().removesuffix("€").strip()
    if not text:
        raise Wrong("Le montant manque : il s’écrit par exemple 1200,50.")
    cents = cents_of(text)
    if cents < 0:
        raise Wrong(f"« {text} » est négatif : une dépense et une recette s’écrivent toutes deux sans signe.")
    return cents


def read_table(text: str, actions: Iterable[str]) -> Read:
    """What was pasted from a spreadsheet, or a CSV: its first line names the columns. All that is wrong is told, line by line.

    >>> found = read_table("compte;libellé;montant\\n64;Salaires;1200,50\\n75;Cotisations;800", ())
    >>> [(one.account, one.label, one.cents) for one in found.lines], found.wrong
    ([('64', 'Salaires', 120050), ('75', 'Cotisations', 80000)], [])
    >>> [one.message for one in read_table("compte;montant\\n64;douze", ()).wrong]
    ['« douze » n’est pas un montant : il s’écrit par exemple 1234,56.']
    """
    found, known = Read(), set(actions)
    rows = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((number for number, row in enumerate(rows) if row.strip()), None)
    if first is None:
        found.wrong.append(WrongLine(0, "", "Le tableau est vide : collez-y les lignes du budget."))
        return found
    separator = max((*SEPARATORS, ","), key=rows[first].count)
    try:
        places = places_of(cells_of(rows[first], separator))
    except Wrong as wrong:
        places = str(wrong)
    if isinstance(places, str):
        found.wrong.append(WrongLine(first + 1, rows[first][:200], places))
        return found
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows[first + 1 :], first + 2):
        try:
            cells = cells_of(row, separator)
            if not any(cells) or "total" in plain(cells[0]):
                continue
            line = line_of(cells, places, known)
            if before := seen.get((line.account, line.action)):
                raise Wrong(f"La ligne {before} dit déjà ces comptes{' pour cette action' if line.action else ''}.")
        except Wrong as wrong:
            found.wrong.append(WrongLine(number, row[:200], str(wrong)))
            continue
        seen[line.account, line.action] = number
        found.lines.append(line)
    if not found.lines and not found.wrong:
        found.wrong.append(WrongLine(0, "", "Ce tableau n’a que le nom de ses colonnes : il y manque les lignes."))
    if len(found.lines) > MOST_LINES:
        found.wrong.append(WrongLine(0, "", f"Un budget a {MOST_LINES} lignes au plus."))
    return found


def cells_of(row: str, separator: str) -> list[str]:
    """Never none: a line without a cell has an empty one. Raises Wrong."""
    try:
        cells = next(csv.reader([row.replace("\0", "")], delimiter=separator), [""])
    except csv.Error:
        raise Wrong("Cette ligne est bien trop longue pour une ligne de budget.") from None
    return [cell.strip() for cell in cells] or [""]


def places_of(names: Sequence[str]) -> dict[str, int] | str:
    """Where each column stands; or what is wrong, in words."""
    known = [plain(name) for name in names]
    found = {
        word: next((known.index(name) for name in among if name in known), -1)
        for word, among in (("compte", ACCOUNT), ("montant", AMOUNT), ("libellé", LABEL), ("action", ACTION))
    }
    missing = [word for word in ("compte", "montant") if found[word] < 0]
    if missing:
        return f"La première ligne nomme les colonnes : compte, libellé, action, montant. Il manque {' et '.join(missing)}."
    return found


def line_of(cells: Sequence[str], places: dict[str, int], actions: set[str]) -> Foreseen:
    """Raises Wrong."""

    def cell(word: str) -> str:
        return cells[places[word]] if 0 <= places[word] < len(cells) else ""

    if not cell("compte"):
        raise Wrong("Le compte manque : un compte entier, ou son début, comme 64 ou 6411.")
    account, action = beginning(cell("compte")), cell("action").upper()
    if action and action not in actions:
        raise Wrong(f"« {action[:40]} » n’est pas un code de l’axe des actions : laissez vide pour toutes.")
    return Foreseen(account, action, one_line(cell("libellé"))[:120], amount(cell("montant")))


def table_of(lines: Iterable[Foreseen]) -> str:
    """The same, as it is read again: what one changes starts from what there is.

    >>> read_table(table_of([Foreseen("64", "", "Paie ; primes", 120050)]), ()).lines
    [Foreseen(account='64', action='', label='Paie ; primes', cents=120050)]
    """
    rows = ["compte;action;libellé;montant"]
    for one in lines:
        label = '"' + one.label.replace('"', '""') + '"' if '"' in one.label or ";" in one.label else one.label
        rows.append(f"{one.account};{one.action};{label};{one.cents // 100},{one.cents % 100:02}")
    return "\n".join(rows)


def holder(account: str, action: str, lines: Sequence[Foreseen]) -> int | None:
    """Which line an account falls under for an action: one that names the action first, then the longest beginning.

    >>> lines = [Foreseen("6", "", "", 0), Foreseen("64", "", "", 0), Foreseen("6", "ANIM", "", 0)]
    >>> [holder(*one, lines) for one in (("641", ""), ("641", "ANIM"), ("613", ""), ("706", ""))]
    [1, 2, 0, None]
    """
    found = [place for place, one in enumerate(lines) if account.startswith(one.account) and one.action in ("", action)]
    return max(found, key=lambda place: (bool(lines[place].action), len(lines[place].account)), default=None)


def holders(accounts: tuple[str, ...], action: str, lines: Sequence[Foreseen]) -> list[int]:
    """Which lines what is committed may fall under: those that hold one of its accounts, and those that tell them further,
    since nobody knows yet which account it will be written on. Of an action that is not said, those of any.

    >>> told = ("64", ""), ("6411", ""), ("64", "ANIM"), ("6", "")
    >>> lines = [Foreseen(account, action, "", 0) for account, action in told]
    >>> holders(("641",), "", lines), holders(("641",), "ANIM", lines), holders(("74",), "", lines)
    ([0, 1, 2], [1, 2], [])
    >>> holders(("74",), "", [Foreseen("741", "", "", 0), Foreseen("75", "", "", 0)])
    [0]
    """
    actions = {action} if action else {"", *(one.action for one in lines)}
    found = {holder(account, each, lines) for account in accounts for each in actions}
    found |= {
        place
        for place, one in enumerate(lines)
        if one.account.startswith(accounts) and one.action in ("", action or one.action)
    }
    return sorted(place for place in found if place is not None)


def shared_between(cents: int, made: Sequence[int], foreseen: Sequence[int]) -> list[int]:
    """What is committed, between the lines that it may fall under, to the cent: where accounts have it already, then where
    there is room for it, then where most is foreseen. `made` and `foreseen`: what is left of each, line by line. So nothing
    that is both committed and written counts twice, whichever line it is written on.

    >>> shared_between(100, [70, 30], [60, 50]), shared_between(100, [0, 0], [60, 50]), shared_between(110, [0, 0], [60, 50])
    ([70, 30], [55, 45], [60, 50])
    >>> shared_between(130, [70, 30], [60, 50]), shared_between(9, [0, 0], [0, 0]), shared_between(9, [5, 0], [0, 9])
    ([75, 55], [5, 4], [5, 4])
    """
    told = [0] * len(foreseen)
    for rooms in (made, foreseen):
        free = [max(0, room - one) for room, one in zip(rooms, told, strict=True)]
        part = min(cents - sum(told), sum(free))
        if part > 0:
            told = [one + more for one, more in zip(told, shared(part, free), strict=True)]
    if left := cents - sum(told):
        weights = [max(0, one) for one in foreseen]
        told = [
            one + more
            for one, more in zip(told, shared(left, weights if any(weights) else [1] * len(told)), strict=True)
        ]
    return told


@dataclass(frozen=True, slots=True)
class Held:
    """A line beside what there is of it. `actual`: what the accounts make, None where none of the year is read. `committed`:
    what is signed, notified or called for the year, whether accounts have it already or not; None where nothing is known."""

    line: Foreseen
    actual: int | None
    committed: int | None

    @property
    def least(self) -> int:
        """What the year makes at least: accounts may hold what is committed or not, and never twice."""
        return max(self.actual or 0, self.committed or 0)

    @property
    def left(self) -> int:
        return self.line.cents - self.least

    @property
    def ahead(self) -> int:
        """What is committed beyond what accounts make."""
        return max(0, (self.committed or 0) - (self.actual or 0))

    @property
    def is_over(self) -> bool:
        return self.line.is_spent and self.left < 0


def told(one: Held) -> str:
    """The difference, in words.

    >>> line = Foreseen("64", "", "Salaires", 100_000)
    >>> told(Held(line, 60_000, 80_000))
    'Il reste 200 €. 200 € engagés ne sont pas encore dans les comptes, au moins.'
    >>> told(Held(line, None, None)), told(Held(line, 120_000, None))
    ('Rien n’en est connu.', 'Dépassé de 200 €.')
    >>> told(Held(Foreseen("74", "", "Subventions", 100_000), 40_000, None))
    'Il manque 600 €.'
    """
    if one.actual is None and one.committed is None:
        return "Rien n’en est connu."
    if one.line.is_spent:
        said = left_to_spend(one.left)
    elif one.left > 0:
        said = f"Il manque {euros(one.left)}."
    else:
        said = f"{euros(-one.left)} de plus que prévu." if one.left else "Tout y est."
    if one.ahead and one.actual is not None:
        word = "engagés" if one.line.is_spent else "notifiés ou appelés"
        said += f" {euros(one.ahead)} {word} ne sont pas encore dans les comptes, au moins."
    return said


def left_to_spend(left: int) -> str:
    """
    >>> left_to_spend(100), left_to_spend(0), left_to_spend(-100)
    ('Il reste 1 €.', 'Tout est dépensé ou engagé.', 'Dépassé de 1 €.')
    """
    if left > 0:
        return f"Il reste {euros(left)}."
    return f"Dépassé de {euros(-left)}." if left else "Tout est dépensé ou engagé."


@dataclass(frozen=True, slots=True)
class Total:
    """What a budget makes, without contributions in kind."""

    spent: int
    brought: int

    @property
    def result(self) -> int:
        return self.brought - self.spent


def total_of(lines: Iterable[Foreseen]) -> Total:
    """
    >>> total_of([Foreseen("64", "", "", 900), Foreseen("74", "", "", 1000), Foreseen("864", "", "", 50)]).result
    100
    """
    lines = list(lines)
    made = [sum(one.cents for one in lines if side_of(one.account) == side) for side in ("6", "7")]
    return Total(*made)


def balance_told(lines: Iterable[Foreseen]) -> str:
    """Whether it balances, in words; contributions in kind apart, which balance each other."""
    lines = list(lines)
    result = total_of(lines).result
    said = (
        "Dépenses et recettes s’équilibrent." if not result
        else f"Il prévoit un excédent de {euros(result)}." if result > 0
        else f"Il prévoit un déficit de {euros(-result)}."
    )  # fmt: skip
    used, given = (sum(one.cents for one in lines if side_of(one.account) == side) for side in ("86", "87"))
    if used != given:
        said += f" Les contributions volontaires ne s’équilibrent pas : {euros(abs(used - given))} les séparent."
    return said


@dataclass(frozen=True, slots=True)
class Change:
    """A line of which a version says otherwise than the one before. None: it is not there."""

    account: str
    action: str
    label: str
    before: int | None
    after: int | None

    @property
    def apart(self) -> int:
        return (self.after or 0) - (self.before or 0)


def changes(before: Iterable[Foreseen], after: Iterable[Foreseen]) -> list[Change]:
    """
    >>> [(one.account, one.apart) for one in changes([Foreseen("64", "", "a", 5)], [Foreseen("62", "", "b", 3)])]
    [('62', 3), ('64', -5)]
    >>> changes([Foreseen("64", "", "a", 5)], [Foreseen("64", "", "b", 5)])
    []
    >>> changes([Foreseen("64", "", "a", 5)], [Foreseen("64", "", "a", 7)])[0].apart
    2
    """
    was = {(one.account, one.action): one for one in before}
    now = {(one.account, one.action): one for one in after}
    found = []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        if old and new and old.cents == new.cents:
            continue
        label = (new or old or Foreseen("", "", "", 0)).label
        found.append(Change(*key, label, old.cents if old else None, new.cents if new else None))
    return found
