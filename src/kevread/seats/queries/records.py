"""A person's record, and lists of mandates."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kevread.charter.queries.text import circle_of
from kevread.common.actor import Actor
from kevread.common.words import terms
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body, Delegation, Mandate, ZoneLead
from kevread.ui.why import because


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of somebody in the network on a day."""

    person: Person
    mandates: list[Mandate]
    posts: list[Mandate]
    leads: list[ZoneLead]
    delegations: list[Delegation]
    past: list[Mandate]
    future: list[Mandate]
    frieze: list[tuple[str, list[tuple[Any, str]]]]
    years: tuple[int, int]
    places: set[UUID]  # the organisations where they sit, sat or will sit


def record_of(person: Person, actor: Actor, on: date) -> Record:
    """Three queries."""
    everything = list(
        Mandate.objects.visible_to(actor)
        .filter(person=person)
        .exclude(end_reason=Mandate.EndReason.MISTAKE)
        .select_related("seat__body__organisation", "represents")
        .order_by("seat__body__rank", "seat__rank", "period", "pk")
    )
    now = [mandate for mandate in everything if mandate.in_force(on)]
    past = [mandate for mandate in everything if mandate.dates.end and mandate.dates.end <= on]
    past.sort(key=lambda mandate: mandate.dates.end or on, reverse=True)
    rows: dict[UUID, tuple[str, list[tuple[Any, str]]]] = {}
    for mandate in everything:
        label = f"{mandate.seat.name}, {mandate.seat.body.organisation.name}"
        rows.setdefault(mandate.seat_id, (label, []))[1].append((mandate.period, mandate.seat.body.name))
    years = [day.year for mandate in everything for day in (mandate.dates.start, mandate.dates.last) if day] + [on.year]
    return Record(
        person=person,
        mandates=[mandate for mandate in now if mandate.seat.body.kind != Body.Kind.TEAM],
        posts=[mandate for mandate in now if mandate.seat.body.kind == Body.Kind.TEAM],
        leads=list(
            ZoneLead.objects.on(on).filter(mandate__person=person).select_related("zone").order_by("zone__search", "pk")
        ),
        delegations=list(
            Delegation.objects.on(on).filter(holder=person).select_related("granter").order_by("granter__search", "pk")
        ),
        past=past,
        future=[mandate for mandate in everything if mandate.dates.start and mandate.dates.start > on],
        frieze=list(rows.values()),
        years=(max(min(years), on.year - 6), min(max(years), on.year + 6)),
        places={mandate.seat.body.organisation_id for mandate in everything},
    )


def why_i_see(person: Person, actor: Actor, today: date) -> str:
    """By which hat this actor sees this record. Empty: it is their own, or nothing lets them see it. One query."""
    if person.pk == actor.person or not actor.hats:
        return ""
    sits = Organisation.objects.filter(bodies__seats__mandates__in=Mandate.objects.on(today).filter(person=person))
    for place in sits.distinct().order_by("search", "slug"):
        if hat := actor.hat_for("read", place.pk):
            reads = f"qui donne à lire ce qui n’est pas public à {place.name}, où siège cette personne"
            return f"{because(hat, 'cette fiche')}, {reads}."
    return f"{because(actor.hats[0], 'cette fiche')} : tout siège donne à voir le nom et les mandats des membres du réseau."


ENDING_SOON = 365
# Of a board or a bureau: those whom one calls its officers.
OFFICERS = ("president", "vice-president", "vice-president-grouping", "secretary", "treasurer")


@dataclass(frozen=True, slots=True)
class Sought:
    """What one looks for among mandates. `wide`: also in the organisations of the network below; `officers`: those alone who
    preside, record or keep the accounts; `boards`: those alone who sit on a board, as whatever; `soon`: those that end within
    twelve months."""

    body: str = ""
    text: str = ""
    wide: bool = False
    officers: bool = False
    boards: bool = False
    soon: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Sought()


def mandates_of_scale(organisation: Organisation, actor: Actor, on: date, sought: Sought) -> QuerySet[Mandate]:
    """The mandates in force in the bodies of an organisation, filtered, those that end first in front. One query;
    of the organisations below, as « Texte » shows them to this person (`circle_of`)."""
    where = circle_of(organisation, on, actor).everyone if sought.wide else [organisation.pk]
    found: QuerySet[Mandate] = (
        Mandate.objects.visible_to(actor)
        .on(on)
        .filter(seat__body__organisation__in=where)
        .select_related("seat__body__organisation", "person", "represents")
    )
    if sought.soon:
        found = found.filter(period__endswith__lte=on + timedelta(days=ENDING_SOON))
    if sought.body:
        found = found.filter(seat__body__slug=sought.body)
    if sought.officers:
        found = found.filter(seat__title__in=OFFICERS, seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.BUREAU))
    if sought.boards:
        found = found.filter(seat__body__kind=Body.Kind.BOARD)
    for word in terms(sought.text):
        found = found.filter(Q(person__search__contains=word))
    return found.order_by("period__endswith", "seat__body__rank", "seat__rank", "person__search", "pk")
