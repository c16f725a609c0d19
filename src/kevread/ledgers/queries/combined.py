"""The accounts of the head and of the groupings, together: what each makes, what all make once what they pay each other is
taken out, along each axis; and what two of them do not tell alike."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.words import of, plain
from kevread.directory.models import Organisation
from kevread.ledgers.asks import RECORDED
from kevread.ledgers.loader import ACTION, STRUCTURE, framework
from kevread.ledgers.models import KEEPS_LEDGERS, Balance, Book, Code, Line
from kevread.ledgers.queries.codes import all_codes, own_codes
from kevread.ledgers.queries.costs import Analysis, all_analysed
from kevread.ledgers.rules.matching import Flow, Movement, Recorded, compared, named_in, undone
from kevread.ledgers.rules.opening import opens
from kevread.ledgers.rules.sharing import Meaning, meaning_of, split

OF_OTHERS = "Codes que d’autres membres ont pour eux"


@dataclass(slots=True)
class Side:
    """A member: its files of years that close then, where there are some, and what they make together."""

    organisation: Organisation
    found: list[Analysis] = field(default_factory=list)
    expenses: int = 0
    products: int = 0

    @property
    def result(self) -> int:
        return self.products - self.expenses

    @property
    def unsaid(self) -> set[tuple[str, str]]:
        """The accounts of which nothing is said."""
        return {(row.account, row.section) for one in self.found for row in one.unsaid}


@dataclass(slots=True)
class Together:
    """`along`: by axis, code by code, expenses and products once what members pay each other is taken out; `between`: what was
    taken out of the expenses, and of the products; `written`: what of it they wrote between them; `own`: the codes that members
    added, each for itself; `unheard`: what is told of a member whose lines are not here, and that it could not answer."""

    year: int
    sides: list[Side] = field(default_factory=list)
    between: list[int] = field(default_factory=lambda: [0, 0])
    written: list[int] = field(default_factory=lambda: [0, 0])
    along: list[tuple[str, list[tuple[str, str, int, int]]]] = field(default_factory=list)
    own: list[Code] = field(default_factory=list)
    same: list[Flow] = field(default_factory=list)
    apart: list[Flow] = field(default_factory=list)
    unheard: list[Flow] = field(default_factory=list)

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
        return [one.organisation for one in self.sides if not one.found]


def members() -> list[Organisation]:
    """Those to which the common framework gives a prefix, in its order. One query."""
    order = list(framework().prefixes)
    return sorted(Organisation.objects.filter(slug__in=order), key=lambda one: order.index(one.slug))


def kept_books() -> list[Book]:
    """The files of members that count, of any year, in the order of their years. One query."""
    rows = Book.objects.kept().filter(organisation__slug__in=list(framework().prefixes))
    return list(rows.select_related("organisation").order_by("period", "pk"))


def years_together(books: Iterable[Book]) -> list[int]:
    """Those of which one of them has a file that counts, the last first."""
    return sorted({one.last.year for one in books}, reverse=True)


def together(year: int, kept: Iterable[Book] | None = None) -> Together:
    """In a number of queries that grows neither with the members nor with their lines. `kept`: what `kept_books` found. Two
    years of a member that close in this one are summed (decision 265)."""
    those = members()
    books = [one for one in (kept_books() if kept is None else kept) if one.last.year == year]
    analyses = all_analysed(books) if books else []
    found = Together(year)
    for member in those:
        side = Side(member, [one for one in analyses if one.book.organisation_id == member.pk])
        side.expenses = -sum(sum_of(one, "6") for one in side.found)
        side.products = sum(sum_of(one, "7") for one in side.found)
        found.sides.append(side)
    found.same, apart, lines = flows_between(those, books)
    here = with_lines(books)
    found.apart = [one for one in apart if one.owners <= here]
    found.unheard = [one for one in apart if not one.owners <= here]
    taken = taken_out(found, lines, {one.book.pk: one.rules for one in analyses})
    found.along = along(found, taken)
    return found


def flows_between(
    those: Sequence[Organisation], books: Sequence[Book]
) -> tuple[list[Flow], list[Flow], dict[Movement, Line]]:
    """What members tell alike, what they do not, and the lines that tell it. Two queries, and those of what they wrote between
    them."""
    records = recorded(books)
    paid, received, lines = movements(those, books, records)
    starts = (accounts_of([], pays=pays) for pays in (True, False))
    return *compared(records, paid, received, *starts), lines


def with_lines(books: Iterable[Book]) -> set[str]:
    """Those whose lines are here: who brought no file, or a balance, could not answer; nor, for a part of the year, who brought
    one of each."""
    books = list(books)
    whole = {one.organisation.slug for one in books if one.kind == Book.Kind.FEC}
    return whole - {one.organisation.slug for one in books if one.kind != Book.Kind.FEC}


def year_over(years: Sequence[int], on: date) -> int | None:
    """The last of them that is over: one under way is not whole."""
    return next((one for one in years if one < on.year), None)


def parties(flow: Flow, names: Mapping[str, str]) -> tuple[str, str]:
    """Who pays and who receives, by name: who wrote it, or whom the other side names."""
    if flow.record:
        return names[flow.record.payer], names[flow.record.payee]

    def called(side: Movement | None, other: Movement | None) -> str:
        those = [side.owner] if side else other.names if other else ()
        return ", ".join(sorted(names[slug] for slug in those))

    return called(flow.paid, flow.received), called(flow.received, flow.paid)


def told_apart(organisation: Organisation, actor: Actor, on: date) -> tuple[int, list[str]]:
    """Of the last year that is over, what this member and another do not tell alike, in words: both sides. Only between those
    whose lines are here: who brought no file, or a balance, could not answer. Four queries, and those of what they wrote."""
    those, kept = members(), kept_books()
    year = year_over(years_together(kept), on) or on.year
    books = [one for one in kept if one.last.year == year]
    here = with_lines(books)
    if organisation.slug not in here:
        return year, []
    _, apart, _ = flows_between(those, [one for one in books if one.kind == Book.Kind.FEC])
    names = {one.slug: one.name for one in those}
    return year, [
        apart_in_words(one, *parties(one, names))
        for one in readable(apart, those, actor)
        if organisation.slug in one.owners and one.owners <= here
    ]


def unheard_in_words(flow: Flow, payer: str, payee: str) -> str:
    """What one side says, and that the other cannot."""
    if flow.paid:
        said = f"{payer} dit avoir versé {of_day(flow.paid)} à {payee}"
    else:
        assert flow.received is not None
        said = f"{payee} dit avoir reçu {of_day(flow.received)} {of(payer)}"
    return f"{said}, dont les lignes ne sont pas ici : cela ne se sait pas."


def apart_in_words(flow: Flow, payer: str, payee: str) -> str:
    """What each says: never the label of the other."""
    paid, received = flow.paid, flow.received
    out = f"{payer} dit avoir versé {of_day(paid)}" if paid else f"{payer} ne dit rien avoir versé"
    brought = f"{payee} dit avoir reçu {of_day(received)}" if received else f"{payee} ne dit rien avoir reçu"
    return f"{out}, {brought}" + (f" ; inscrit entre eux, {euros(flow.record.cents)}" if flow.record else "")


def of_day(one: Movement) -> str:
    return f"{euros(one.cents)} le {day_in_words(one.day)}"


def sum_of(found: Analysis, kind: str) -> int:
    """Of accounts 6 or 7, what is said and what is not; a product is positive."""
    said = sum(one.cents for one in found.posted if one.account[0] == kind)
    return -(said + sum(one.cents for one in found.unsaid if one.account[0] == kind))


def recorded(books: Sequence[Book]) -> list[Recorded]:
    """What members whose lines are here wrote between them of these years: a balance has no line that could answer."""
    here = [one for one in books if one.kind == Book.Kind.FEC]
    keys = list(dict.fromkeys(one.organisation_id for one in here))
    if len(keys) < 2:
        return []
    first, last = min(one.first for one in here), max(one.last for one in here)
    return [record for answer in RECORDED for record in answer(keys, first, last)]


def accounts_of(records: Sequence[Recorded], *, pays: bool) -> tuple[str, ...]:
    """How the accounts begin where members pay each other: those of the common framework, those of what they wrote."""
    between = (one.paid if pays else one.received for one in framework().between)
    return (*between, *(start for one in records for start in (one.paid if pays else one.received)))


def movements(
    those: Sequence[Organisation], books: Sequence[Book], records: Sequence[Recorded]
) -> tuple[list[Movement], list[Movement], dict[Movement, Line]]:
    """The lines of the accounts where members pay each other; those that are paid, those that are received; without those that
    open a year, or were written back. On an account of both, a credit is no writing back: it is received. Two queries."""
    of_paid, of_received = (accounts_of(records, pays=pays) for pays in (True, False))
    starts = of_paid + of_received
    accounts = {
        account
        for account in Balance.objects.filter(book__in=books).values_list("account", flat=True)
        if account.startswith(starts)
    }
    owner = {book.pk: book.organisation.slug for book in books}
    named = {one.slug: patterns_of(one) for one in those}
    paid, received, lines = [], [], {}
    back_paid, back_received = [], []
    for line in Line.objects.filter(book__in=books, account__in=accounts).order_by("day", "number"):
        if opens(line.journal, line.account):
            continue
        said = f" {re.sub(r'[^a-z0-9]+', ' ', plain(f'{line.label} {line.auxiliary}'))} "
        slug = owner[line.book_id]
        names = frozenset(named_in(said, named) - {slug})
        one = Movement(slug, line.account, line.day, abs(line.cents), names, line.number)
        lines[one] = line
        if line.cents > 0 and line.account.startswith(of_paid):
            paid.append(one)
        elif line.cents < 0 and line.account.startswith(of_received):
            received.append(one)
        elif line.account.startswith(of_paid):
            back_paid.append(one)
        else:
            back_received.append(one)
    return undone(paid, back_paid), undone(received, back_received), lines


def patterns_of(one: Organisation) -> tuple[str, ...]:
    """What names it in a label: its name, the word of its address."""
    words = {re.sub(r"[^a-z0-9]+", " ", plain(text)).strip() for text in (one.name, one.slug)}
    return tuple(f" {word} " for word in words if word)


def taken_out(
    found: Together, lines: dict[Movement, Line], rules: Mapping[UUID, list[Meaning]]
) -> dict[tuple[str, str], list[int]]:
    """By axis and code, what members paid each other of it: expenses of who pays, products of who receives. Of what they wrote
    between them, the side that tells its very sum is taken out, whatever the other tells: both say whose money it is."""
    taken: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for flow in (*found.same, *(one for one in found.apart if one.record)):
        for rank, side in enumerate((flow.paid, flow.received)):
            if side is None or side.account[0] not in "67" or (flow.record and side.cents != flow.record.cents):
                continue
            found.between[rank] += side.cents
            found.written[rank] += side.cents if flow.record else 0
            line = lines[side]
            meaning = meaning_of(line.account, line.section, rules[line.book_id])
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
    analyses = [one for side in found.sides for one in side.found]
    asked = [(one.book.organisation, one.book.last) for one in analyses]
    found.own = own_codes([one.organisation for one in found.present])
    for axis, described in framework().axes.items():
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for one in analyses:
            sides = actions_along(one) if axis == ACTION else one.along[axis]
            for code, (out, brought) in sides.items():
                sums[code][0] += out
                sums[code][1] += brought
        names: dict[str, str] = {}
        for each in all_codes(asked, axis, found.own):
            names |= each
        rows = []
        for code in sorted(sums, key=lambda one: (not one, one)):
            less = taken.get((axis, code), [0, 0])
            rows.append((code, names.get(code, "Rien n’en est dit"), sums[code][0] - less[0], sums[code][1] - less[1]))
        if any(code for code, *_ in rows):
            told.append((described.label, rows))
    return told


def along_read(found: Together, actor: Actor) -> list[tuple[str, list[tuple[str, str, int, int]]]]:
    """`along` for this actor: the codes that another member added for itself, one of which may be one post, are summed in one
    line; each reads its own."""
    where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
    apart = {code.code for code in found.own if where is not None and code.organisation_id not in where}
    told = []
    for label, rows in found.along:
        theirs = [row for row in rows if row[0] in apart]
        summed = ("", OF_OTHERS, sum(row[2] for row in theirs), sum(row[3] for row in theirs))
        told.append((label, [row for row in rows if row[0] not in apart] + ([summed] if theirs else [])))
    return told


def actions_along(found: Analysis) -> dict[str, list[int]]:
    """By action, its own expenses and its products: what supports bring is shared out by each member, as it decides."""
    return {code: [found.expenses(code), found.products(code)] for code in found.codes}


def readable(apart: list[Flow], those: Iterable[Organisation], actor: Actor) -> list[Flow]:
    """The mismatches of which a side is of an organisation whose accounts this actor keeps: of the other side, they read its
    day, its account and its amount, which theirs should answer; never its label."""
    where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
    if where is None:
        return apart
    slugs = {one.slug for one in those if one.pk in where}
    return [one for one in apart if one.owners & slugs]
