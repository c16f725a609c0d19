"""Which year an assembly approved the accounts of, by the lines of the register: each line approves one."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kevread.common.periods import Period
from kevread.decisions.models import Decision
from kevread.seats.models import Body

YEARS = re.compile(r"\b(20\d\d)(?:\s*[-–/]\s*(20\d\d|\d\d)\b)?")


class Line(NamedTuple):
    day: date
    title: str
    text: str


@dataclass(slots=True)
class Approvals:
    """Of the years that lines name, by their closing, the first day; and the days of the lines that name none, or several."""

    named: dict[date, date] = field(default_factory=dict)
    others: list[date] = field(default_factory=list)


def approving(on: date, among: Collection[UUID], type: str) -> dict[UUID, list[Line]]:  # noqa: A002 — a word of the articles
    """The lines of this type that assemblies adopted by that day, the first ones first, by organisation. One query."""
    rows = Decision.objects.standing().filter(
        type=type,
        outcome=Decision.Outcome.ADOPTED,
        body__kind=Body.Kind.ASSEMBLY,
        organisation__in=among,
        decided_on__lte=on,
    )
    found: dict[UUID, list[Line]] = defaultdict(list)
    told = rows.order_by("decided_on", "number").values_list("organisation", "decided_on", "title", "text")
    for organisation, day, title, text in told:
        found[organisation].append(Line(day, title, text))
    return found


def approvals(lines: Iterable[Line], month: int) -> Approvals:
    """What these lines approved, where years close at the end of that month. The title is read first, then the text.

    >>> told = [Line(date(2026, 6, 4), "Comptes 2025, budget 2027", ""), Line(date(2026, 7, 1), "Les comptes", "")]
    >>> found = approvals(told, 12)
    >>> found.named, found.others
    ({datetime.date(2025, 12, 31): datetime.date(2026, 6, 4)}, [datetime.date(2026, 7, 1)])
    """
    found = Approvals()
    for day, *texts in lines:
        named = next((years for text in texts if (years := years_named(text, month, day))), [])
        if len(named) == 1:
            found.named.setdefault(named[0], day)
        else:
            found.others.append(day)
    return found


def certified(auditor: str | None, is_closing: bool) -> bool | None:
    """What was said of the day of a closing: by whom it is certified, and that it is one."""
    return auditor == "appointed" if auditor and is_closing else None


def in_force(rows: Iterable[tuple[Period, Any]], on: date) -> Any:
    return next((value for period, value in rows if on in period), None)


def years_named(text: str, month: int, day: date) -> list[date]:
    """The closings, before that day, of the years that a text names: a year bears the name of the one in which it closes.

    >>> years_named("Comptes 2024, approuvés le 20 janvier 2026", 12, date(2026, 1, 20))
    [datetime.date(2024, 12, 31)]
    >>> years_named("Exercice 2025-2026", 6, date(2026, 10, 1)), years_named("Exercice 2024/25", 6, date(2026, 10, 1))
    ([datetime.date(2026, 6, 30)], [datetime.date(2025, 6, 30)])
    """
    years = {int(f"20{second[-2:]}" if second else first) for first, second in YEARS.findall(text)}
    return sorted(end for year in years if (end := end_of_month(year, month)) < day)


def end_of_month(year: int, month: int) -> date:
    """
    >>> end_of_month(2024, 2), end_of_month(2025, 12)
    (datetime.date(2024, 2, 29), datetime.date(2025, 12, 31))
    """
    return (date(year, month, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
