"""What the charter may ask of who has which territory. The map is kept by the head of network, for all."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from kevread.common.facts import GROUPING, HEAD, Facts, Item, Organisations, Spell, Spells, fact, span
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


def spells_of_territories(on: date, among: Organisations) -> Spells:
    """When each strategic territory was on the map. One query, two where nobody says which head."""
    rows = Zone.objects.filter(kind=Kind.STRATEGIC).values_list("pk", "period")
    return of_each_head(on, among, [Spell(key, dates.lower, dates.upper) for key, dates in rows])  # type: ignore[arg-type, return-value]


@fact(about=HEAD, register="territory", unit="territories", spells=spells_of_territories)
def territories(on: date, among: Organisations) -> Facts:
    """Strategic territories of the map (R1.1)."""
    return of_each_head(on, among, Zone.objects.on(on).filter(kind=Kind.STRATEGIC).count())


def surely(rows: Iterable[tuple[Any, ...]], found: dict[Any, list[Spell]]) -> dict[Any, list[Spell]]:
    """What is found already, and what these rows say (about what, what, when, how sure); nothing of what any of them only
    supposes: its day would be told before the fact."""
    doubted = set()
    for about, what, dates, how in rows:
        found[about].append(Spell(what, dates.lower, dates.upper))
        doubted |= {about} if how == Certainty.SUPPOSED else set()
    return {about: those for about, those in found.items() if about not in doubted}


def spells_attached(on: date, among: Organisations) -> Spells:
    """When each strategic territory was a grouping's; nothing of a grouping that has or had one by supposition. One query."""
    rows = Coverage.objects.filter(zone__kind=Kind.STRATEGIC, **among.where("organisation"))
    return surely(rows.values_list("organisation_id", "zone", "period", "certainty"), defaultdict(list))


@fact(
    about=GROUPING, register="territory", kept_by="head", unit="territories", lacks=SUPPOSED, spells=spells_attached
)  # fmt: skip
def strategic_territories(on: date, among: Organisations) -> Facts:
    """Strategic territories attached to the grouping (R0.12); of one that is only supposed to be, nothing is known."""
    maybe = Count("pk", filter=Q(certainty=Certainty.SUPPOSED))
    counted = attached(on, among).values_list("organisation").annotate(every=Count("pk"), maybe=maybe)
    return {grouping: span(every - doubted, doubted) for grouping, every, doubted in counted}


def spells_of_groupings(on: date, among: Organisations) -> Spells:
    """When each strategic territory was some grouping's, or was not on the map yet: nobody could have it; nothing of one that
    is or was somebody's by supposition. Two queries, three where nobody says which head."""
    rows = Coverage.objects.filter(organisation__scale=GROUPING, zone__kind=Kind.STRATEGIC)
    found: dict[Item, list[Spell]] = defaultdict(list)
    for zone, dates in Zone.objects.on(on).filter(kind=Kind.STRATEGIC).values_list("pk", "period"):
        found[zone] += [Spell(zone, None, dates.lower)] if dates.lower else []
    sure = surely(rows.values_list("zone", "organisation", "period", "certainty"), found)
    return of_each_head(on, among, sure)  # type: ignore[arg-type, return-value]


@fact(
    about=HEAD,
    register="territory",
    items="zones",
    unit="organisations",
    spells=spells_of_groupings,
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


def spells_of_parts(on: date, among: Organisations) -> Spells:
    """When each zone lay in a strategic territory, or was not on the map yet; nothing of one that lies or lay in one by
    supposition. Two queries, three where nobody says which head."""
    found: dict[Item, list[Spell]] = defaultdict(list)
    for zone, dates in Zone.objects.on(on).exclude(kind=Kind.STRATEGIC).values_list("pk", "period"):
        found[zone] += [Spell(zone, None, dates.lower)] if dates.lower else []
    parts = ZonePart.objects.filter(parent_kind=Kind.STRATEGIC)
    sure = surely(parts.values_list("child", "parent", "period", "certainty"), found)
    return of_each_head(on, among, sure)  # type: ignore[arg-type, return-value]


@fact(
    about=HEAD,
    register="territory",
    items="zones",
    unit="territories",
    lacks=SUPPOSED,
    spells=spells_of_parts,
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
