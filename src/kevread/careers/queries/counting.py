"""Headcounts of employers, from their contracts. The number of queries does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from kevread.careers.loader import Council
from kevread.careers.rules.headcount import Headcount, Work, headcount, is_reached, month_ends, year_before
from kevread.charter.models import Keeping
from kevread.common.periods import Period
from kevread.staff.models import FOLLOWED, Contract, Terms

COUNTED = (Contract.Kind.CDI, Contract.Kind.CDD)  # an apprentice is not (L1111-3)
REGISTER = "staff"


def works_of(employers: Collection[UUID] | None, since: date, until: date) -> Mapping[UUID, list[Work]]:
    """The contracts that count on some day of these, employer by employer. Two queries."""
    within = Period(year_before(since).start, year_before(until).end)
    rows = Contract.objects.standing().touching(within).filter(kind__in=COUNTED, is_replacement=False)
    if employers is not None:
        rows = rows.filter(employer__in=employers)
    shares: dict[UUID, list[tuple[Period, int]]] = defaultdict(list)
    for contract, period, share in Terms.objects.filter(contract__in=rows).values_list(
        "contract_id", "period", "share"
    ):
        shares[contract].append((Period.of(period), share))
    found: dict[UUID, list[Work]] = defaultdict(list)
    for key, employer, kind, period in rows.values_list("pk", "employer_id", "kind", "period"):
        works = Work(kind == Contract.Kind.CDD, Period.of(period), tuple(shares[key]))
        found[employer].append(works)
    return found


def kept_since(employers: Collection[UUID] | None, on: date) -> Mapping[UUID, date]:
    """Since when each keeps its contracts: of the days before, whoever had left is not known. One query."""
    rows = Keeping.objects.on(on).filter(register=REGISTER)
    if employers is not None:
        rows = rows.filter(organisation__in=employers)
    return {key: start for key, start in rows.values_list("organisation_id", "period__startswith") if start}


def agreements_of(employers: Collection[UUID] | None, on: date) -> Mapping[UUID, frozenset[str]]:
    """The collective agreements that somebody said the contracts in force follow. One query."""
    rows = Contract.objects.on(on).standing()
    if employers is not None:
        rows = rows.filter(employer__in=employers)
    found: dict[UUID, set[str]] = defaultdict(set)
    for employer, agreement in rows.order_by().values_list("employer_id", FOLLOWED).distinct():
        found[employer].add(agreement)
    return {key: frozenset(codes) for key, codes in found.items()}


def months_of(works: Collection[Work], council: Council, on: date, kept: date | None) -> list[Headcount | None]:
    """The headcount at the end of each month that this rule looks at. Of a month before contracts were kept, what is recorded
    is the least: whoever had left is not known, so that only what reaches is told."""
    found: list[Headcount | None] = []
    for day in month_ends(on, council.within):
        counted = headcount(works, day, council.whole_from, council.until)
        is_known = (kept is not None and kept <= day) or counted.sure >= council.people * 100
        found.append(counted if is_known else None)
    return found


def is_due(works: Collection[Work], council: Council, on: date, kept: date | None) -> bool | None:
    """Whether a council of the staff is due by this rule; None where it is not known."""
    return is_reached(months_of(works, council, on, kept), council.people, council.months)
