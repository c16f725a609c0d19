"""The accounts of the head and of the groupings, together: what each makes, what all make once what they pay each other is
taken out, along each axis; and what two of them do not tell alike."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kevread.common.actor import Actor
from kevread.common.words import plain
from kevread.directory.models import Organisation
from kevread.ledgers.loader import ACTION, STRUCTURE, framework
from kevread.ledgers.models import KEEPS_LEDGERS, Balance, Book, Line
from kevread.ledgers.queries.codes import all_codes, own_codes
from kevread.ledgers.queries.costs import Analysis, all_analysed
from kevread.ledgers.rules.matching import Flow, Movement, matched
from kevread.ledgers.rules.sharing import Meaning, meaning_of, split


@dataclass(slots=True)
class Side:
    """A member: its file, if it counts, and what it makes."""

    organisation: Organisation
    found: Analysis | None = None
    expenses: int = 0
    products: int = 0

    @property
    def result(self) -> int:
        return self.products - self.expenses


@dataclass(slots=True)
class Together:
    """`along`: by axis, code by code, expenses and products once what members pay each other is taken out; `between`: what was
    taken out of the expenses, and of the products."""

    year: int
    sides: list[Side] = field(default_factory=list)
    between: list[int] = field(default_factory=lambda: [0, 0])
    along: list[tuple[str, list[tuple[str, str, int, int]]]] = field(default_factory=list)
    same: list[Flow] = field(default_factory=list)
    apart: list[Flow] = field(default_factory=list)

    @property
    def expenses(self) -> int:
        return sum(one.expenses for one in self.sides) - self.between[0]

    @property
    def products(self) -> int:
        return sum(one.products for one in self.sides) - self.between[1]

    @property
    def result(self) -> int:
        return self.products - self.expenses

    @property
    def present(self) -> list[Side]:
        return [one for one in self.sides if one.found]

    @property
    def missing(self) -> list[Organisation]:
        return [one.organisation for one in self.sides if one.found is None]


def members() -> list[Organisation]:
    """Those to which the common framework gives a prefix, in its order. One query."""
    order = list(framework().prefixes)
    return sorted(Organisation.objects.filter(slug__in=order), key=lambda one: order.index(one.slug))


def years_together() -> list[int]:
    """Those of which one of them has a file that counts, the last first."""
    rows = Book.objects.kept().filter(organisation__slug__in=list(framework().prefixes))
    return sorted({one.last.year for one in rows}, reverse=True)


def together(year: int) -> Together:
    """In a number of queries that grows neither with the members nor with their lines."""
    those = members()
    rows = Book.objects.kept().filter(organisation__in=those).select_related("organisation")
    books = {one.organisation_id: one for one in rows if one.last.year == year}
    analyses = {one.book.organisation_id: one for one in all_analysed(list(books.values()))} if books else {}
    found = Together(year)
    for member in those:
        side = Side(member, analyses.get(member.pk))
        if side.found:
            side.expenses = -sum_of(side.found, "6")
            side.products = sum_of(side.found, "7")
        found.sides.append(side)
    paid, received, lines = movements(those, list(books.values()))
    found.same, found.apart = matched(paid, received)
    taken = taken_out(found, lines, {one.book.organisation.slug: one.rules for one in analyses.values()})
    found.along = along(found, taken)
    return found


def sum_of(found: Analysis, kind: str) -> int:
    """Of accounts 6 or 7, what is said and what is not; a product is positive."""
    said = sum(one.cents for one in found.posted if one.account[0] == kind)
    return -(said + sum(one.cents for one in found.unsaid if one.account[0] == kind))


def movements(
    those: Sequence[Organisation], books: Sequence[Book]
) -> tuple[list[Movement], list[Movement], dict[tuple[str, int], Line]]:
    """The lines of the accounts where members pay each other; those that are paid, those that are received. Two queries."""
    between = framework().between
    starts = tuple(start for one in between for start in (one.paid, one.received))
    accounts = {
        account
        for account in Balance.objects.filter(book__in=books).values_list("account", flat=True)
        if account.startswith(starts)
    }
    owner = {book.pk: book.organisation.slug for book in books}
    named = {one.slug: patterns_of(one) for one in those}
    paid, received, lines = [], [], {}
    for line in Line.objects.filter(book__in=books, account__in=accounts).order_by("day", "number"):
        said = f" {re.sub(r'[^a-z0-9]+', ' ', plain(f'{line.label} {line.auxiliary}'))} "
        slug = owner[line.book_id]
        names = frozenset(
            other for other, words in named.items() if other != slug and any(one in said for one in words)
        )
        one = Movement(slug, line.account, line.day, abs(line.cents), names, line.number)
        lines[slug, line.number] = line
        if line.cents > 0 and any(line.account.startswith(rule.paid) for rule in between):
            paid.append(one)
        elif line.cents < 0 and any(line.account.startswith(rule.received) for rule in between):
            received.append(one)
    return paid, received, lines


def patterns_of(one: Organisation) -> tuple[str, ...]:
    """What names it in a label: its name, the word of its address."""
    words = {re.sub(r"[^a-z0-9]+", " ", plain(text)).strip() for text in (one.name, one.slug)}
    return tuple(f" {word} " for word in words if word)


def taken_out(
    found: Together, lines: dict[tuple[str, int], Line], rules: dict[str, list[Meaning]]
) -> dict[tuple[str, str], list[int]]:
    """By axis and code, what members paid each other of it: expenses of who pays, products of who receives."""
    taken: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for flow in found.same:
        for rank, side in enumerate((flow.paid, flow.received)):
            if side is None or side.account[0] not in "67":
                continue
            found.between[rank] += side.cents
            line = lines[side.owner, side.line]
            meaning = meaning_of(line.account, line.section, rules[side.owner])
            for axis, code, cents in codes_in(side, meaning):
                taken[axis, code][rank] += cents
    return taken


def codes_in(side: Movement, meaning: Meaning | None) -> Iterator[tuple[str, str, int]]:
    """Under which codes a movement stands, axis by axis."""
    for axis in framework().axes:
        if axis == STRUCTURE:
            yield axis, framework().prefixes[side.owner], side.cents
        elif meaning and axis == ACTION:
            yield from ((axis, code, cents) for code, cents in split(side.cents, meaning.parts))
        elif meaning:
            yield axis, meaning.codes.get(axis, ""), side.cents


def along(
    found: Together, taken: dict[tuple[str, str], list[int]]
) -> list[tuple[str, list[tuple[str, str, int, int]]]]:
    """Axis by axis, the codes of which something is said; what nothing is said of comes last."""
    told = []
    analyses = [one.found for one in found.sides if one.found]
    asked = [(one.book.organisation, one.book.last) for one in analyses]
    own = own_codes([one for one, _ in asked])
    for axis, described in framework().axes.items():
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for one in analyses:
            sides = actions_along(one) if axis == ACTION else one.along[axis]
            for code, (out, brought) in sides.items():
                sums[code][0] += out
                sums[code][1] += brought
        names: dict[str, str] = {}
        for each in all_codes(asked, axis, own):
            names |= each
        rows = []
        for code in sorted(sums, key=lambda one: (not one, one)):
            less = taken.get((axis, code), [0, 0])
            rows.append((code, names.get(code, "Rien n’en est dit"), sums[code][0] - less[0], sums[code][1] - less[1]))
        if any(code for code, *_ in rows):
            told.append((described.label, rows))
    return told


def actions_along(found: Analysis) -> dict[str, list[int]]:
    """By action, its own expenses and its products: what supports bring is shared out by each member, as it decides."""
    return {code: [found.expenses(code), found.products(code)] for code in found.codes}


def readable(flows: Sequence[Flow], actor: Actor) -> list[Flow]:
    """Those of which a side is of an organisation whose accounts this actor keeps: of the other side, they read its day, its
    account and its amount, which theirs should answer; never its label."""
    where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
    if where is None:
        return list(flows)
    slugs = set(Organisation.objects.filter(pk__in=where).values_list("slug", flat=True))
    return [one for one in flows if one.owners & slugs]
