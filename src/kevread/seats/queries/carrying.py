"""What somebody who works for organisations carries here: posts and places in spaces, territories, entrusted secretariats."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.common.rooms import Carried
from kevread.common.words import of
from kevread.seats.models import Body, Delegation, Mandate, ZoneLead
from kevread.ui.places import screen_address

WORKED = (Body.Kind.TEAM, Body.Kind.SPACE)  # where one is by one’s work; elsewhere one sits by election


def posts_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = Mandate.objects.on(on).filter(person=person, seat__body__kind__in=WORKED)
    rows = rows.filter(Q(seat__body__organisation__in=places) | Q(represents__in=places))
    return [
        Carried(
            one.pk,
            f"{one.seat.name}, {one.seat.body.name}",
            screen_address("seats:body", scale=one.seat.body.organisation.slug, body=one.seat.body.slug),
        )
        for one in rows.select_related("seat__body__organisation").order_by("seat__body__rank", "pk")
    ]


def zones_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = ZoneLead.objects.on(on).filter(mandate__person=person, mandate__seat__body__organisation__in=places)
    return [
        Carried(
            one.pk,
            f"{one.zone.name}{'' if one.main else ', en appui'}",
            screen_address("seats:team", scale=one.mandate.seat.body.organisation.slug),
        )
        for one in rows.select_related("zone", "mandate__seat__body__organisation").order_by("zone__name", "pk")
    ]


def secretariats_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = Delegation.objects.on(on).filter(holder=person, granter__in=places).select_related("granter")
    return [
        Carried(
            one.pk, f"Secrétariat {of(one.granter.name)}", screen_address("seats:secretariat", scale=one.granter.slug)
        )
        for one in rows.order_by("granter__name", "pk")
    ]
