"""Questions about land. The number of queries never grows with the number of zones."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kevread.common.identifiers import compact
from kevread.common.words import plain, terms

from .models import Certainty, Figure, Kind, Zone, ZonePart
from .rules import Label, labels_in, parse_box, view_around

# Every commune that lies in a zone that day, however deep, with its last figures known by then.
TOTALS = """
WITH RECURSIVE inside (root, zone) AS (
    SELECT id, id FROM territory_zone WHERE id = ANY(%(zones)s)
    UNION
    SELECT inside.root, part.child_id
    FROM inside JOIN territory_zonepart part ON part.parent_id = inside.zone AND part.period @> %(on)s::date
), known AS (
    SELECT DISTINCT ON (zone_id, measure) zone_id, measure, value
    FROM territory_figure WHERE year <= %(year)s ORDER BY zone_id, measure, year DESC
)
SELECT inside.root, count(*) FILTER (WHERE zone.kind = 'epci'), count(*) FILTER (WHERE zone.kind = 'commune'),
    sum(population.value), sum(area.value)
FROM inside
JOIN territory_zone zone ON zone.id = inside.zone AND zone.kind IN ('commune', 'epci')
LEFT JOIN known population ON population.zone_id = zone.id AND population.measure = 'population'
LEFT JOIN known area ON area.zone_id = zone.id AND area.measure = 'area'
GROUP BY inside.root
"""


@dataclass(frozen=True, slots=True)
class Known:
    """How well several links are known: how many are documented, deduced, supposed."""

    counts: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, certainties: Iterable[str]) -> "Known":
        counts = Counter(certainties)
        return cls(tuple((word, counts[word]) for word in Certainty.values if counts[word]))

    @classmethod
    def together(cls, several: "Iterable[Known]") -> "Known":
        return cls.of(word for known in several for word, count in known.counts for _ in range(count))

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def weakest(self) -> str:
        """How well all of them are known at least: what one may say of the whole. Empty when there is none."""
        return self.counts[-1][0] if self.counts else ""

    @property
    def has_deduced(self) -> bool:
        return any(word == Certainty.DEDUCED for word, _ in self.counts)

    @property
    def is_uniform(self) -> bool:
        """All are known alike: said once of all, it need not be said of each."""
        return len(self.counts) <= 1

    @property
    def words(self) -> list[tuple[str, int]]:
        return [(Certainty(word).label, count) for word, count in self.counts]


NOTHING = Known()  # nothing to know of


@dataclass(frozen=True, slots=True)
class Place:
    """A zone with its figures, summed from its communes, and how well it is known to be where it is."""

    zone: Zone
    epci: int = 0
    communes: int = 0
    population: int | None = None
    hectares: int | None = None
    certainty: str = ""
    source: str = ""
    known: Known = NOTHING  # the links that make a strategic territory

    @property
    def km2(self) -> Decimal | None:
        """Whole square kilometres, with one decimal under ten."""
        if self.hectares is None:
            return None
        area = Decimal(self.hectares) / 100
        return round(area, 1) if area < 10 else round(area, 0)


def known_since() -> date | None:
    """The first day on which we know what lies in what. Before it, the map is unknown, not empty."""
    first = ZonePart.objects.order_by("period").first()
    return first.dates.start if first else None


def by_code(code: str, on: date) -> Zone | None:
    """The zone that bears this code that day. Codes of communes, EPCI, départements and territories never meet."""
    return Zone.objects.on(on).filter(code=code).order_by("kind").first()


def places(zones: Iterable[Zone], on: date) -> list[Place]:
    """These zones with their figures, in one query."""
    rows = list(zones)
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, {"zones": [zone.pk for zone in rows], "on": on, "year": on.year})
        sums = {row[0]: row[1:] for row in cursor.fetchall()}
    found = []
    for zone in rows:
        epci, communes_, people, land = sums.get(zone.pk, (0, 0, None, None))
        found.append(
            Place(zone, epci, communes_, None if people is None else int(people), None if land is None else int(land))
        )
    return found


def summed(rows: Iterable[Place]) -> Place | None:
    """The whole of several places. An unknown figure makes the sum unknown."""
    places_ = list(rows)
    if not places_:
        return None

    def total(figures: list[int | None]) -> int | None:
        return None if None in figures else sum(figure for figure in figures if figure is not None)

    return Place(
        zone=places_[0].zone,
        epci=sum(place.epci for place in places_),
        communes=sum(place.communes for place in places_),
        population=total([place.population for place in places_]),
        hectares=total([place.hectares for place in places_]),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """The strategic territories, drawn and counted; `since` is the first day on which the map is known."""

    drawing: "Drawing | None"
    places: list[Place]
    total: Place | None
    hues: dict[UUID, str]
    since: date | None
    is_known: bool

    @property
    def known(self) -> Known:
        return Known.together(place.known for place in self.places)


def overview(on: date, address: Callable[[Zone], str]) -> Overview:
    """The whole map that day: 5 queries."""
    since = known_since()
    if since is None or on < since:
        return Overview(None, [], None, {}, since, is_known=False)
    made = links_known(on)
    rows = [replace(place, known=made.get(place.zone.pk, NOTHING)) for place in places(strategic_territories(on), on)]
    colours = hues(on)
    drawing = draw(
        "Carte des territoires stratégiques", [(row.zone, colours[row.zone.pk], address(row.zone)) for row in rows]
    )
    return Overview(drawing, rows, summed(rows), colours, since, is_known=bool(rows))


def links_known(on: date) -> dict[UUID, Known]:
    """For each strategic territory, how well it is known what lies in it that day. Nothing before the map is known."""
    found: dict[UUID, list[str]] = {}
    rows = ZonePart.objects.on(on).filter(parent_kind=Kind.STRATEGIC).values_list("parent_id", "certainty")
    for parent, certainty in rows:
        found.setdefault(parent, []).append(certainty)
    return {parent: Known.of(certainties) for parent, certainties in found.items()}


def strategic_territories(on: date) -> QuerySet[Zone]:
    return Zone.objects.on(on).filter(kind=Kind.STRATEGIC).order_by("search")


def within(zone: Zone, on: date) -> list[Place]:
    """What lies in a zone, with its figures and how well each link is known: 2 queries."""
    parts = list(ZonePart.objects.on(on).filter(parent=zone).select_related("child").order_by("child__search"))
    parts.sort(key=lambda part: plain(part.child.label))
    found = {place.zone.pk: place for place in places([part.child for part in parts], on)}
    return [replace(found[part.child_id], certainty=part.certainty, source=part.source) for part in parts]


def around(zones: Sequence[Zone], on: date) -> dict[UUID, dict[str, ZonePart]]:
    """For each zone, the zones it lies in by kind, through its EPCI if need be: 2 queries, whatever their number."""
    found: dict[UUID, dict[str, ZonePart]] = {zone.pk: {} for zone in zones}
    direct = parts_of([zone.pk for zone in zones], on)
    for part in direct:
        found[part.child_id][part.parent_kind] = part
    above = {part.child_id: part for part in parts_of([p.parent_id for p in direct if p.parent_kind == Kind.EPCI], on)}
    for links in found.values():
        epci = links.get(Kind.EPCI)
        if epci and epci.parent_id in above:
            links.setdefault(Kind.STRATEGIC, above[epci.parent_id])
    return found


def parts_of(children: list[UUID], on: date) -> list[ZonePart]:
    rows = ZonePart.objects.on(on).filter(child__in=children).select_related("parent")
    return list(rows.defer("parent__outline", "parent__icon").order_by("pk"))


def communes(text: str, on: date, limit: int = 12) -> list[Zone]:
    """Communes whose name holds these words; those that begin so come first, then the shortest."""
    return named(Kind.COMMUNE, text, on, limit)


def epci(text: str, on: date, limit: int = 12) -> list[Zone]:
    """EPCI whose name holds these words, or whose SIREN, which is their code, is this number."""
    number = compact(text)
    if len(number) == 9 and number.isdecimal():
        return list(Zone.objects.on(on).filter(kind=Kind.EPCI, code=number).defer("outline", "icon").order_by("pk"))
    return named(Kind.EPCI, text, on, limit)


@dataclass(frozen=True, slots=True)
class KnownLand:
    """How far what is known of communes goes: how many, in which départements."""

    communes: int
    where: str


def known_land(on: date) -> KnownLand:
    """Two queries."""
    there = Zone.objects.on(on)
    names = there.filter(kind=Kind.DEPARTEMENT).order_by("code").values_list("name", flat=True)
    return KnownLand(there.filter(kind=Kind.COMMUNE).count(), ", ".join(names))


def named(kind: str, text: str, on: date, limit: int) -> list[Zone]:
    rows = Zone.objects.on(on).filter(kind=kind).matching(text).defer("outline", "icon")
    words = terms(text)
    if not words:
        return []
    found = sorted(rows[:400], key=lambda zone: (not zone.search.startswith(words[0]), len(zone.search), zone.search))
    return found[:limit]


def whole_figures(zone: Zone, on: date) -> dict[str, int]:
    """The figures of the whole of an EPCI that reaches outside the federation's land. Empty for the others."""
    rows = Figure.objects.filter(zone=zone, measure__endswith="_whole", year__lte=on.year).order_by("year")
    return {row.measure.removesuffix("_whole"): row.value for row in rows}


def acknowledgements(on: date) -> list[str]:
    """Where the figures known that day come from, to be credited beside the map."""
    rows = Figure.objects.filter(year__lte=on.year, measure__in=("population", "area"))
    latest = rows.order_by("measure", "-year").distinct("measure")
    return list(latest.values_list("source", flat=True))


# The drawing.


@dataclass(frozen=True, slots=True)
class Shape:
    """A zone on the map: `ui/map.html` draws it."""

    name: str
    outline: str
    css: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map. `box` is the viewBox: that is how one zooms."""

    title: str
    box: str
    size: int
    zones: list[Shape]
    labels: list[Label]
    boundaries: list[str]


def draw(
    title: str,
    shapes: Sequence[tuple[Zone, str, str]],
    *,
    behind: Sequence[tuple[Zone, str, str]] = (),
    focus: Sequence[Zone] = (),
    boundaries: Sequence[Zone] = (),
    margin: float = 0.04,
    named: bool = True,
) -> Drawing:
    """Draw zones, each with its class and its address, over the zones `behind`, looking at `focus` (all of them if none); and
    write their names, where they find room."""
    looked_at = focus or [zone for zone, _, _ in shapes]
    x, y, width, height = view_around([zone.box for zone in looked_at], margin)
    size = max(width, height) // 52
    drawn = [zone for zone in [*behind, *shapes] if zone[0].outline]
    return Drawing(
        title=title,
        box=f"{x} {y} {width} {height}",
        size=size,
        zones=[Shape(zone.name, zone.outline, css, url) for zone, css, url in drawn],
        labels=labels_in(
            (
                (zone.label, (zone.label_x, zone.label_y), parse_box(zone.box))
                for zone, css, _ in sorted(shapes, key=lambda shape: (shape[1] != "ours", -extent(shape[0])))
                if named and zone.label_x is not None and zone.label_y is not None and zone.box
            ),
            size,
        ),
        boundaries=[zone.outline for zone in boundaries if zone.outline],
    )


def extent(zone: Zone) -> int:
    """How large its box is: the largest are named first."""
    if not zone.box:
        return 0
    _, _, width, height = parse_box(zone.box)
    return width * height


def hues(on: date) -> dict[UUID, str]:
    """The class that colours each strategic territory, always the same: it identifies, it never judges."""
    keys = Zone.objects.on(on).filter(kind=Kind.STRATEGIC).order_by("code").values_list("pk", flat=True)
    return {key: f"hue-{rank % 5 + 1}" for rank, key in enumerate(keys)}
