"""What is said of the accounts of an organisation, and what could be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.ledgers.loader import ACTION, STRUCTURE, framework
from kevread.ledgers.models import Balance, Book, Key, Passage
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.costs import meanings
from kevread.ledgers.rules.sharing import Meaning, meaning_of

PARTS = 4  # of a form


def years_of(organisation: Organisation) -> list[Book]:
    """The files that count, the last year first."""
    return list(Book.objects.kept().filter(organisation=organisation).order_by("-period"))


@dataclass(frozen=True, slots=True)
class Told:
    """A passage, and what its codes are called."""

    passage: Passage
    actions: str
    codes: str


def passages_of(organisation: Organisation, actor: Actor, on: date) -> list[Told]:
    """Those in force that day, in the order of the accounts."""
    axes = {axis: codes_of(organisation, axis, on) for axis in framework().axes if axis != STRUCTURE}
    rows = Passage.objects.visible_to(actor).on(on).filter(organisation=organisation).order_by("account", "section")
    return [Told(row, said_parts(row.parts, axes.get(ACTION, {})), said_codes(row.codes, axes)) for row in rows]


def said_parts(parts: list[list[Any]], names: Mapping[str, str]) -> str:
    """« Animation », or « Animation (3 sur 4), Support (1 sur 4) »."""
    if len(parts) == 1:
        return names.get(parts[0][0], str(parts[0][0]))
    total = sum(weight for _, weight in parts)
    return ", ".join(f"{names.get(code, code)} ({weight} sur {total})" for code, weight in parts)


def said_codes(codes: Mapping[str, str], axes: Mapping[str, Mapping[str, str]]) -> str:
    return ", ".join(axes.get(axis, {}).get(code, code) for axis, code in codes.items())


def suggestion(organisation: Organisation, account: str, section: str, on: date) -> dict[str, Any]:
    """What a form proposes of an account: what is said of its neighbours, else what the federation knows of it."""
    rows = Passage.objects.on(on).filter(organisation=organisation)
    known = [Meaning(one.account, one.section, one.codes, tuple(map(tuple, one.parts))) for one in rows]
    found = meaning_of(account, section, known)
    if found:
        proposed: dict[str, Any] = {f"axis_{axis}": code for axis, code in found.codes.items()}
        for rank, (code, weight) in enumerate(found.parts[:PARTS], 1):
            proposed |= {f"action_{rank}": code, f"part_{rank}": weight}
        return proposed
    usual = framework().suggested(account)
    proposed = {f"axis_{axis}": code for axis, code in usual.items() if axis != ACTION}
    return proposed | ({"action_1": usual[ACTION], "part_1": 1} if ACTION in usual else {})


def beside(account: str, action: str) -> dict[str, str]:
    """What the federation usually puts along the other axes of an account of that action; nothing of another action."""
    usual = framework().suggested(account)
    return {axis: code for axis, code in usual.items() if axis != ACTION} if usual.get(ACTION) == action else {}


def unsaid_of(book: Book) -> list[Balance]:
    """The expenses and products of a file of which nothing is said, in the order of the accounts."""
    rules = meanings([book])[book.pk]
    rows = Balance.objects.filter(book=book, account__regex="^[67]").order_by("account", "section")
    return [row for row in rows if meaning_of(row.account, row.section, rules) is None]


@dataclass(frozen=True, slots=True)
class Proposed:
    """An account of which nothing is said, the action that is proposed for it, if any, and what would go with it, in words."""

    row: Balance
    action: str
    along: str


def proposed_of(rows: Sequence[Balance], organisation: Organisation, on: date) -> list[Proposed]:
    """Where the action that the federation knows of an account is open that day."""
    axes = {axis: codes_of(organisation, axis, on) for axis in framework().axes if axis != STRUCTURE}
    told = []
    for row in rows:
        action = framework().suggested(row.account).get(ACTION, "")
        action = action if action in axes.get(ACTION, {}) else ""
        told.append(Proposed(row, action, said_codes(beside(row.account, action), axes)))
    return told


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    label: str
    weight: int
    total: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A key, what it shares out, and its parts with their names."""

    key: Key
    label: str
    parts: tuple[Part, ...]


def keys_of(organisation: Organisation, actor: Actor, year: int) -> list[Shared]:
    names = codes_of(organisation, ACTION, date(year, 12, 31))
    rows = Key.objects.visible_to(actor).filter(organisation=organisation, year=year).order_by("source")
    found = []
    for row in rows:
        total = sum(weight for _, weight in row.parts)
        parts = tuple(Part(code, names.get(code, code), weight, total) for code, weight in row.parts)
        found.append(Shared(row, names.get(row.source, row.source), parts))
    return found
