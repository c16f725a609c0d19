"""Twelve months of cash of an organisation, from the last balance that somebody stated."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from kevread.common.actor import Actor
from kevread.common.periods import Period, add_months
from kevread.directory.models import Organisation
from kevread.dues.models import KEEPS_DUES, Due
from kevread.dues.queries.owed import standing_of
from kevread.ledgers.asks import EXPECTED
from kevread.ledgers.models import Cash, CashLine
from kevread.ledgers.queries.budgets import Followed, books_by_year, held_against, in_force_in
from kevread.ledgers.queries.charges import Charges, employer_charges
from kevread.ledgers.queries.years import days_of_years
from kevread.ledgers.rules.cash import Drawn, Movement, Plan, drawn, each_month, planned, spread, told, window
from kevread.ledgers.rules.months import months_from, paid_monthly, part_of
from kevread.staff.models import EMPLOYS, Contract, Terms

ENTERED = "ledgers:cash"


@dataclass(slots=True)
class Treasury:
    """`plan` None: nobody stated a balance that twelve months could start from. `unknown`: what is known to be left out, in
    words."""

    cash: Cash | None = None
    plan: Plan | None = None
    drawn: Drawn | None = None
    words: str = ""
    movements: list[Movement] = field(default_factory=list)
    lines: list[CashLine] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def last_cash(organisation: Organisation, on: date) -> Cash | None:
    """The last balance, of a day not older than twelve months: none of its months would be to come."""
    rows = Cash.objects.standing().filter(organisation=organisation, day__lte=on, day__gt=add_months(on, -12))
    found: Cash | None = rows.order_by("-day").first()
    return found


def treasury(organisation: Organisation, actor: Actor, on: date) -> Treasury:
    """In a number of queries that does not grow with what is expected."""
    found = Treasury(last_cash(organisation, on))
    found.lines = list(CashLine.objects.standing().filter(organisation=organisation).order_by("day", "label"))
    if found.cash is None:
        return found
    first, last = window(found.cash.day)
    found.movements, found.unknown = expected(organisation, first, last, on, actor)
    found.movements += entered(found.lines)
    found.movements += from_budgets(organisation, first, last, actor, found)
    found.plan = planned(found.cash.day, found.cash.cents, found.movements)
    found.drawn, found.words = drawn(found.plan), told(found.plan)
    kept = [one for one in found.movements if one.day is not None and first <= one.day <= last]
    found.movements = sorted(kept, key=lambda one: (one.day or date.max, one.label))
    return found


def expected(
    organisation: Organisation, first: date, last: date, on: date, actor: Actor
) -> tuple[list[Movement], list[str]]:
    """What came in and went out between two days, and what is to, by what rooms know of it; what they say that is left out."""
    made: list[Movement] = []
    unknown: list[str] = []
    for one in (dues, pay, *EXPECTED):
        for row in one(organisation, first, last, on, actor):
            if isinstance(row, str):
                unknown.append(row)
            else:
                made.append(row)
    return made, unknown


def entered(lines: Iterable[CashLine]) -> list[Movement]:
    """What somebody added to the plan."""
    return [one for line in lines for one in each_month(line.label, line.cents, line.day, line.times, ENTERED)]


def from_budgets(
    organisation: Organisation, first: date, last: date, actor: Actor, found: Treasury
) -> Iterable[Movement]:
    """What the budgets that hold foresee of the months to come, less what is made or committed."""
    made: list[Movement] = []
    days = days_of_years(organisation, range(first.year, last.year + 2))
    years = [year for year, (start, end) in days.items() if start <= last and end >= first]
    budgets, books = in_force_in(organisation, years), books_by_year(organisation)
    held = {one.budget.year: one for one in held_against(list(budgets.values()), books, actor, days)}
    for year in years:
        if year not in held:
            found.unknown.append(f"Aucun budget voté de {year} : ce qu’il prévoirait n’est pas compté.")
            continue
        one = held[year]
        found.unknown += beyond(one, first)
        made += spread((row.held for row in one.rows), one.days[1], first, one.budget.name, "ledgers:budgets")
    return made


def beyond(held: Followed, first: date) -> list[str]:
    """Where the accounts of a year go further than the balance that the plan starts from, or may do so: a balance of accounts
    bears no day."""
    year, way = held.budget.year, "dites un solde plus récent, ou ce qui est déjà payé entre les deux manque ici."
    if held.until and held.until >= first:
        return [f"Les comptes de {year} vont plus loin que le solde de départ : {way}"]
    if held.book and not held.until and held.book.last >= first:
        ends = f"Les comptes de {year} finissent par une balance, qui ne dit pas son jour"
        return [f"{ends} : si elle va plus loin que le solde de départ, {way}"]
    return []


def dues(organisation: Organisation, first: date, last: date, on: date, actor: Actor) -> Iterable[Movement | str]:
    """What members paid since the balance; what they still owe, on the day it is due, or as soon as the plan begins when it is
    late: a balance of today holds nothing of it. In the same way, what this organisation owes as a member. Two queries."""
    if not actor.is_system and actor.hat_for(KEEPS_DUES, organisation.pk) is None:
        return ["Les cotisations ne se lisent que par qui les tient : elles ne sont pas comptées ici."]
    ours = Q(affiliation__member=organisation, call__called_on__lte=on)
    rows = Due.objects.standing().filter(Q(organisation=organisation) | ours, year__gte=first.year - 1)
    made: list[Movement | str] = []
    left: dict[tuple[date, date | None, int], int] = {}
    for one in standing_of(rows.select_related("call", "organisation"), on):
        year, due_on, to = one.due.year, one.due.call.due_on, one.due.organisation
        owed = to.pk != organisation.pk
        ways, label, at = (-1, f"Cotisation de {year}, {to.name}", to.slug) if owed else (1, "Cotisations reçues", "")
        screen = "dues:ours" if owed else "dues:dues"
        for paid in one.payments:
            if paid.paid_on >= first:
                cents = -paid.cents if paid.refunds_id else paid.cents
                made.append(Movement(paid.paid_on, ways * cents, label, screen, at=at, is_made=True))
        day, late = max(due_on, on, first), due_on if due_on < on else None
        if one.left and owed:
            made.append(Movement(day, -one.left, label, screen, late, at))
        elif one.left:
            left[day, late, year] = left.get((day, late, year), 0) + one.left
    made += [
        Movement(day, cents, f"Cotisations de {year}", "dues:dues", late) for (day, late, year), cents in left.items()
    ]
    return made


def pay(organisation: Organisation, first: date, last: date, on: date, actor: Actor) -> Iterable[Movement | str]:
    """The gross salaries of the contracts, at the end of each month; beside them, what the employer pays of each month of which
    its part is decided. Two queries."""
    standing = Contract.objects.visible_to(actor).standing().filter(employer=organisation)
    rows = Terms.objects.visible_to(actor).filter(contract__in=standing).touching(Period.through(first, last))
    by_month: dict[date, int] = {}
    for one in rows.select_related("contract"):
        ends = [day for day in (one.dates.end, one.contract.dates.end) if day is not None]
        for month in months_from(first) if one.salary else ():
            after = add_months(month, 1)
            start, end = max(one.dates.start or month, month), min([*ends, after])
            if start < end:
                by_month[month] = by_month.get(month, 0) + paid_monthly(one.salary or 0, start, end)
    made: list[Movement | str] = []
    charges, left_out = employer_charges() if by_month else Charges(), False
    for month, cents in by_month.items():
        day = add_months(month, 1) - timedelta(days=1)
        made.append(Movement(day, -cents, "Salaires bruts des contrats", "staff:contracts"))
        if (rate := charges.on(day)) is None:
            left_out = True
        else:
            made.append(Movement(day, -part_of(cents, rate), charges.label(rate), "staff:contracts"))
    if left_out:
        some = "Les cotisations sociales de l’employeur ne se comptent qu’à la trésorerie, si le budget les prévoit"
        made.append(f"{some}{charges.undecided}.")
    if not actor.is_system and actor.hat_for(EMPLOYS, organisation.pk) is None:
        made.append(
            "Les salaires ne se lisent que par qui emploie ici : ils ne se comptent qu’à la trésorerie, par le budget."
        )
    return made
