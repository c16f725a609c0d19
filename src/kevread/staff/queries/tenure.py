"""Since when somebody is employed: contracts with one employer that follow one another are one employment."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kevread.staff.models import Contract

BREAK = timedelta(days=31)  # between two contracts that follow one another, at most


class Employment(NamedTuple):
    """One employment with one employer, by one contract or several; `is_taken_over`: the first goes on from another’s."""

    employer: UUID
    person: UUID
    since: date
    is_taken_over: bool


def employments(**where: Any) -> Mapping[UUID, Employment]:
    """By contract, that of which it is part; where nobody said that a contract was a mistake. One query."""
    rows = Contract.objects.standing().filter(**where).order_by("period__startswith", "pk")
    found: dict[UUID, Employment] = {}
    going: dict[tuple[UUID, UUID], tuple[Employment, date]] = {}
    columns = ("pk", "employer_id", "person_id", "continues_id", "period__startswith", "period__endswith")
    for key, employer, person, continues, start, ends in rows.values_list(*columns):
        end = ends or date.max - BREAK
        before, until = going.get((employer, person), (None, date.min))
        if before is None or start > until + BREAK:
            before = Employment(employer, person, start, continues is not None)
        going[employer, person] = before, max(until, end)
        found[key] = before
    return found
