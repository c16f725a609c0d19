"""What the charter may ask of allowances. Facts count people and payments, and say no sum: findings are read further than
money. What those who do not record theirs paid is not known, and makes nothing conform."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.allowances.loader import ceilings
from kevread.allowances.loader import on as value_on
from kevread.allowances.models import REGISTER, Allowance
from kevread.allowances.queries import ceiling_of, is_of_the_assembly, is_over, lumps, untold
from kevread.allowances.rules import directors, month_of, months_between, share_for
from kevread.charter.queries.limits import given_by_law, said_by_law, values_at_any_time
from kevread.charter.queries.registers import of_time
from kevread.common.facts import GROUPING, SCALES, Facts, Number, Organisations, Span, fact
from kevread.common.parameters import DecisionType, Kinds, Setting
from kevread.common.periods import add_months
from kevread.decisions.models import Decision
from kevread.finance.queries.years import AUDITOR, Year, years_back
from kevread.finance.rules import EUROPE, PUBLIC_KINDS
from kevread.tally.rules.shares import read_fraction

STATUTES = "L6.14.statutes"
PERHAPS = Span(0, 1)
NONE = Span(0, None)  # where nothing is paid, and allowances are not kept for as long as is asked about
PAID = (("mandates", "self"), ("decisions", "self"))  # payments are read with their mandates and their decisions


@dataclass(frozen=True, slots=True)
class Payee:
    """Somebody to whom an organisation paid lump sums within the last twelve months: those payments, and whether, in a month
    of one of them, what they received from everybody is over what is no wage (1), is not (0), or may be (a span)."""

    person: UUID
    rows: tuple[Allowance, ...]
    is_above: Number


def payees(on: date, among: Organisations, share: str) -> Mapping[UUID, list[Payee]]:
    """By organisation. Six queries at most, shared by what is asked of them."""
    found: Mapping[UUID, list[Payee]] = among.once(f"allowances.payees {share}", lambda: read_payees(on, among, share))
    return found


def first_month(on: date) -> date:
    """The first of the twelve months that are looked at."""
    return add_months(month_of(on), -11)


def of_the_year(found: Mapping[UUID, Number], on: date, among: Organisations) -> Facts:
    """What was found of these twelve months, where allowances are kept all along them."""
    return of_time(REGISTER, found, first_month(on), on, among)


def read_payees(on: date, among: Organisations, share: str) -> dict[UUID, list[Payee]]:
    last, first = month_of(on), first_month(on)
    paid: dict[tuple[UUID, UUID], list[Allowance]] = defaultdict(list)
    rows = Allowance.objects.standing_on(on).filter(
        kind=Allowance.Kind.LUMP, first__lte=last, last__gte=first, **among.where("organisation")
    )
    for row in rows.select_related("mandate", "decision__body", "decision__corrected_by").order_by("paid_on", "pk"):
        paid[row.organisation_id, row.mandate.person_id].append(row)
    if not paid:
        return {}
    people = {person for _, person in paid}
    everywhere, unsaid = lumps(people, first, last, on), untold(people, first, last, on)
    percent, known = given_by_law(share, on), ceilings()
    found: dict[UUID, list[Payee]] = defaultdict(list)
    for (organisation, person), those in paid.items():
        touched = {month for one in those for month in months_between(one.first, one.last) if first <= month <= last}
        told = [is_over(everywhere[person][month], ceiling_of(month, percent, known)) for month in touched]
        sure = 1 if True in told else PERHAPS if None in told or unsaid.get(person) else 0
        found[organisation].append(Payee(person, tuple(those), sure))
    return found


def total(numbers: list[Number]) -> Number:
    """So many for sure, so many at most."""
    least = sum(one if isinstance(one, int) else one.least for one in numbers)
    most = sum(one if isinstance(one, int) else one.most or 0 for one in numbers)
    return least if least == most else Span(least, most)


def ends(number: Number) -> tuple[int, int]:
    return (number, number) if isinstance(number, int) else (number.least, number.most or 0)


LACKS = "une année entière de ce registre, ou ce que versent d’autres organisations où siègent ces personnes"


@fact(about=SCALES, register=REGISTER, reads=PAID, unit="people", otherwise=NONE, lacks=LACKS)
def people_above(on: date, among: Organisations, share: Setting) -> Facts:
    """The people to whom the organisation paid a lump sum, within the last twelve months, for a month in which what they
    received from everybody is over that part of the minimum wage (L6.14)."""
    found = payees(on, among, share).items()
    return of_the_year({key: total([one.is_above for one in those]) for key, those in found}, on, among)


def standing(decision: Decision | None) -> bool:
    return is_of_the_assembly(decision) and decision is not None and getattr(decision, "corrected_by", None) is None


@fact(
    about=SCALES,
    register=REGISTER,
    reads=PAID,
    unit="payments",
    otherwise=NONE,
    lacks="une année entière de ce registre",
)
def undecided(on: date, among: Organisations, share: Setting) -> Facts:
    """The lump sums paid within the last twelve months that rest on no line, standing, that the assembly adopted (L6.14)."""
    found = payees(on, among, share).items()
    resting = {key: sum(not standing(row.decision) for one in those for row in one.rows) for key, those in found}
    return of_the_year(resting, on, among)


@fact(
    about=SCALES,
    register=REGISTER,
    reads=PAID,
    unit="organisations",
    otherwise=NONE,
    lacks="une année entière de ce registre, ou ce que disent ses statuts",
)
def against_statutes(on: date, among: Organisations, share: Setting) -> Facts:
    """1 where lump sums were paid within the last twelve months and the articles of association do not allow them (L6.14)."""
    found = payees(on, among, share)
    said = own(STATUTES, on) if found else {}
    against: dict[UUID, Number] = {key: {"yes": 0, "no": 1}.get(str(said.get(key)), PERHAPS) for key in found}
    return of_the_year(against, on, among)


def own(name: str, on: date) -> Mapping[UUID, object]:
    """What each says of a setting of its own that day. One query."""
    return {
        key: value
        for (_, key), rows in values_at_any_time([name]).items()
        for period, value in rows
        if key is not None and on in period
    }


def above(on: date, among: Organisations, share: str) -> Mapping[UUID, list[Payee]]:
    """Those who are, or may be, paid as one is by a wage."""
    found = payees(on, among, share).items()
    return {key: [one for one in those if one.is_above != 0] for key, those in found}


@fact(
    about=SCALES,
    register=REGISTER,
    reads=(*PAID, ("funding", "self")),
    unit="people",
    otherwise=NONE,
    lacks="une année de ce registre, ce que versent d’autres organisations, ou les ressources des trois derniers exercices",
)
def beyond_resources(
    on: date, among: Organisations, share: Setting, first: Setting, second: Setting, third: Setting
) -> Facts:
    """The people whom the organisation pays above what is no wage, beyond those that its resources allow: one, two or three,
    above so many euros on average of the last three closed years, public subsidies left out, those of Europe too (L6.15)."""
    found = above(on, among, share)
    steps = [given_by_law(name, on) * 100 for name in (first, second, third)]
    paid = frozenset(key for key, those in found.items() if those)
    closed = years_back(on, paid, 1, 2, 3, kinds=(*PUBLIC_KINDS, EUROPE)) if paid else []
    answer: dict[UUID, Number] = {}
    for key, those in found.items():
        least, most = ends(total([one.is_above for one in those]))
        fewest, greatest = allowed([year.get(key) for year in closed], steps)
        low, high = max(0, least - greatest), max(0, most - fewest)
        answer[key] = low if low == high else Span(low, high)
    return of_the_year(answer, on, among)


def allowed(closed: list[Year | None], steps: list[int]) -> tuple[int, int]:
    """How many people three years of resources allow to pay, at least and at most. Public subsidies that are not all recorded
    here can only lower them."""
    net, whole = 0, bool(closed)
    for year in closed:
        if year is None or year.accounts is None or year.accounts.resources is None:
            return 0, len(steps)
        net += max(0, year.accounts.resources - year.subsidies)
        whole = whole and year.is_whole
    most = directors(net, [step * len(closed) for step in steps])  # their mean, without a division
    return (most if whole else 0), most


@fact(about=SCALES, register=REGISTER, reads=PAID, unit="people", otherwise=NONE, lacks=LACKS)
def above_cap(on: date, among: Organisations, share: Setting, times: Setting) -> Facts:
    """The people whom the organisation paid within the last twelve months, and who received from everybody, for this civil year
    or the one before, more than so many times the yearly ceiling of social security (L6.15)."""
    found = payees(on, among, share)
    people = {one.person for those in found.values() for one in those}
    first, last = date(on.year - 1, 1, 1), date(on.year, 12, 1)
    everywhere, unsaid = lumps(people, first, last, on), untold(people, first, month_of(on), on)
    most, known = given_by_law(times, on), ceilings().social_security

    def number(person: UUID) -> Number:
        told: list[bool | None] = []
        for year in (on.year - 1, on.year):
            value = value_on(known, date(year, 1, 1))
            cents = sum(paid for month, paid in everywhere[person].items() if month.year == year)
            told.append(is_over(cents, value.cents * most if value else None))
        return 1 if True in told else PERHAPS if None in told or unsaid.get(person) else 0

    over = {key: total([number(one.person) for one in those]) for key, those in found.items()}
    return of_time(REGISTER, over, first, on, among)


@fact(
    about=SCALES,
    register=REGISTER,
    reads=PAID,
    unit="people",
    otherwise=NONE,
    lacks="une année entière de ce registre, ce que versent d’autres organisations, ou le décompte du vote",
)
def without_majority(on: date, among: Organisations, share: Setting, majority: Setting) -> Facts:
    """The people paid above what is no wage, by payments that do not all rest on a line that the assembly adopted by that share
    of the votes at least (L6.15)."""
    found = above(on, among, share)
    needed = read_fraction(str(said_by_law(majority, on)))

    def number(one: Payee) -> Number:
        told = []
        for row in one.rows:
            had = share_for(row.decision.sum) if row.decision else None
            told.append(False if not standing(row.decision) else None if had is None else had >= needed)
        if False in told:
            return one.is_above
        return PERHAPS if None in told else 0

    without = {key: total([number(one) for one in those]) for key, those in found.items()}
    return of_the_year(without, on, among)


@fact(
    about=SCALES,
    register=REGISTER,
    reads=PAID,
    unit="organisations",
    otherwise=NONE,
    lacks="une année entière de ce registre, ce que versent d’autres organisations, ou qui certifie les comptes",
)
def uncertified(on: date, among: Organisations, share: Setting) -> Facts:
    """1 where somebody is paid above what is no wage, and it is said that nobody certifies the accounts (L6.15)."""
    found = above(on, among, share)
    said = own(AUDITOR, on) if any(found.values()) else {}

    def number(key: UUID, those: list[Payee]) -> Number:
        if not those or said.get(key) == "appointed":
            return 0
        sure = any(one.is_above == 1 for one in those)
        return 1 if sure and said.get(key) == "none" else PERHAPS

    return of_the_year({key: number(key, those) for key, those in found.items()}, on, among)


@fact(
    about=GROUPING,
    register="decisions",
    unit="decisions",
    otherwise=Span(0, None),
    lacks="une décision de l’assemblée ou du conseil sur l’indemnité",
)
def proposed(on: date, among: Organisations, type: DecisionType, kind: Kinds) -> Facts:  # noqa: A002 — a word of the articles
    """1 where a line of the register of this type, by these bodies, stands (R3.8): adopted or rejected, it shows that the
    allowance was proposed to them. Nothing is known where there is none."""
    rows = Decision.objects.standing().filter(
        decided_on__lte=on, type=type, body__kind__in=kind, **among.where("organisation")
    )
    return dict.fromkeys(rows.values_list("organisation_id", flat=True), 1)
