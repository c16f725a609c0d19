"""How far those who sit in some organisations are from coming in: to be invited, invited already, or kept out, and by what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from kevread.charter.queries.text import circle_of
from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, LOCAL
from kevread.common.periods import Period
from kevread.common.words import plain
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Act
from kevread.mail.models import Dispatch, State
from kevread.seats.models import Mandate
from kevread.seats.permissions import may_invite
from kevread.seats.queries.doors import OFFERINGS, Doors, doors_of

NEAREST = {LOCAL: 0, GROUPING: 1}
SHOWN = 200  # invitations that the page lists, the last first


@dataclass(frozen=True, slots=True)
class Invitation:
    """One letter that told somebody how to come in: when, by whom, and what became of it."""

    person: Person
    organisation: Organisation
    asked_at: datetime
    by: str
    state: str
    fault: str

    @property
    def has_left(self) -> bool:
        return self.state == State.SENT


@dataclass(slots=True)
class Entering:
    """Each person once, in the nearest organisation where they sit: their pôle before their grouping."""

    groups: dict[Organisation, Doors] = field(default_factory=dict)
    inside: int = 0  # they sign in already
    sitting: int = 0
    invitations: list[Invitation] = field(default_factory=list)

    @property
    def to_invite(self) -> dict[Organisation, list[Person]]:
        return {one: doors.ready for one, doors in self.groups.items() if doors.ready}

    def all_of(self, what: str) -> list[Any]:
        return [person for doors in self.groups.values() for person in getattr(doors, what)]

    @property
    def ready(self) -> list[Person]:
        return self.all_of("ready")

    @property
    def unaddressed(self) -> list[Person]:
        return self.all_of("unaddressed")

    @property
    def stopped(self) -> list[Person]:
        return self.all_of("stopped")


def entering(scale: Organisation, actor: Actor, today: date) -> Entering:
    """Of the organisation and of those below it, where this actor may invite. The number of queries does not grow."""
    around = circle_of(scale, today, actor).everyone
    there = Organisation.objects.on(today).filter(pk__in=around)
    return of_organisations(nearest_first(one for one in there if may_invite(actor, one)), today)


def nearest_first(organisations: Iterable[Organisation]) -> list[Organisation]:
    """
    >>> head, local, grouping = (Organisation(scale=scale, name=scale) for scale in ("head", LOCAL, GROUPING))
    >>> [one.scale for one in nearest_first([head, local, grouping])]
    ['local', 'grouping', 'head']
    """
    return sorted(organisations, key=lambda one: (NEAREST.get(one.scale, 2), plain(one.name), one.slug))


def of_organisations(organisations: Iterable[Organisation], today: date) -> Entering:
    """Those who sit there today or later; each is counted in the first of these organisations where they sit."""
    where = {one.pk: one for one in organisations}
    seats: dict[UUID, dict[UUID, Person]] = {key: {} for key in where}
    mandates = Mandate.objects.touching(Period(today)).filter(seat__body__organisation__in=where)
    sitting = mandates.select_related("person").annotate(place=F("seat__body__organisation"))
    for mandate in sitting.order_by("person__search", "person_id"):
        seats[mandate.place][mandate.person_id] = mandate.person
    met: dict[UUID, tuple[UUID, Person]] = {}
    for key in where:
        for pk, person in seats[key].items():
            met.setdefault(pk, (key, person))
    found = Entering(sitting=len(met), inside=sum(person.account_id is not None for _, person in met.values()))
    doors = doors_of(person for _, person in met.values())
    found.groups = {where[key]: Doors() for key in where}
    for name in ("ready", "told", "unaddressed", "stopped"):
        for one in getattr(doors, name):
            person = one[0] if isinstance(one, tuple) else one
            getattr(found.groups[where[met[person.pk][0]]], name).append(one)
    found.invitations = invitations(where)
    return found


def invitations(where: dict[UUID, Organisation]) -> list[Invitation]:
    """The letters of these organisations that told somebody how to come in, the last first. Two queries."""
    asked = Act.objects.filter(verb__in=OFFERINGS).values("pk")
    letters = Dispatch.objects.filter(organisation__in=where, act__in=asked, person__isnull=False)
    rows = list(letters.select_related("person").order_by("-queued_at", "-pk")[:SHOWN])
    by = dict(Act.objects.filter(pk__in={row.act for row in rows}).values_list("pk", "person_name"))
    return [
        Invitation(row.person, where[row.organisation_id], row.queued_at, by.get(row.act, ""), row.state, row.fault)
        for row in rows
        if row.person
    ]
