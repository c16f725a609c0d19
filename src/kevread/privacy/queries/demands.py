"""What waits for an answer, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.privacy.models import ANSWER, Demand
from kevread.privacy.rules.delays import due_by

from .delays import months_to_answer


@dataclass(frozen=True, slots=True)
class Due:
    demand: Demand
    by: date
    is_late: bool


def due(demands: Collection[Demand], on: date) -> list[Due]:
    """Each with the last day to answer it, by the delay in force on the day it was received, and what put it off since."""
    delays = {day: months_to_answer(day) for day in {one.received_on for one in demands}}
    found = []
    for one in demands:
        by = due_by(one.received_on, delays[one.received_on], one.extended_on, on)
        found.append(Due(one, by, one.answered_at is None and by < on))
    return found


def register(actor: Actor, organisation: UUID, on: date) -> list[Due]:
    """Those of an organisation, those that wait first, the oldest first."""
    rows = Demand.objects.visible_to(actor).filter(organisation=organisation)
    told = rows.select_related("person", "answered_by").order_by("answered_at", "received_on", "pk")
    return sorted(due(list(told), on), key=lambda one: one.demand.answered_at is not None)


def waiting_for(actor: Actor, circle: Collection[UUID], on: date) -> list[Due]:
    """What this person answers, and has not."""
    where = actor.where(ANSWER)
    rows = Demand.objects.waiting().filter(organisation__in=circle).exclude(person=actor.person)
    if where is not None:
        rows = rows.filter(organisation__in=where)
    return due(list(rows.select_related("person", "organisation").order_by("received_on", "pk")), on)


def own(person: UUID, on: date) -> list[Due]:
    rows = Demand.objects.filter(person=person).select_related("organisation", "answered_by")
    return due(list(rows.order_by("-received_on", "-pk")), on)
