"""The budgets of an organisation; each line beside what accounts make of it, and what is committed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Max

from kevread.common.actor import Actor
from kevread.common.words import listed
from kevread.directory.models import Organisation
from kevread.ledgers.loader import ACTION
from kevread.ledgers.models import Balance, Book, Budget, Line
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.committed import Committed, committed_of
from kevread.ledgers.queries.costs import Analysis, meanings, split_by_line
from kevread.ledgers.queries.years import days_of_years
from kevread.ledgers.rules.budget import Foreseen, Held, holder, holders, shared_between, side_of, told, total_of
from kevread.ledgers.rules.reached import Reached, reached
from kevread.ledgers.rules.sharing import meaning_of

OPENS = "budget"  # what the matrix calls a decision on a budget by


def lines_of(budget: Budget) -> list[Foreseen]:
    """In the order of the accounts."""
    rows = sorted(budget.lines.all(), key=lambda one: (one.account, one.action))
    return [Foreseen(one.account, one.action, one.label, one.cents) for one in rows]


def in_force(organisation: Organisation, year: int, on: date) -> Budget | None:
    """The version that holds of a year on a day: the last that was fixed."""
    rows = Budget.objects.filter(organisation=organisation, year=year).voted_by(on)
    found: Budget | None = rows.select_related("organisation", "application__decision").order_by("-version").first()
    return found


def before_of(budget: Budget) -> Budget | None:
    """The version that this one corrects: the last fixed before it that still holds."""
    rows = Budget.objects.filter(organisation=budget.organisation_id, year=budget.year, state=Budget.State.VOTED)
    found: Budget | None = rows.filter(version__lt=budget.version).order_by("-version").first()
    return found


@dataclass(frozen=True, slots=True)
class Version:
    """A version in a list, with what it makes and whether it holds."""

    budget: Budget
    spent: int
    brought: int
    holds: bool

    @property
    def result(self) -> int:
        return self.brought - self.spent


def versions_of(organisation: Organisation, actor: Actor) -> list[Version]:
    """The last year first, then the last version. Two queries."""
    rows = Budget.objects.visible_to(actor).filter(organisation=organisation).select_related("application__decision")
    found, held = [], set[int]()
    for one in rows.prefetch_related("lines").order_by("-year", "-version"):
        holds = one.state == Budget.State.VOTED and one.year not in held
        if holds:
            held.add(one.year)
        made = total_of(Foreseen(row.account, row.action, row.label, row.cents) for row in one.lines.all())
        found.append(Version(one, made.spent, made.brought, holds))
    return found


@dataclass(slots=True)
class Beside:
    """A line, what is known of it, and the difference in words; the name of its action."""

    held: Held
    words: str
    action: str = ""

    @property
    def line(self) -> Foreseen:
        return self.held.line


@dataclass(frozen=True, slots=True)
class Outside:
    """What accounts make, or what is committed, and that no line foresees."""

    account: str
    action: str
    label: str
    actual: int
    committed: int


@dataclass(slots=True)
class Followed:
    """A budget beside the accounts of its year, from a day to another. `books`: two where two years close in that one, which
    are summed. `until`: the day of the last entry; None where the last of them is a balance, which bears none. `unknown`: what
    could be committed and of which nobody wrote the amount, and what is shared between lines, in words."""

    budget: Budget
    days: tuple[date, date]
    books: list[Book] = field(default_factory=list)
    until: date | None = None
    rows: list[Beside] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    committed: list[Committed] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def book(self) -> Book | None:
        """The last of them."""
        return self.books[-1] if self.books else None

    def side(self, side: str) -> list[Beside]:
        return [one for one in self.rows if side_of(one.line.account) == side]

    @property
    def totals(self) -> list[Reached]:
        """As a whole: what is foreseen, made, and committed beyond it."""
        outside = [(one.account, one.actual, one.committed) for one in self.outside]
        return reached([one.held for one in self.rows], outside, is_read=self.book is not None)

    @property
    def over(self) -> list[Beside]:
        return [one for one in self.rows if one.held.is_over]


def books_by_year(organisation: Organisation) -> dict[int, list[Book]]:
    """The files that count, by the calendar year in which theirs closes: two where a year closes and another, shorter, within
    it (decision 265). One query."""
    rows = Book.objects.kept().filter(organisation=organisation).select_related("organisation")
    found: dict[int, list[Book]] = defaultdict(list)
    for one in rows.order_by("period", "pk"):
        found[one.last.year].append(one)
    return dict(found)


def in_force_in(organisation: Organisation, years: Iterable[int]) -> dict[int, Budget]:
    """The version that holds of each year, with its lines. Two queries."""
    rows = Budget.objects.filter(organisation=organisation, year__in=list(years), state=Budget.State.VOTED)
    rows = rows.select_related("organisation").prefetch_related("lines")
    return {one.year: one for one in rows.order_by("version")}


def followed(budget: Budget, actor: Actor) -> Followed:
    """In a number of queries that does not grow."""
    years = days_of_years(budget.organisation, [budget.year])
    (found,) = held_against([budget], books_by_year(budget.organisation), actor, years)
    names = codes_of(budget.organisation, ACTION, found.days[1])
    for one in found.rows:
        one.action = names.get(one.line.action, one.line.action)
    return found


def held_against(
    budgets: Sequence[Budget], books: Mapping[int, Sequence[Book]], actor: Actor, years: Mapping[int, tuple[date, date]]
) -> list[Followed]:
    """The budgets of an organisation, each of another year, in a number of queries that does not grow with them. Accounts are
    told along actions by their passages; one of which nothing is said falls under the lines that are of all actions."""
    kept = {one.year: list(books[one.year]) for one in budgets if books.get(one.year)}
    those = [one for each in kept.values() for one in each]
    last = [each[-1] for each in kept.values() if each[-1].kind == Book.Kind.FEC]
    until = dict(Line.objects.filter(book__in=last).values_list("book").annotate(Max("day"))) if last else {}
    made = posted(those)
    days = {one.year: years[one.year] for one in budgets} | {
        year: (each[0].first, each[-1].last) for year, each in kept.items()
    }
    known = committed_of(budgets[0].organisation, days, actor) if budgets else {}
    found = []
    for budget in budgets:
        each = kept.get(budget.year, [])
        one = Followed(budget, days[budget.year], each, until.get(each[-1].pk) if each else None)
        one.committed, one.unknown = known[budget.year]
        beside(one, [row for book in each for row in made[book.pk]])
        found.append(one)
    return found


def beside(found: Followed, made: Iterable[tuple[str, str, str, int]]) -> None:
    """Each line beside what is made and committed of it; what no line foresees apart."""
    lines = lines_of(found.budget)
    actual: Counter[int | tuple[str, str, str]] = Counter()
    put(actual, lines, made)
    known, between = held_of(found.committed, lines, actual)
    found.unknown += between
    for place, line in enumerate(lines):
        held = Held(line, actual.get(place, 0) if found.book else None, known.get(place))
        found.rows.append(Beside(held, told(held)))
    keys = {key for key in actual.keys() | known.keys() if isinstance(key, tuple) and (actual[key] or known[key])}
    found.outside = [Outside(*key, actual[key], known[key]) for key in sorted(keys)]


def held_of(
    committed: Iterable[Committed], lines: Sequence[Foreseen], actual: Mapping[int | tuple[str, str, str], int]
) -> tuple[Counter[int | tuple[str, str, str]], list[str]]:
    """What is committed of each line, and apart where none holds it; and, in words, what is shared between several of which
    nothing says the right one. What can only be of one line is put there first."""
    known: Counter[int | tuple[str, str, str]] = Counter()
    between: dict[str, None] = {}
    rows = [(holders((one.account, *one.also), one.action, lines), one) for one in committed]
    for places, one in sorted(rows, key=lambda row: len(row[0])):
        if not places:
            known[one.account, one.action, one.label] += one.cents
            continue
        made = [max(0, actual.get(place, 0) - known[place]) for place in places]
        foreseen = [max(0, lines[place].cents - known[place]) for place in places]
        for place, cents in zip(places, shared_between(one.cents, made, foreseen), strict=True):
            if cents:
                known[place] += cents
        if len(places) > 1:
            named = (
                lines[place].account + (f" ({lines[place].action})" * bool(lines[place].action)) for place in places
            )
            between[
                f"Ce qui est engagé au compte {one.account} est réparti entre les lignes {listed(named)}, selon les comptes, "
                "puis selon ce qu’elles prévoient : rien ne dit laquelle le portera."
            ] = None
    return known, list(between)


def put(
    into: Counter[int | tuple[str, str, str]], lines: Sequence[Foreseen], rows: Iterable[tuple[str, str, str, int]]
) -> None:
    """Each amount on the line that holds its account, or apart where none does."""
    for account, action, label, cents in rows:
        place = holder(account, action, lines)
        into[(account, action, label) if place is None else place] += cents


def posted(books: Sequence[Book]) -> dict[UUID, list[tuple[str, str, str, int]]]:
    """What the accounts of each file make, action by action: what is spent and what is brought are both positive. Three
    queries, whatever their number."""
    if not books:
        return {}
    rules, found = meanings(books), {one.pk: Analysis(one) for one in books}
    made: dict[UUID, list[tuple[str, str, str, int]]] = {one.pk: [] for one in books}
    several = {}
    for row in Balance.objects.filter(book__in=books, account__regex="^([67]|8[67])").order_by("account", "section"):
        meaning = meaning_of(row.account, row.section, rules[row.book_id]) if row.account[0] != "8" else None
        if meaning and len(meaning.parts) > 1:
            several[row.book_id, row.account, row.section] = (row, meaning)
        else:
            code = meaning.parts[0][0] if meaning else ""
            made[row.book_id].append((row.account, code, row.label, row.cents))
    split_by_line(found, several)
    for key, rows in made.items():
        rows += [(one.account, one.code, one.label, one.cents) for one in found[key].posted]
    return {
        key: [
            (account, code, label, cents if side_of(account) in ("6", "86") else -cents)
            for account, code, label, cents in rows
        ]
        for key, rows in made.items()
    }
