"""What the charter may ask of accounts and of budgets. Findings count, and say no sum."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from django.db.models import F, Q, Sum

from kevread.charter.engine import framework
from kevread.charter.queries.limits import values_at_any_time
from kevread.charter.queries.registers import kept_all_along
from kevread.common.facts import GROUPING, HEAD, SCALES, Facts, Number, Organisations, Span, fact, span
from kevread.common.parameters import Setting
from kevread.common.periods import Period, add_months
from kevread.decisions.queries.approvals import end_of_month
from kevread.directory.models import Organisation
from kevread.ledgers.models import BUDGETS, Balance, Book, BookQuerySet, Budget, Cash
from kevread.ledgers.queries.charges import CLOSING
from kevread.ledgers.queries.costs import meanings
from kevread.ledgers.queries.years import DECEMBER
from kevread.ledgers.rules.sharing import meaning_of


@fact(
    about=(GROUPING, HEAD),
    register="ledgers",
    unit="accounts",
    otherwise=Span(0, None),
    lacks="le fichier de comptes d’un exercice",
)
def accounts_unsaid(on: date, among: Organisations) -> Facts:
    """Accounts of expenses and products, in the last file that counts, of which nobody said what they are in the common
    framework (R5.5, R7.24). Of whoever brought no file, nothing is known."""
    rows = (
        Book.objects.kept().filter(kept_at__date__lte=on, **among.where("organisation")).select_related("organisation")
    )
    last = {one.organisation_id: one for one in rows.order_by("period")}
    rules = meanings(list(last.values()))
    found = dict.fromkeys(last, 0)
    balances = Balance.objects.filter(book__in=last.values(), account__regex="^[67]").select_related("book")
    for one in balances:
        if meaning_of(one.account, one.section, rules[one.book_id]) is None:
            found[one.book.organisation_id] += 1
    return found


@fact(
    about=SCALES,
    register="ledgers",
    unit="years",
    otherwise=Span(0, None),
    lacks="le fichier de comptes d’un exercice",
)
def volunteering_unbalanced(on: date, among: Organisations) -> Facts:
    """Years that count whose voluntary contributions are not the same, to the cent, in uses (86, at the debit) and in resources
    (87, at the credit) (L4.10; ANC 2018-06). Of whoever brought no file, nothing is known; one in which there are none has
    the same on both sides."""
    rows = Book.objects.kept().filter(kept_at__date__lte=on, **among.where("organisation"))
    found = dict.fromkeys(rows.values_list("organisation_id", flat=True), 0)
    sides = Balance.objects.filter(book__in=rows, account__regex="^8[67]").order_by()
    apart = sides.values("book__organisation_id", "book_id").annotate(between=Sum(F("debit") - F("credit")))
    return found | Counter(one["book__organisation_id"] for one in apart if one["between"])


REGULATED = date(2020, 1, 1)  # years begun since then follow ANC 2018-06


def regulated(on: date, among: Organisations) -> BookQuerySet:
    """The files that count, of years that the regulation of associations governs."""
    rows = Book.objects.kept().filter(kept_at__date__lte=on, **among.where("organisation"))
    return rows.filter(period__startswith__gte=REGULATED)


@fact(
    about=SCALES,
    register="ledgers",
    unit="years",
    otherwise=Span(0, None),
    lacks="le fichier de comptes d’un exercice, ou de celui d’avant",
)
def dedicated_apart(on: date, among: Organisations) -> Facts:
    """Years that count whose dedicated funds (194 to 196) are not, to the cent, what they were at the end of the year just
    before, more what was carried to them (689), less what was used of them (789) (L4.7; ANC 2018-06). Of a year whose year
    before is not here, nothing is known, unless it has none of these accounts."""
    books = list(regulated(on, among).order_by("organisation", "period"))
    held, moved = Counter[UUID](), Counter[UUID]()
    sides = Balance.objects.filter(book__in=books, account__regex=r"^(19|[67]89)[456]|^[67]890*$").exclude(
        debit=0, credit=0
    )
    for key, account, debit, credit in sides.values_list("book_id", "account", "debit", "credit"):
        if account.startswith("19"):
            held[key] += credit - debit
        else:
            moved[key] += debit - credit
    apart, unknown = Counter[UUID](), Counter[UUID]()
    for before, one in pairwise([None, *books]):
        assert one is not None
        if before and (before.organisation_id, before.dates.end) == (one.organisation_id, one.dates.start):
            apart[one.organisation_id] += held[one.pk] - held[before.pk] != moved[one.pk]
        else:
            unknown[one.organisation_id] += one.pk in held or one.pk in moved
    return {who: span(apart[who], unknown[who]) for who in {one.organisation_id for one in books}}


@fact(
    about=SCALES,
    register="ledgers",
    unit="accounts",
    otherwise=Span(0, None),
    lacks="le fichier de comptes d’un exercice",
)
def dues_undivided(on: date, among: Organisations) -> Facts:
    """Accounts of dues (756), in the years that count, whose number does not say whether something is given in return, 7562, or
    nothing, 7561 (L4.7; ANC 2018-06). Of whoever brought no file, nothing is known."""
    rows = regulated(on, among)
    found = dict.fromkeys(rows.values_list("organisation_id", flat=True), 0)
    dues = Balance.objects.filter(book__in=rows, account__regex="^756(?![12])").exclude(debit=0, credit=0)
    return found | Counter(dues.values_list("book__organisation_id", flat=True))


@fact(
    about=(GROUPING, HEAD),
    register=BUDGETS,
    unit="budgets",
    otherwise=1,
    lacks="le budget de l’année, qui peut encore être voté",
)
def budgets_unvoted(on: date, among: Organisations, months: Setting) -> Facts:
    """1 when no budget of the fiscal year under way, the calendar’s where nobody says when it closes, was fixed by a decision
    of that day or of an earlier one (R5.2). For so many months of it nobody is late: an assembly votes a budget beside the
    accounts that it approves."""
    rows = Budget.objects.filter(year__in=(on.year, on.year + 1), **among.where("organisation")).voted_by(on)
    voted = set(rows.values_list("organisation_id", "year"))
    said, late = closing_months(on), months_of(on, months)
    those = Organisation.objects.on(on).at_scale(GROUPING, HEAD).filter(**among.where("pk"))
    found: dict[UUID, Number] = {}
    for who in those.values_list("pk", flat=True):
        month = said.get(who, DECEMBER)
        year = year_under_way(on, month)
        if (who, year) in voted:
            found[who] = 0
        elif on <= add_months(end_of_month(year - 1, month), late):
            found[who] = Span(0, 1)
    return found


def year_under_way(on: date, month: int) -> int:
    """By the year of its closing, at the end of that month.

    >>> year_under_way(date(2026, 11, 30), 12), year_under_way(date(2026, 11, 30), 8), year_under_way(date(2026, 8, 31), 8)
    (2026, 2027, 2026)
    """
    return on.year if on <= end_of_month(on.year, month) else on.year + 1


@fact(
    about=(GROUPING, HEAD),
    register=BUDGETS,
    also=(("ledgers", "self"),),
    unit="budgets",
    otherwise=Span(0, None),
    lacks="un exercice clos dont le budget était voté, ou un fichier de comptes qui le couvre en entier",
)
def budgets_unfollowed(on: date, among: Organisations, months: Setting) -> Facts:
    """The years that had a budget, over for more than so many months, whose accounts are not here to be held against it (R5.2):
    of each, from its closing; from the last day of the calendar year where nobody says when it closes. A file that covers a
    part of the year alone shows nothing, good or bad. Where no such year is over, nothing is proven of any."""
    rows = Budget.objects.filter(year__lte=on.year, **among.where("organisation")).voted_by(on)
    said, late = closing_months(on), months_of(on, months)
    years = set(rows.values_list("organisation_id", "year"))
    closings = {(who, year): end_of_month(year, said.get(who, DECEMBER)) for who, year in years}
    over = {key: day for key, day in closings.items() if on > add_months(day, late)}
    books: dict[tuple[UUID, int], list[Period]] = defaultdict(list)
    those = {who for who, _ in over}
    for one in Book.objects.filter(organisation__in=those, state__in=("kept", "replaced"), kept_at__date__lte=on):
        books[one.organisation_id, one.last.year].append(one.dates)
    born = dict(Organisation.objects.filter(pk__in=those).values_list("pk", "period__startswith"))
    absent = Counter(who for who, year in over if not books[who, year])
    parts = Counter(
        who
        for (who, year), day in over.items()
        if (there := books[who, year])
        and not any(covers(one, day if who in said else None, born[who]) for one in there)
    )
    return {who: span(absent[who], parts[who]) for who in those}


def covers(file: Period, closing: date | None, born: date | None) -> bool:
    """Whether a file holds the twelve months up to the closing of the year, or up to its own last day where nobody said when it
    closes; fewer where the organisation was not born yet.

    >>> whole, month = Period(date(2025, 1, 1), date(2026, 1, 1)), Period(date(2025, 12, 1), date(2026, 1, 1))
    >>> [covers(one, date(2025, 12, 31), None) for one in (whole, month)], covers(month, None, date(2025, 12, 1))
    ([True, False], True)
    >>> covers(whole, date(2025, 6, 30), None), covers(Period(date(2024, 7, 1), date(2025, 7, 1)), date(2025, 12, 31), None)
    (False, False)
    """
    assert file.start is not None and file.end is not None
    end = closing + timedelta(days=1) if closing else file.end
    first = max(add_months(end, -12), born or date.min)
    return file.start <= first and file.end >= end


def closing_months(on: date) -> dict[UUID, int]:
    """The month at whose end the year of each closes, of those who say it. One query."""
    rows = values_at_any_time([CLOSING])
    return {who: month for (_, who), told in rows.items() if who for period, month in told if on in period}


def months_of(on: date, name: Setting) -> int:
    """The value of this setting that day, decided or given by law. One query."""
    told = (value for period, value in values_at_any_time([name]).get((name, None), []) if on in period)
    founding = {spec.name: spec.founding for spec in framework().settings.values()}
    value = next(told, founding[name])
    assert isinstance(value, int), name
    return value


@fact(
    about=(GROUPING, HEAD),
    register=BUDGETS,
    unit="plans",
    otherwise=Span(0, 1),
    lacks="un solde de moins d’un an, ou une année entière de ce registre, où il se lirait",
)
def cash_unplanned(on: date, among: Organisations) -> Facts:
    """1 when nobody stated, within the twelve months before, a balance that twelve months of cash start from (R5.2), in a
    register that was kept all along them; else it is not known."""
    rows = Cash.objects.filter(day__lte=on, day__gt=add_months(on, -12), **among.where("organisation"))
    rows = rows.filter(Q(undone_on=None) | Q(undone_on__gt=on))
    without = dict.fromkeys(kept_all_along(BUDGETS, add_months(on, -12) + timedelta(days=1), on, among), 1)
    return without | dict.fromkeys(rows.values_list("organisation_id", flat=True), 0)
