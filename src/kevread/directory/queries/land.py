"""Who has what land: a zone with those who have it, and the land of an organisation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.common.words import of
from kevread.directory.models import Coverage, Organisation, Scale
from kevread.territory import queries as territory
from kevread.territory.models import Certainty, Kind, Zone, ZonePart
from kevread.territory.queries import Drawing, Known, Place

from .finding import coverage_of

type Address = Callable[[Zone], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A zone of a table: its figures, who has it, and its colour on the map."""

    place: Place
    coverage: Coverage | None = None
    css: str = ""

    @property
    def zone(self) -> Zone:
        return self.place.zone


@dataclass(frozen=True, slots=True)
class ZonePage:
    """A zone on a day: what lies in it, where it lies, who has it."""

    zone: Zone
    place: Place | None
    rows: list[Row]
    drawing: Drawing | None
    strategic: ZonePart | None
    epci: ZonePart | None
    departement: ZonePart | None
    local: Coverage | None
    grouping: Coverage | None
    whole: dict[str, int] = field(default_factory=dict)
    since: date | None = None


def latest(code: str) -> Zone | None:
    """The zone that bears this code, whatever the day."""
    return Zone.objects.filter(code=code).order_by("-period").first()


def zone_page(code: str, on: date, address: Address) -> ZonePage | None:
    """A territory, an EPCI, a commune or a département, that day. Before the map is known: the zone alone, and since when.
    None when no zone ever bore this code. At most 12 queries."""
    zone = territory.by_code(code, on)
    since = territory.known_since()
    if zone is None or since is None or on < since:
        last = latest(code)
        return ZonePage(last, None, [], None, None, None, None, None, None, since=since) if last else None
    links = territory.around([zone], on)[zone.pk]
    epci, strategic = links.get(Kind.EPCI), links.get(Kind.STRATEGIC)
    inside = territory.within(zone, on)
    above = [key for key in (epci and epci.parent_id, strategic and strategic.parent_id) if key]
    having = coverage_of([zone.pk, *above, *(place.zone.pk for place in inside)], on)
    own = having.get(zone.pk)
    local = own if zone.kind != Kind.STRATEGIC else None
    return ZonePage(
        zone=zone,
        place=territory.places([zone], on)[0],
        rows=[Row(place, having.get(place.zone.pk)) for place in inside],
        drawing=drawing_of(zone, [place.zone for place in inside], links, on, address),
        strategic=strategic,
        epci=epci,
        departement=links.get(Kind.DEPARTEMENT),
        local=local or (having.get(epci.parent_id) if epci else None),
        grouping=own if zone.kind == Kind.STRATEGIC else (having.get(strategic.parent_id) if strategic else None),
        whole=territory.whole_figures(zone, on) if zone.kind == Kind.EPCI else {},
        since=since,
    )


def drawing_of(
    zone: Zone, inside: Sequence[Zone], links: dict[str, ZonePart], on: date, address: Address
) -> Drawing | None:
    """The zone in colour, what lies in it as links, and its neighbours behind."""
    colours = territory.hues(on)
    if zone.kind == Kind.STRATEGIC:
        others = territory.strategic_territories(on).exclude(pk=zone.pk)
        return territory.draw(
            f"Carte {of(zone.name)} : ses intercommunalités",
            [(child, colours[zone.pk], address(child)) for child in inside],
            behind=[(other, "other", address(other)) for other in others],
            focus=[zone],
        )
    strategic, epci = links.get(Kind.STRATEGIC), links.get(Kind.EPCI)
    css = colours.get(strategic.parent_id, "hue-1") if strategic else "hue-1"
    beside = [place.zone for place in territory.within(strategic.parent, on)] if strategic else []
    behind = [(other, "other", address(other)) for other in beside if other.pk != zone.pk]
    if zone.kind != Kind.COMMUNE:
        shapes = [(child, css, address(child)) for child in inside if zone.kind == Kind.EPCI] or [(zone, css, "")]
        return territory.draw(f"Carte {of(zone.name)} : ses communes", shapes, behind=behind, focus=[zone])
    if epci is None:
        return territory.draw(f"Carte {of(zone.name)}", [(zone, "ours", "")], behind=behind, margin=1.2)
    neighbours = [place.zone for place in territory.within(epci.parent, on)]
    shapes = [
        (other, "ours" if other.pk == zone.pk else css, "" if other.pk == zone.pk else address(other))
        for other in neighbours
    ]
    behind = [shape for shape in behind if shape[0].pk != epci.parent_id]
    return territory.draw(f"Carte {of(zone.name)} dans {epci.parent.name}", shapes, behind=behind, focus=neighbours)


@dataclass(frozen=True, slots=True)
class Land:
    """The land of an organisation on a day. `alone` are the zones that nobody has, shown to the head."""

    rows: list[Row]
    drawing: Drawing | None
    total: Place | None
    alone: list[Zone]
    since: date | None
    is_known: bool

    @property
    def inside(self) -> Known:
        """How well it is known that each zone lies in this territory."""
        return Known.of(row.place.certainty for row in self.rows if row.place.certainty)

    @property
    def outlines(self) -> Known:
        """The same, of the zones that make the territories listed."""
        return Known.together(row.place.known for row in self.rows)

    @property
    def held(self) -> Known:
        """How well it is known who has each zone."""
        return Known.of(row.coverage.certainty for row in self.rows if row.coverage)

    @property
    def is_in_part_supposed(self) -> bool:
        return Certainty.SUPPOSED in (self.inside.weakest, self.outlines.weakest, self.held.weakest)


def land_of(scale: Organisation, on: date, address: Address) -> Land:
    """Territories for the head, EPCI and islands for the others. At most 12 queries."""
    since = territory.known_since()
    if since is None or on < since:
        return Land([], None, None, [], since, is_known=False)
    colours = territory.hues(on)
    if scale.scale == Scale.HEAD:
        whole = territory.overview(on, address)
        having = coverage_of([place.zone.pk for place in whole.places], on)
        rows = [Row(place, having.get(place.zone.pk), colours[place.zone.pk]) for place in whole.places]
        return Land(rows, whole.drawing, whole.total, without_local(on), since, is_known=True)
    own = list(Coverage.objects.on(on).filter(organisation=scale).select_related("zone", "organisation"))
    if scale.scale == Scale.GROUPING:
        return grouping_land(own, on, address, colours, since)
    return local_land(scale, own, on, address, colours, since)


def grouping_land(
    own: list[Coverage], on: date, address: Address, colours: dict[UUID, str], since: date | None
) -> Land:
    territories = [coverage.zone for coverage in own if coverage.zone.kind == Kind.STRATEGIC]
    inside = [(place, zone) for zone in territories for place in territory.within(zone, on)]
    having = coverage_of([place.zone.pk for place, _ in inside], on)
    rows = [Row(place, having.get(place.zone.pk), colours[zone.pk]) for place, zone in inside]
    others = territory.strategic_territories(on).exclude(pk__in=[zone.pk for zone in territories])
    drawing = territory.draw(
        "Carte des intercommunalités",
        [(row.zone, row.css, address(row.zone)) for row in rows],
        behind=[(other, "other", address(other)) for other in others],
        focus=territories,
    )
    alone = [row.zone for row in rows if row.coverage is None]
    return Land(
        rows, drawing if rows else None, territory.summed(row.place for row in rows), alone, since, is_known=True
    )


def local_land(
    scale: Organisation, own: list[Coverage], on: date, address: Address, colours: dict[UUID, str], since: date | None
) -> Land:
    zones = sorted((coverage.zone for coverage in own), key=lambda zone: zone.search)
    having = {coverage.zone_id: coverage for coverage in own}
    links = territory.around(zones, on)
    parts = {key: parts_.get(Kind.STRATEGIC) for key, parts_ in links.items()}
    rows = [
        Row(place, having[place.zone.pk], colours.get(part.parent_id, "hue-1") if part else "hue-1")
        for place in territory.places(zones, on)
        for part in [parts[place.zone.pk]]
    ]
    around = next((part.parent for part in parts.values() if part), None)
    beside = territory.within(around, on) if around else []
    drawing = territory.draw(
        f"Carte des intercommunalités {of(scale.name)}",
        [(row.zone, "ours", address(row.zone)) for row in rows],
        behind=[(p.zone, "other", address(p.zone)) for p in beside if p.zone.pk not in having],
        margin=0.35,
    )
    return Land(rows, drawing if rows else None, territory.summed(row.place for row in rows), [], since, is_known=True)


def without_local(on: date) -> list[Zone]:
    """EPCI, and islands in none, that no local organisation has that day."""
    parts = ZonePart.objects.on(on).filter(parent_kind=Kind.STRATEGIC)
    had = Coverage.objects.on(on).values("zone")
    rows = Zone.objects.on(on).filter(pk__in=parts.values("child")).exclude(pk__in=had)
    return list(rows.defer("outline", "icon").order_by("search"))


def attachable(scale: Organisation, on: date) -> list[Zone]:
    """What an organisation could be given: land that nobody has that day."""
    if scale.scale == Scale.LOCAL:
        return without_local(on)
    had = Coverage.objects.on(on).values("zone")
    rows = Zone.objects.on(on).filter(kind=Kind.STRATEGIC).exclude(pk__in=had)
    return list(rows.defer("outline", "icon").order_by("search"))
