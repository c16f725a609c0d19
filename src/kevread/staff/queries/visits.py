"""The medical visits of people employed somewhere: the last that was held, the one that is set."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from kevread.base.retention import within_its_term
from kevread.directory.models import Organisation
from kevread.staff.models import Contract, MedicalVisit


@dataclass(frozen=True, slots=True)
class Visited:
    held_on: date | None = None
    planned_on: date | None = None
    contract: UUID | None = None  # of the one that is planned: it may be of another than what one reads


def visits_of(employer: Organisation, people: Collection[UUID], on: date) -> dict[UUID, Visited]:
    """What is noted of each by that day, as long as it is kept: here, and with those whose contracts it took over. One that was
    planned is to come no more once another was held after it, or once its contract ends before it. One query."""
    taken_over = Contract.objects.standing().filter(employer=employer, continues__isnull=False).values("continues")
    here = Q(contract__employer=employer) | Q(contract__in=taken_over)
    rows = MedicalVisit.objects.standing().filter(here, within_its_term("visits", "contract__period"))
    rows = (
        rows.filter(contract__person__in=people)
        .annotate(stands=of_a_day_of_its_contract())
        .order_by("planned_on", "pk")
    )
    found: dict[UUID, Visited] = {}
    for person, contract, planned, held, stands in rows.values_list(
        "contract__person", "contract", "planned_on", "held_on", "stands"
    ):
        before = found.get(person, Visited())
        if held and held <= on:
            found[person] = replace(before, held_on=max(held, before.held_on or held))
        elif held is None and stands:
            found[person] = replace(before, planned_on=planned, contract=contract)
    return {person: still_to_come(one) for person, one in found.items()}


def of_a_day_of_its_contract() -> Exists:
    those = Contract.objects.standing().filter(pk=OuterRef("contract"), period__contains=OuterRef("planned_on"))
    return Exists(those)


def still_to_come(one: Visited) -> Visited:
    """
    >>> still_to_come(Visited(date(2026, 11, 20), date(2026, 10, 5))).planned_on
    >>> str(still_to_come(Visited(date(2026, 11, 20), date(2026, 12, 8))).planned_on)
    '2026-12-08'
    """
    is_over = one.held_on is not None and one.planned_on is not None and one.planned_on <= one.held_on
    return Visited(one.held_on) if is_over else one


def last_first(contract: Contract) -> QuerySet[MedicalVisit]:
    """Those of this contract that stand, by the day on which they were held, else for which they are planned."""
    rows = MedicalVisit.objects.standing().filter(contract=contract)
    return rows.order_by(Coalesce(F("held_on"), F("planned_on")).desc(), "-pk")
