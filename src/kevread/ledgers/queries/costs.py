"""What a file says along the axes: direct costs of each action, what supports bring it, its full cost; each figure opens on its
lines."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from uuid import UUID

from django.db import connection

from kevread.ledgers.loader import ACTION, STRUCTURE, framework
from kevread.ledgers.models import Balance, Book, Key, Line, Passage, Split
from kevread.ledgers.queries.codes import all_codes, codes_of
from kevread.ledgers.rules.sharing import Flow, Meaning, cascade, meaning_of, plain, split, split_all
from kevread.ledgers.rules.times import Effort, days_said, each, equivalents_said

UNKNOWN = "non connu"

type Several = Mapping[tuple[UUID, str, str], tuple[Balance, Meaning]]  # accounts along several actions


@dataclass(frozen=True, slots=True)
class Posted:
    """What an account puts under a code. `cents`: an expense is positive, a product negative; `part`: where only a part of the
    account is for it, its weight and that of the whole; `codes`: what is said of the account along the other axes."""

    account: str
    section: str
    label: str
    code: str
    cents: int
    whole: int
    part: tuple[int, int] | None = None
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def brought(self) -> int:
        """As a product is read."""
        return -self.cents


@dataclass(slots=True)
class Analysis:
    """`posted`: by action; `along`: by axis and code, expenses and products; `unsaid`: accounts of which nothing is said;
    `keyed`: the codes that are shared out that year; `unshared`: those that spend, were shared out in another year, and are not
    in this one: what the actions cost in all is then not known."""

    book: Book
    posted: list[Posted] = field(default_factory=list)
    along: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    unsaid: list[Balance] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    rules: list[Meaning] = field(default_factory=list)
    keyed: Collection[str] = ()
    unshared: Sequence[str] = ()

    def expenses(self, code: str) -> int:
        return sum(one.cents for one in self.posted if one.code == code and one.account[0] == "6")

    def products(self, code: str) -> int:
        return -sum(one.cents for one in self.posted if one.code == code and one.account[0] == "7")

    def received(self, code: str) -> list[Flow]:
        return [one for one in self.flows if one.target == code]

    def given(self, code: str) -> list[Flow]:
        return [one for one in self.flows if one.source == code]

    def full(self, code: str) -> int:
        """What it costs in all: its own expenses, what supports bring it, less what it gives on."""
        brought = sum(one.cents for one in self.received(code)) - sum(one.cents for one in self.given(code))
        return self.expenses(code) + brought

    @property
    def codes(self) -> list[str]:
        """The actions of which something is said, the common ones first."""
        found = {one.code for one in self.posted} | {one.target for one in self.flows}
        known = list(self.labels)
        return sorted(found, key=lambda code: (known.index(code) if code in known else len(known), code))

    @property
    def left(self) -> int:
        """What the full costs do not hold of the expenses that are said: nothing, ever."""
        return sum(one.cents for one in self.posted if one.account[0] == "6") - sum(map(self.full, self.codes))


def meanings(books: Collection[Book]) -> dict[UUID, list[Meaning]]:
    """By file, what its accounts are on the last day of its year. One query."""
    rows = list(Passage.objects.filter(organisation__in={one.organisation_id for one in books}))
    return {
        book.pk: [
            Meaning(one.account, one.section, one.codes, tuple((code, weight) for code, weight in one.parts))
            for one in rows
            if one.organisation_id == book.organisation_id and one.in_force(book.last)
        ]
        for book in books
    }


def several_of(books: Sequence[Book]) -> Several:
    """Of these files, the accounts that are along several actions."""
    rules = meanings(books)
    rows = Balance.objects.filter(book__in=books, account__regex="^[67]").order_by("account", "section")
    told = ((row, meaning_of(row.account, row.section, rules[row.book_id])) for row in rows)
    return {
        (row.book_id, row.account, row.section): (row, meaning)
        for row, meaning in told
        if meaning and len(meaning.parts) > 1
    }


def analysed(book: Book) -> Analysis:
    return all_analysed([book])[0]


def all_analysed(books: Sequence[Book]) -> list[Analysis]:
    """In a number of queries that grows neither with the files nor with their lines: accounts along one action are read whole;
    of those along several, each line is split to the cent."""
    rules, prefixes = meanings(books), framework().prefixes
    axes = [axis for axis in framework().axes if axis != ACTION]
    found = {
        book.pk: Analysis(book, along={axis: defaultdict(nothing) for axis in axes}, rules=rules[book.pk])
        for book in books
    }
    several: dict[tuple[UUID, str, str], tuple[Balance, Meaning]] = {}
    for row in Balance.objects.filter(book__in=books, account__regex="^[67]").order_by("account", "section"):
        meaning = meaning_of(row.account, row.section, rules[row.book_id])
        one = found[row.book_id]
        put_along(one, axes, prefixes.get(one.book.organisation.slug, ""), row, meaning)
        if meaning is None:
            one.unsaid.append(row)
            continue
        if len(meaning.parts) == 1:
            code, codes = meaning.parts[0][0], meaning.codes
            one.posted.append(Posted(row.account, row.section, row.label, code, row.cents, row.cents, codes=codes))
        else:
            several[row.book_id, row.account, row.section] = (row, meaning)
    split_by_line(found, several)
    keys = Key.objects.filter(organisation__in={one.organisation_id for one in books})
    by_year: dict[tuple[UUID, int], dict[str, list[tuple[str, int]]]] = defaultdict(dict)
    for key in keys:
        by_year[key.organisation_id, key.year][key.source] = [(code, weight) for code, weight in key.parts]
    names = all_codes([(one.organisation, one.last) for one in books], ACTION)
    for book, labels in zip(books, names, strict=True):
        one = found[book.pk]
        one.labels = labels
        direct = {code: one.expenses(code) for code in {posted.code for posted in one.posted}}
        one.keyed = by_year[book.organisation_id, book.last.year]
        one.flows = cascade(direct, by_year[book.organisation_id, book.last.year])
        before = {key.source for key in keys if key.organisation_id == book.organisation_id} - set(one.keyed)
        one.unshared = sorted(code for code in before if direct.get(code))
    return list(found.values())


def nothing() -> list[int]:
    return [0, 0]


def put_along(found: Analysis, axes: Iterable[str], prefix: str, row: Balance, meaning: Meaning | None) -> None:
    """Whose it is is known of every account, by its prefix; the rest, of those of which something is said."""
    for axis in axes:
        if meaning is None and axis != STRUCTURE:
            continue
        code = prefix if meaning is None or axis == STRUCTURE else meaning.codes.get(axis, "")
        if row.account[0] == "6":
            found.along[axis][code][0] += row.cents
        else:
            found.along[axis][code][1] -= row.cents


REST = """
SELECT l.book_id, l.account, l.section, l.cents %% s.total, count(*), sum(l.cents)::bigint
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bigint[]) AS s(book, account, section, total)
JOIN public.ledgers_line l ON l.book_id = s.book AND l.account = s.account AND l.section = s.section
GROUP BY 1, 2, 3, 4
"""


def split_by_line(found: Mapping[UUID, Analysis], several: Several) -> None:
    """Each line along its actions, to the cent; the parts of an account make it."""
    made = split_kept(several)
    made |= split_again({key: one for key, one in several.items() if key not in made})
    for (book, account, section), (row, meaning) in several.items():
        total = sum(weight for _, weight in meaning.parts)
        for (code, weight), cents in zip(meaning.parts, made[book, account, section], strict=True):
            found[book].posted.append(
                Posted(account, section, row.label, code, cents, row.cents, (weight, total), meaning.codes)
            )


def split_kept(several: Several) -> dict[tuple[UUID, str, str], list[int]]:
    """What was written of them when their year came to be read so."""
    rows = Split.objects.filter(balance__book__in={book for book, _, _ in several}) if several else Split.objects.none()
    kept = {(one, tuple(weights)): cents for one, weights, cents in rows.values_list("balance", "weights", "cents")}
    asked = {key: (row.pk, tuple(plain(meaning.parts))) for key, (row, meaning) in several.items()}
    return {key: kept[one] for key, one in asked.items() if one in kept}


def split_again(several: Several) -> dict[tuple[UUID, str, str], list[int]]:
    """From the lines. PostgreSQL puts together those that leave the same rest (`split_all`): what comes here grows with the
    rests, and not with the lines."""
    if not several:
        return {}
    lines: dict[tuple[UUID, str, str], list[tuple[int, int, int]]] = defaultdict(list)
    totals = [sum(plain(meaning.parts)) for _, meaning in several.values()]
    with connection.cursor() as cursor:
        cursor.execute(REST, [*(list(those) for those in zip(*several, strict=True)), totals])
        for book, account, section, rest, many, cents in cursor:
            lines[book, account, section].append((rest, many, cents))
    return {key: [cents for _, cents in split_all(lines[key], meaning.parts)] for key, (_, meaning) in several.items()}


@dataclass(frozen=True, slots=True)
class Action:
    """What an action costs and brings; in cents. `received`: from supports, less what it gives on; None: one is not shared
    out that year. `worked`: the days of a full time that posts gave to it, in a year of `length` days; None: not known."""

    code: str
    label: str
    direct: int
    received: int | None
    products: int
    worked: Fraction | None = None
    length: int = 365

    @property
    def full(self) -> int | None:
        return None if self.received is None else self.direct + self.received

    @property
    def equivalents(self) -> str:
        """Its own full times: those of the supports are in what they bring it."""
        return UNKNOWN if self.worked is None else equivalents_said(self.worked, self.length)

    @property
    def days(self) -> str:
        return "" if self.worked is None else days_said(self.worked)

    @property
    def each(self) -> int | None:
        """Its full cost for one full time. None where one or the other is not known, or where nobody works at it."""
        return None if self.worked is None or self.full is None else each(self.full, self.worked, self.length)


def actions_of(found: Analysis, effort: Effort | None = None) -> list[Action]:
    """`effort`: the time of posts over the year of that file; without it, nothing is said of it."""
    rows = []
    for code in found.codes:
        direct = found.expenses(code)
        received, label = None if found.unshared else found.full(code) - direct, found.labels.get(code, "")
        row = Action(code, label, direct, received, found.products(code))
        rows.append(replace(row, worked=effort.of(code), length=effort.length) if effort else row)
    return rows


def along_axes(found: Analysis) -> list[tuple[str, list[tuple[str, str, int, int]]]]:
    """By axis but that of actions: each code, what it is called, its expenses and its products; nothing said comes last."""
    told: list[tuple[str, list[tuple[str, str, int, int]]]] = []
    for axis, sides in found.along.items():
        names = codes_of(found.book.organisation, axis, found.book.last)
        order = {code: rank for rank, code in enumerate(names)}
        rows = [
            (code, names.get(code, "Rien n’en est dit"), sides[code][0], sides[code][1])
            for code in sorted(sides, key=lambda code: (not code, order.get(code, len(order)), code))
        ]
        if any(code for code, *_ in rows):
            told.append((framework().axes[axis].label, rows))
    return told


def posted_in(found: Analysis, code: str, kind: str) -> list[Posted]:
    """What stands under an action, expenses (6) or products (7), in the order of the accounts."""
    rows = [one for one in found.posted if one.code == code and one.account[0] == kind]
    return sorted(rows, key=lambda one: (one.account, one.section))


def parts_of(book: Book, lines: Iterable[Line], action: str) -> list[tuple[Line, int]]:
    """What each line puts under an action."""
    rules = meanings([book])[book.pk]
    told = []
    for line in lines:
        meaning = meaning_of(line.account, line.section, rules)
        told.append((line, dict(split(line.cents, meaning.parts)).get(action, 0) if meaning else 0))
    return told
