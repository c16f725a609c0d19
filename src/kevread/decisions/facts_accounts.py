"""What the charter may ask of the approval of accounts: of each year that closed since the register of decisions is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kevread.charter.queries.limits import values_at_any_time
from kevread.charter.queries.registers import first_kept
from kevread.common.facts import SCALES, Facts, Number, Organisations, Span, fact
from kevread.common.parameters import DecisionType
from kevread.decisions.queries.approvals import Approvals, approvals, approving, certified, end_of_month, in_force
from kevread.directory.models import Organisation

AUDITOR, CLOSING = "L1.21.auditor", "L1.21.closing_month"


@dataclass(frozen=True, slots=True)
class Closed:
    """A fiscal year that is closed, and whether an auditor certified it: None where nobody said so of that day."""

    on: date
    is_certified: bool | None


@fact(
    about=SCALES,
    register="decisions",
    unit="months",
    otherwise=Span(0, None),
    lacks="qui certifie les comptes, quand l’exercice se clôt, ou de quel exercice une approbation parle",
)
def months_to_approve_accounts(on: date, among: Organisations, type: DecisionType) -> Facts:  # noqa: A002 — a word of the articles
    """The most months, the one begun counted whole, from the closing of certified accounts to the day on which the assembly
    approved them, or to the day asked about (L1.21): of the last year that closed, and of each that closed since the register
    is kept and is not approved. 0 where no auditor certifies them; where nobody says it, or when they close, nothing is known.
    """
    said = values_at_any_time([AUDITOR, CLOSING])

    def value(name: str, key: UUID, day: date) -> Any:
        return in_force(said.get((name, key), ()), day)

    those = {key for name, key in said if name == AUDITOR and key is not None and key in among}
    found: dict[UUID, Number] = {
        key: 0 for key in those if {told for _, told in said[AUDITOR, key]} == {"none"} and value(AUDITOR, key, on)
    }
    months = {key: value(CLOSING, key, on) for key in those - found.keys() if value(AUDITOR, key, on)}
    months = {key: month for key, month in months.items() if month}
    kept = {key: day for key, day in first_kept("decisions", months.keys(), on).items() if day > date.min}
    born = dict(Organisation.objects.filter(pk__in=months).values_list("pk", "period__startswith"))
    lines = approving(on, months, type)
    for key, month in months.items():
        last = last_closing(month, on)
        days = [day for day in closings(month, kept.get(key) or last, last) if born[key] is None or day >= born[key]]
        years = [Closed(day, certified(value(AUDITOR, key, day), value(CLOSING, key, day) == month)) for day in days]
        found[key] = 0
        if years:
            is_first = born[key] is not None and end_of_month(days[0].year - 1, month) < born[key]
            found[key] = most_months(years, approvals(lines[key], month), on, is_first=is_first)
    return found


def most_months(years: Sequence[Closed], lines: Approvals, on: date, *, is_first: bool) -> Number:
    """The years that closed, the oldest first; `is_first`: none closed before the first of them.

    A line that names no year may serve any that closed before it: at best those that were certified, the oldest first; at worst
    the others, the last first, or one of before the register, unless none is, or the first that it tells is proven approved.

    >>> years = [Closed(date(2024, 12, 31), True), Closed(date(2025, 12, 31), True)]
    >>> day, both = date(2026, 6, 30), {date(2024, 12, 31): date(2025, 6, 1)}
    >>> most_months(years, Approvals(both, [day]), date(2026, 12, 1), is_first=False)
    6
    >>> most_months(years, Approvals({}, [day]), date(2026, 12, 1), is_first=True)
    Span(least=12, most=24)
    """
    left = [year for year in years if year.on not in lines.named]
    may_be_older = not is_first and years[0] in left
    best = served(sorted(left, key=lambda year: not year.is_certified), lines.others)
    worst = served(
        sorted(left, key=lambda year: (year.is_certified is not False, -year.on.toordinal())), lines.others[::-1]
    )

    def months(by: dict[date, date], *, only_sure: bool) -> int:
        many = [0]
        for year in years:
            day = lines.named.get(year.on, by.get(year.on))
            is_asked = year.is_certified or (year.is_certified is None and not only_sure)
            if is_asked and (day is None or year is years[-1]):
                many.append(months_until(year.on, day or on))
        return max(many)

    least, most = months(best, only_sure=True), months({} if may_be_older else worst, only_sure=False)
    return least if least == most else Span(least, most)


def served(years: Iterable[Closed], days: Iterable[date]) -> dict[date, date]:
    """Each year, in this order, by the first of these days, in theirs, that comes after its closing and serves no other."""
    left, found = list(days), {}
    for year in years:
        if (day := next((day for day in left if day > year.on), None)) is not None:
            left.remove(day)
            found[year.on] = day
    return found


def closings(month: int, since: date, last: date) -> list[date]:
    """The last day on which a year closed, and those before it since the eve of another day.

    >>> [day.isoformat() for day in closings(12, date(2025, 1, 1), date(2025, 12, 31))]
    ['2024-12-31', '2025-12-31']
    >>> [day.isoformat() for day in closings(12, date(2025, 1, 2), date(2025, 12, 31))]
    ['2025-12-31']
    """
    ends = (end_of_month(year, month) for year in range(since.year - 1, last.year))
    return [*(end for end in ends if end >= since - timedelta(days=1)), last]


def last_closing(month: int, on: date) -> date:
    """The last day of a month that is over.

    >>> last_closing(12, date(2026, 11, 24)), last_closing(6, date(2026, 6, 30))
    (datetime.date(2025, 12, 31), datetime.date(2025, 6, 30))
    """
    return next(end for year in (on.year, on.year - 1) if (end := end_of_month(year, month)) < on)


def months_until(closed: date, day: date) -> int:
    """Months from the end of one to a day, the one begun counted whole.

    >>> months_until(date(2025, 12, 31), date(2026, 6, 30)), months_until(date(2025, 12, 31), date(2026, 7, 1))
    (6, 7)
    """
    return (day.year - closed.year) * 12 + day.month - closed.month
