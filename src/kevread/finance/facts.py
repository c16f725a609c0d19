"""What the charter may ask of fundings, and of the accounts of a year. Findings count, and say no sum: they are read further
than money."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kevread.charter.queries.registers import of_some
from kevread.common.facts import (
    GROUPING,
    SCALES,
    Facts,
    Item,
    Number,
    Organisations,
    Span,
    fact,
    span,
)
from kevread.common.parameters import DecisionType, Setting
from kevread.common.periods import add_months
from kevread.finance.facts_local import NONE, PERHAPS
from kevread.finance.models import (
    EXCHANGES,
    REGISTER,
    Accounts,
    Exchange,
    Funding,
    GrantRequest,
)
from kevread.finance.queries import unwritten
from kevread.finance.queries.approved import approved
from kevread.finance.queries.decided import limits
from kevread.finance.queries.reports import of_subsidies
from kevread.finance.queries.years import Year, years
from kevread.finance.rules import PUBLIC_KINDS, enough_of, months_of
from kevread.statutes.models import HandingOver
from kevread.statutes.queries.handing import Pair, by_pair, handed_over

type Found = dict[UUID, dict[Item, Number]]
READ_TOO = (("decisions", "self"),)
AGREEMENTS = (("agreements", "self"),)
YEAR = timedelta(days=365)
LACKS = "quand l’exercice se clôt, ce qu’il a reçu, ou qui certifie ses comptes"


@fact(
    about=GROUPING,
    register=REGISTER,
    also=(("handovers", "self"), ("members", "self"), (REGISTER, "items")),
    items="organisations",
    unit="fundings",
    lacks="le jour où certains pôles passent leurs financements",
)
def captured_by_locals(on: date, among: Organisations) -> Facts:
    """For each local that handed its fundings over to the grouping by then, those that it was notified itself, by then, on that
    day or since (R5.1): what it had before goes to its end. Of a member that has not, nothing is known; of one that said it had
    none, one that it was notified since may be a breach."""
    passed, without, others = handed_over(on, among, HandingOver.Subject.FUNDING)
    rows = Funding.objects.standing().filter(
        organisation__in={local for _, local in passed | without}, notified_on__lte=on
    )
    days: dict[UUID, list[date]] = defaultdict(list)
    for local, day in rows.values_list("organisation_id", "notified_on"):
        days[local].append(day)

    def since(pairs: Mapping[Pair, date]) -> dict[Pair, int]:
        return {pair: sum(one >= day for one in days[pair[1]]) for pair, day in pairs.items()}

    return by_pair(since(passed), since(without), others)


@fact(about=SCALES, register=REGISTER, unit="fundings", otherwise=NONE, lacks="des financements inscrits")
def without_scale(on: date, among: Organisations) -> Facts:
    """The fundings notified by then of which nobody says the scale (R0.6)."""
    rows = Funding.objects.standing().filter(notified_on__lte=on, **among.where("organisation"))
    found = dict.fromkeys(rows.values_list("organisation_id", flat=True), 0)
    return found | Counter(rows.filter(scale="").values_list("organisation_id", flat=True))


def public(on: date, among: Organisations) -> list[Funding]:
    """Shared."""
    found: list[Funding] = among.once("finance.public", lambda: unwritten.public(on, among.ids))
    return found


@fact(
    about=SCALES,
    register=REGISTER,
    reads=AGREEMENTS,
    unit="years",
    otherwise=NONE,
    lacks="des subventions publiques inscrites, ou deux années civiles de ce registre",
)
def years_unwritten(on: date, among: Organisations, above: Setting) -> Facts:
    """How often one public funder gives more than so many euros for a civil year, this one or the one before, of which no
    written agreement is told, signed here or elsewhere (L3.6): a count, and no sum, since findings are read further than money.
    What is given for twelve months or less is of the year in which it begins; for longer, by each twelve months."""
    (limit,) = limits(on, above)
    those = public(on, among)
    found = dict.fromkeys((one.organisation_id for one in those), 0)
    for one in unwritten.given(on, those):
        found[one.organisation] += one.left > limit * 100
    return of_some(REGISTER, found, date(on.year - 1, 1, 1), on, among)


@fact(
    about=SCALES,
    register=REGISTER,
    unit="months",
    otherwise=NONE,
    lacks="des subventions publiques inscrites, ou deux années civiles de ce registre",
)
def longest_months(on: date, among: Organisations) -> Facts:
    """The months of the longest public subsidy, the one begun counted whole (L3.9)."""
    found: dict[UUID, int] = {}
    for one in public(on, among):
        assert one.dates.start is not None and one.dates.last is not None
        months = months_of(one.dates.start, one.dates.last)
        found[one.organisation_id] = max(found.get(one.organisation_id, 0), months)
    return of_some(REGISTER, found, date(on.year - 1, 1, 1), on, among)


@fact(
    about=SCALES,
    register=REGISTER,
    unit="requests",
    otherwise=NONE,
    lacks="des demandes de subvention publique envoyées, ou une année entière de ce registre",
)
def sent_uncommitted(on: date, among: Organisations) -> Facts:
    """The requests for public money sent by then of which nobody says when the republican contract was subscribed, or that
    were sent before it was (L3.7)."""
    rows = GrantRequest.objects.filter(sent_on__lte=on, funder__kind__in=PUBLIC_KINDS, **among.where("organisation"))
    found = dict.fromkeys(rows.values_list("organisation_id", flat=True), 0)
    without = rows.filter(Q(committed_on=None) | Q(committed_on__gt=F("sent_on")))
    return of_some(REGISTER, found | Counter(without.values_list("organisation_id", flat=True)), on - YEAR, on, among)


def closed(on: date, among: Organisations) -> Mapping[UUID, Year]:
    """The last closed year of each, shared."""
    found: Mapping[UUID, Year] = among.once("finance.years", lambda: years(on, among.ids))
    return found


def uncertified(on: date, among: Organisations, asks: Callable[[Year], bool | None]) -> Facts:
    """1 where somebody must certify the accounts and the organisation says that nobody does."""

    def number(year: Year) -> Number:
        asked = asks(year)
        if year.auditor == "appointed" or asked is False:
            return 0
        return 1 if asked and year.auditor == "none" else PERHAPS

    return {key: number(year) for key, year in closed(on, among).items()}


@fact(about=SCALES, register=REGISTER, unit="years", otherwise=NONE, lacks=LACKS)
def uncertified_by_subsidies(on: date, among: Organisations, above: Setting) -> Facts:
    """1 when the public subsidies of the last closed year are more than that, and nobody certifies its accounts (L4.1)."""
    (limit,) = limits(on, above)
    return uncertified(on, among, lambda year: year.exceeds(limit))


@fact(about=SCALES, register=REGISTER, unit="years", otherwise=NONE, lacks=LACKS)
def uncertified_by_donations(on: date, among: Organisations, above: Setting) -> Facts:
    """1 when the donations that reduce a tax are more than that, in the last closed year, and nobody certifies its accounts
    (L4.2)."""
    (limit,) = limits(on, above)
    return uncertified(on, among, lambda year: year.tells("donations", limit * 100))


@fact(about=SCALES, register=REGISTER, unit="years", otherwise=NONE, lacks=LACKS)
def uncertified_by_size(
    on: date, among: Organisations, employees: Setting, resources: Setting, balance: Setting
) -> Facts:
    """1 when two of the three figures of the last closed year are more than these, and nobody certifies its accounts (L4.3)."""
    people, income, total = limits(on, employees, resources, balance)
    return uncertified(
        on,
        among,
        lambda year: enough_of(
            2,
            year.tells("employees", people),
            year.tells("resources", income * 100),
            year.tells("balance", total * 100),
        ),
    )


@fact(about=SCALES, register=REGISTER, reads=READ_TOO, unit="years", otherwise=NONE, lacks=LACKS)
def unpublished(on: date, among: Organisations, above: Setting, months: Setting, type: DecisionType) -> Facts:  # noqa: A002
    """1 when the accounts of the last closed year, of which public subsidies are more than that, are not said to be published
    so many months after its assembly approved them, or were later (L4.1). Where its decisions are kept since a later day than
    the end of the year, that none approved them is not known; nor, of a line that does not say which year it approves, that it
    did."""
    limit, delay = limits(on, above, months)
    found = closed(on, among)
    lines = approved(found, on, type)

    def number(key: UUID, year: Year) -> Number:
        asked, told = year.exceeds(limit), lines[key]
        if asked is False:
            return 0
        if told.first is None:
            return 0 if told.is_whole else PERHAPS
        last, done = told.last(delay), year.published_on
        assert last is not None
        if (on <= last and asked) or (done is not None and done <= last):
            return 0 if told.on or told.is_whole else PERHAPS
        return 1 if asked and told.on and on > last else PERHAPS

    return {key: number(key, year) for key, year in found.items()}


@fact(
    about=SCALES,
    register=REGISTER,
    unit="years",
    otherwise=NONE,
    lacks="quand l’exercice se clôt, ou ce qu’il a reçu",
)
def pay_untold(on: date, among: Organisations, budget: Setting, above: Setting, months: Setting) -> Facts:
    """1 when the last closed year had more resources than that and more public subsidies than that, and nobody says that what
    its three highest executives are paid is published, so many months after it closed: its accounts are not made before
    (L4.4)."""
    income, limit, delay = limits(on, budget, above, months)

    def number(year: Year) -> Number:
        both = year.tells("resources", income * 100), year.exceeds(limit)
        if (
            False in both
            or (None not in both and on <= add_months(year.closed_on, delay))
            or (year.accounts and year.accounts.pay_told_on and year.accounts.pay_told_on <= on)
        ):
            return 0
        return PERHAPS if None in both else 1

    return {key: number(year) for key, year in closed(on, among).items()}


@fact(
    about=SCALES,
    register=REGISTER,
    unit="reports",
    otherwise=NONE,
    lacks="des subventions publiques d’un exercice clos, quand il se clôt, ou si certaines sont données pour un projet défini",
)
def reports_late(on: date, among: Organisations, months: Setting) -> Facts:
    """The financial reports of public subsidies that are given for a project, and are not said to be sent so many months after
    the end of the year; of years closed since fundings are kept (L4.5). Of one of which nobody said what it is given for,
    nothing is known once its day is past."""
    (delay,) = limits(on, months)
    late, unsure = Counter[UUID](), Counter[UUID]()
    for one in of_subsidies(on, among.ids):
        due = replace(one, by=add_months(one.closed_on, delay))
        late[one.funding.organisation_id] += due.is_late(on)
        unsure[one.funding.organisation_id] += due.may_be_late(on)
    return {at: span(many, unsure[at]) for at, many in late.items()}


def granted_onwards(on: date, among: Organisations) -> QuerySet[Exchange]:
    """What is told by then to be granted onwards by then."""
    rows: QuerySet[Exchange] = Exchange.objects.standing().filter(
        kind=Exchange.Kind.ONWARD, said_on__lte=on, day__lte=on, **among.where("payer")
    )
    return rows


@fact(about=SCALES, register=EXCHANGES, reads=((REGISTER, "self"),), unit="grants")
def onward_without_clause(on: date, among: Organisations) -> Facts:
    """What is granted onwards to another structure of the network, of a funding whose agreement does not allow it by a clause
    that is quoted (L4.6); what is told by who receives it, of which nobody said the funding, is not known. None: 0."""
    rows = granted_onwards(on, among)
    sure, unknown = Counter[UUID](), Counter[UUID]()
    for key, funding, onward, undone in rows.values_list("payer", "funding", "funding__onward", "funding__undone_on"):
        if funding is None:
            unknown[key] += 1
        elif onward != Funding.Onward.ALLOWED or undone is not None:
            sure[key] += 1
    return {key: span(sure[key], unknown[key]) for key in sure | unknown}


@fact(
    about=SCALES,
    register=REGISTER,
    unit="months",
    otherwise=NONE,
    lacks="les fonds propres et les charges du dernier exercice inscrit",
)
def equity_months(on: date, among: Organisations) -> Facts:
    """The months of expenses that the equity of the last accounts covers, whole: those of a year closed within two years
    (R0.12). Below nothing, it owes more than it has."""
    rows = Accounts.objects.standing().filter(
        closed_on__lt=on,
        closed_on__gt=on - timedelta(days=731),
        equity__isnull=False,
        expenses__isnull=False,
        **among.where("organisation"),
    )
    found: dict[UUID, Number] = {}
    for one in rows.order_by("closed_on").select_related("organisation"):
        months, equity, expenses = (
            months_told(one.closed_on, one.organisation.dates.start),
            one.equity or 0,
            one.expenses or 1,
        )
        low, high = sorted((equity * months // expenses, equity * 12 // expenses))
        found[one.organisation_id] = high if low == high else Span(low, high)
    return found


def months_told(closed_on: date, born: date | None) -> int:
    """How many months the expenses of a year may be those of: fewer than twelve where the organisation is said to have begun
    within it. That day is often supposed: either is possible.

    >>> months_told(date(2025, 12, 31), date(2025, 10, 1)), months_told(date(2025, 12, 31), date(2020, 1, 1))
    (3, 12)
    >>> months_told(date(2025, 12, 31), date(2025, 12, 20)), months_told(date(2025, 12, 31), None)
    (1, 12)
    >>> months_told(date(2024, 12, 31), date(2025, 1, 1))  # accounts of before: somebody supposed its first day
    12
    """
    end = closed_on + timedelta(days=1)
    return next((many for many in range(1, 12) if born and add_months(end, -many) <= born < end), 12)
