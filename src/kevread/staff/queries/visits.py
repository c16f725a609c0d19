"""The medical visits of people employed somewhere: the last that was held, the one that is set."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.directory.models import Organisation
from kevread.staff.models import Contract, MedicalVisit


@dataclass(frozen=True, slots=True)
class Visited:
    held_on: date | None = None
    planned_on: date | None = None


def visits_of(employer: Organisation, people: Collection[UUID], on: date) -> dict[UUID, Visited]:
    """What is noted of each by that day: here, and with those whose contracts it took over. One query."""
    taken_over = Contract.objects.standing().filter(continued__employer=employer).values("pk")
    here = Q(contract__employer=employer) | Q(contract__in=taken_over)
    rows = MedicalVisit.objects.standing().filter(here, contract__person__in=people).order_by("planned_on", "pk")
    found: dict[UUID, Visited] = {}
    for person, planned, held in rows.values_list("contract__person", "planned_on", "held_on"):
        before = found.get(person, Visited())
        if held and held <= on:
            found[person] = replace(before, held_on=max(held, before.held_on or held))
        else:
            found[person] = replace(before, planned_on=planned)
    return found
