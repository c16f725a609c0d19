"""What the charter may ask of organisations, of who is a member of what, and of who has which territory.

Every fact is true for one day. An organisation that is missing from an answer counts 0, or has no word at all.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from kevread.common.facts import GROUPING, HEAD, LOCAL, SCALES, Facts, Item, Organisations, Value, fact, namer
from kevread.common.periods import Period
from kevread.territory.models import Kind, Zone, ZonePart

from .models import Affiliation, Coverage, Name, Organisation


@namer("organisations")
def organisations(items: set[Item], on: date) -> Mapping[Item, str]:
    """What each organisation is called in daily life."""
    return dict(Organisation.objects.filter(pk__in=items).values_list("pk", "name"))


def of_each_head(on: date, among: Organisations, value: Value) -> Facts:
    """What is true of the whole network is answered for its head."""
    if among.heads is not None:
        return dict.fromkeys(among.heads, value)
    heads = Organisation.objects.on(on).at_scale(HEAD).filter(**among.where("pk"))
    return dict.fromkeys(heads.values_list("pk", flat=True), value)


# The organisations themselves.


@fact(about=HEAD, register="identity", unit="organisations")
def groupings(on: date, among: Organisations) -> Facts:
    """Groupings in force in the network (R0.4). None is 0."""
    return of_each_head(on, among, Organisation.objects.on(on).at_scale(GROUPING).count())


@fact(about=HEAD, register="identity", unit="organisations")
def heads(on: date, among: Organisations) -> Facts:
    """Heads of network in force (R0.13)."""
    return of_each_head(on, among, Organisation.objects.on(on).at_scale(HEAD).count())


@fact(about=HEAD, register="identity")
def network_scales(on: date, among: Organisations) -> Facts:
    """The scales of the organisations of the network (R0.10). Organisations of no scale (funders, members) are outside."""
    scales = Organisation.objects.on(on).exclude(scale="").values_list("scale", flat=True).distinct()
    return of_each_head(on, among, frozenset(scales))


@fact(about=(HEAD, GROUPING, LOCAL), register="identity")
def legal_forms(on: date, among: Organisations) -> Facts:
    """The legal form of the organisation, as a set of one word (R2.1, R3.2, R9.1). A form that nobody wrote is no word."""
    rows = Organisation.objects.on(on).at_scale(*SCALES).exclude(legal_form="").filter(**among.where("pk"))
    return {key: frozenset({form}) for key, form in rows.values_list("pk", "legal_form")}


@fact(about=(HEAD, GROUPING, LOCAL), register="identity")
def rna(on: date, among: Organisations) -> Facts:
    """The RNA number of the organisation, as a set of one word (R2.1). Its form is checked when it is written."""
    rows = Organisation.objects.on(on).at_scale(*SCALES).exclude(rna="").filter(**among.where("pk"))
    return {key: frozenset({number}) for key, number in rows.values_list("pk", "rna")}


@fact(about=(HEAD, GROUPING, LOCAL), register="identity", unit="names")
def brands(on: date, among: Organisations) -> Facts:
    """Brands in force, from the network's naming scheme (R7.19, R7.20, R7.21)."""
    rows = Name.objects.on(on).filter(kind=Name.Kind.BRAND, **among.where("organisation"))
    return dict(rows.values_list("organisation").annotate(Count("pk")))


# Who is a member of what.


@fact(about=GROUPING, register="members", unit="organisations")
def member_locals(on: date, among: Organisations) -> Facts:
    """Locals that are members of the grouping (R3.4). Other members do not count."""
    rows = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING, **among.where("of"))
    return dict(rows.values_list("of").annotate(Count("pk")))


@fact(about=GROUPING, register="members", items="organisations", unit="organisations", also=(("territory", "head"),))
def groupings_by_local(on: date, among: Organisations) -> Facts:
    """For each local of the grouping's territory, and each of its members, the number of groupings it is a member of;
    0 when this grouping is not one of them (R2.2).

    A local is of a territory when it covers an EPCI or an island that lies there.
    """
    groupings_of = defaultdict(set)
    locals_of: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Affiliation.objects.on(on).filter(member__scale=LOCAL, of__scale=GROUPING)
    for local, grouping in rows.values_list("member_id", "of_id"):
        groupings_of[local].add(grouping)
        if grouping in among:
            locals_of[grouping].add(local)
    covered = defaultdict(set)
    for local, zone in (
        Coverage.objects.on(on).filter(organisation__scale=LOCAL).values_list("organisation_id", "zone_id")
    ):
        covered[zone].add(local)
    for grouping, zones in zones_by_grouping(on, among).items():
        locals_of[grouping].update(*(covered[zone] for zone in zones))
    return {
        grouping: {
            local: len(groupings_of[local]) if grouping in groupings_of[local] else 0 for local in locals_of[grouping]
        }
        for grouping in locals_of
    }


@fact(about=(LOCAL, GROUPING), register="members", kept_by="head")
def member_of_head(on: date, among: Organisations) -> Facts:
    """1 when the organisation is a member of the head of network (R8.5)."""
    rows = Affiliation.objects.on(on).filter(of__scale=HEAD, **among.where("member"))
    return dict.fromkeys(rows.values_list("member", flat=True), 1)


@fact(about=(LOCAL, GROUPING), register="members", kept_by="head")
def territories_college(on: date, among: Organisations, college: str = "territoires") -> Facts:
    """1 when the organisation is a member of the head of network, in the college of territories (R3.11, R3.12)."""
    rows = Affiliation.objects.on(on).filter(of__scale=HEAD, college=college, **among.where("member"))
    return dict.fromkeys(rows.values_list("member", flat=True), 1)


@fact(about=HEAD, register="members", unit="organisations")
def strangers_in_territories_college(on: date, among: Organisations, college: str = "territoires") -> Facts:
    """Members of the college of territories that are neither a local nor a grouping (R3.12)."""
    rows = Affiliation.objects.on(on).filter(of__scale=HEAD, college=college, **among.where("of"))
    rows = rows.exclude(member__scale__in=(LOCAL, GROUPING))
    return dict(rows.values_list("of").annotate(Count("pk")))


@fact(about=(GROUPING, HEAD), register="members", items="organisations", unit="organisations")
def local_structures_without_local(on: date, among: Organisations) -> Facts:
    """Member structures, outside the network's own scales, that are members of no local: 1 for each (R8.3).

    In the head of network, those of a college (the families) are regional structures: only the others are local.
    """
    in_a_local = Affiliation.objects.on(on).filter(member=OuterRef("member"), of__scale=LOCAL)
    rows = (
        Affiliation.objects.on(on)
        .filter(Q(of__scale=GROUPING) | Q(of__scale=HEAD, college=""), member__scale="", **among.where("of"))
        .exclude(Exists(in_a_local))
    )
    found: dict[UUID, dict[Item, int]] = defaultdict(dict)
    for of, member in rows.values_list("of_id", "member_id"):
        found[of][member] = 1
    return found


# Who has which territory. The map is kept by the head of network, for all.


def zones_by_grouping(on: date, among: Organisations, **where: Any) -> dict[UUID, list[UUID]]:
    """The EPCI and islands of each grouping: those that lie in the strategic territories attached to it."""
    parts = defaultdict(list)
    rows = ZonePart.objects.on(on).filter(parent_kind=Kind.STRATEGIC, **where)
    for parent, child in rows.values_list("parent_id", "child_id"):
        parts[parent].append(child)
    zones: dict[UUID, list[UUID]] = defaultdict(list)
    for grouping, territory in attached(on, among).values_list("organisation_id", "zone_id"):
        zones[grouping] += parts[territory]
    return zones


def attached(on: date, among: Organisations):
    """The attachments of strategic territories to groupings."""
    rows = Coverage.objects.on(on).filter(organisation__scale=GROUPING, zone__kind=Kind.STRATEGIC)
    return rows.filter(**among.where("organisation"))


@fact(about=HEAD, register="territory", unit="territories")
def territories(on: date, among: Organisations) -> Facts:
    """Strategic territories of the map (R1.1)."""
    return of_each_head(on, among, Zone.objects.on(on).filter(kind=Kind.STRATEGIC).count())


@fact(about=GROUPING, register="territory", kept_by="head", unit="territories")
def strategic_territories(on: date, among: Organisations) -> Facts:
    """Strategic territories attached to the grouping (R0.12)."""
    return dict(attached(on, among).values_list("organisation").annotate(Count("pk")))


@fact(about=HEAD, register="territory", items="zones", unit="organisations")
def groupings_by_territory(on: date, among: Organisations) -> Facts:
    """For each strategic territory, the groupings it is attached to (R1.1). A territory of nobody counts 0."""
    groupings_of = Count("coverage", filter=Q(coverage__in=attached(on, Organisations())))
    rows = Zone.objects.on(on).filter(kind=Kind.STRATEGIC).values_list("pk").annotate(number=groupings_of)
    return of_each_head(on, among, dict(rows))


@fact(about=HEAD, register="territory", items="zones", unit="territories")
def territories_by_zone(on: date, among: Organisations) -> Facts:
    """For each EPCI, and each island, the strategic territories it lies in (R1.2). A zone that lies in none counts 0.

    An island is a commune that belongs to no EPCI that day nor later: before the first year whose map is known, a
    commune is of an EPCI that we do not know.
    """
    of_an_epci = ZonePart.objects.touching(Period(start=on)).filter(child=OuterRef("pk"), parent_kind=Kind.EPCI)
    lies_in = ZonePart.objects.on(on).filter(parent_kind=Kind.STRATEGIC)
    rows = (
        Zone.objects.on(on)
        .filter(Q(kind=Kind.EPCI) | Q(kind=Kind.COMMUNE) & ~Exists(of_an_epci))
        .values_list("pk")
        .annotate(number=Count("parents", filter=Q(parents__in=lies_in)))
    )
    return of_each_head(on, among, dict(rows))
