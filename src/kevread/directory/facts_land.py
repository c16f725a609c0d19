"""What the charter may ask of who has which territory. The map is kept by the head of network, for all."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from kevread.common.facts import GROUPING, HEAD, Facts, Organisations, fact, span
from kevread.common.periods import Period
from kevread.territory.models import Certainty, Kind, Zone, ZonePart

from .facts_identity import of_each_head
from .models import Coverage

SUPPOSED = "la confirmation de rattachements encore supposés"


def zones_by_grouping(on: date, among: Organisations, **where: Any) -> dict[UUID, dict[UUID, bool]]:
    """The EPCI and islands of each grouping: those that lie in the strategic territories attached to it. True of those of which
    that is more than supposed."""
    territories = list(attached(on, among).values_list("organisation_id", "zone_id", "certainty"))
    parts = defaultdict(list)
    rows = ZonePart.objects.on(on).filter(parent_kind=Kind.STRATEGIC, **where)
    if among.ids is not None:
        rows = rows.filter(parent__in={territory for _, territory, _ in territories})
    for parent, child, how in rows.values_list("parent_id", "child_id", "certainty"):
        parts[parent].append((child, how))
    zones: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
    for grouping, territory, attachment in territories:
        zones[grouping] |= {child: Certainty.SUPPOSED not in (how, attachment) for child, how in parts[territory]}
    return zones


def attached(on: date, among: Organisations):
    """The attachments of strategic territories to groupings."""
    rows = Coverage.objects.on(on).filter(organisation__scale=GROUPING, zone__kind=Kind.STRATEGIC)
    return rows.filter(**among.where("organisation"))


@fact(about=HEAD, register="territory", unit="territories")
def territories(on: date, among: Organisations) -> Facts:
    """Strategic territories of the map (R1.1)."""
    return of_each_head(on, among, Zone.objects.on(on).filter(kind=Kind.STRATEGIC).count())


@fact(
    about=GROUPING, register="territory", kept_by="head", unit="territories", lacks=SUPPOSED
)  # fmt: skip
def strategic_territories(on: date, among: Organisations) -> Facts:
    """Strategic territories attached to the grouping (R0.12); of one that is only supposed to be, nothing is known."""
    maybe = Count("pk", filter=Q(certainty=Certainty.SUPPOSED))
    counted = attached(on, among).values_list("organisation").annotate(every=Count("pk"), maybe=maybe)
    return {grouping: span(every - doubted, doubted) for grouping, every, doubted in counted}


@fact(
    about=HEAD,
    register="territory",
    items="zones",
    unit="organisations",
    lacks=f"les territoires stratégiques eux-mêmes, ou {SUPPOSED}",
)
def groupings_by_territory(on: date, among: Organisations) -> Facts:
    """For each strategic territory, the groupings it is attached to (R1.1); of those that are only supposed to be, nothing is
    known. A territory of nobody counts 0."""
    those = attached(on, Organisations())
    every = Count("coverage", filter=Q(coverage__in=those))
    maybe = Count("coverage", filter=Q(coverage__in=those.filter(certainty=Certainty.SUPPOSED)))
    rows = Zone.objects.on(on).filter(kind=Kind.STRATEGIC).values_list("pk").annotate(every=every, maybe=maybe)
    return of_each_head(on, among, {zone: span(number - doubted, doubted) for zone, number, doubted in rows})


@fact(
    about=HEAD,
    register="territory",
    items="zones",
    unit="territories",
    lacks=SUPPOSED,
)
def territories_by_zone(on: date, among: Organisations) -> Facts:
    """For each EPCI, and each island, the strategic territories it lies in (R1.2). A zone that lies in none counts 0; one that
    is supposed to lie in a territory may lie in another, or in none.

    An island is a commune that belongs to no EPCI that day nor later: before the first year whose map is known, a
    commune is of an EPCI that we do not know.
    """
    of_an_epci = ZonePart.objects.touching(Period(start=on)).filter(child=OuterRef("pk"), parent_kind=Kind.EPCI)
    lies_in = ZonePart.objects.on(on).filter(parent_kind=Kind.STRATEGIC)
    rows = (
        Zone.objects.on(on)
        .filter(Q(kind=Kind.EPCI) | Q(kind=Kind.COMMUNE) & ~Exists(of_an_epci))
        .values_list("pk")
        .annotate(
            sure=Count("parents", filter=Q(parents__in=lies_in.exclude(certainty=Certainty.SUPPOSED))),
            supposed=Count("parents", filter=Q(parents__in=lies_in.filter(certainty=Certainty.SUPPOSED))),
        )
    )
    return of_each_head(on, among, {zone: span(number, supposed) for zone, number, supposed in rows})
