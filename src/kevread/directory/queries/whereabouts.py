"""Where a page is: the trail above it, and the switcher that leads elsewhere."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When

from kevread.directory.models import Affiliation, Coverage, Organisation, Scale
from kevread.territory.models import Kind, Zone
from kevread.territory.rules import view_around

RANKS = {Scale.HEAD: 0, Scale.GROUPING: 1, Scale.LOCAL: 2}
IN_SWITCHER = 400  # organisations listed in the switcher; beyond, one searches


@dataclass(frozen=True, slots=True)
class Somewhere:
    """An organisation of the network, as the switcher shows it."""

    key: UUID
    slug: str
    name: str
    scale: str
    grouping: str = ""
    outline: str = ""
    icon: str = ""
    current: bool = False
    ours: bool = False  # the grouping of the page, or that of its local
    x: int | None = None
    y: int | None = None


@dataclass(frozen=True, slots=True)
class Switcher:
    box: str
    head: Somewhere | None
    groupings: list[Somewhere]
    locals: list[Somewhere]

    @property
    def is_drawn(self) -> bool:
        """Whether the groupings have a shape: a federation may have no map."""
        return any(place.outline for place in self.groupings)


@dataclass(slots=True)
class Whereabouts:
    """The trail and the switcher of a page, from two queries, made when they are first asked for."""

    scale: Organisation | None
    on: date
    _places: list[Somewhere] | None = field(default=None)

    def places(self) -> list[Somewhere]:
        if self._places is None:
            self._places = network(self.on, self.scale)
        return self._places

    def trail(self) -> list[tuple[str, str]]:
        """From the head of network down to here: (name, slug)."""
        here = next((place for place in self.places() if place.current), None)
        if here is None:
            return [(self.scale.name, self.scale.slug)] if self.scale else []
        heads = [place for place in self.places() if place.scale == Scale.HEAD]
        above = [place for place in self.places() if place.slug == here.grouping]
        way = {place.slug: place.name for place in [*heads, *above, here]}
        return [(name, slug) for slug, name in way.items()]

    def keys(self) -> dict[str, UUID]:
        return {place.slug: place.key for place in self.places()}

    def switcher(self) -> Switcher | None:
        """None when there is nothing to switch to."""
        if len(self.places()) < 2:
            return None
        drawn = {
            row.organisation.slug: row.zone
            for row in Coverage.objects.on(self.on)
            .filter(zone__kind=Kind.STRATEGIC, organisation__scale=Scale.GROUPING)
            .select_related("zone", "organisation")
            .defer("zone__outline")
        }
        above = next((place.grouping for place in self.places() if place.current), "")
        return Switcher(
            box=" ".join(str(number) for number in view_around([zone.box for zone in drawn.values()], margin=0.02)),
            head=next((place for place in self.places() if place.scale == Scale.HEAD), None),
            groupings=[
                drawn_as(drawn.get(place.slug), place, ours=place.current or place.slug == above)
                for place in self.places()
                if place.scale == Scale.GROUPING
            ],
            locals=[place for place in self.places() if place.scale == Scale.LOCAL],
        )


def network(on: date, here: Organisation | None) -> list[Somewhere]:
    """The organisations of the network that day, from the head down; each pôle knows its grouping. One query."""
    grouping = Affiliation.objects.on(on).filter(member=OuterRef("pk"), of__scale=Scale.GROUPING).order_by("period")
    rows = (
        Organisation.objects.on(on)
        .at_scale(*Scale.values)
        .annotate(rank=rank(), grouping=Subquery(grouping.values("of__slug")[:1]))
        .order_by("rank", "search", "pk")
        .values_list("pk", "slug", "name", "scale", "grouping")
    )
    return [
        Somewhere(key, slug, name, scale, above or "", current=bool(here and here.slug == slug))
        for key, slug, name, scale, above in rows[:IN_SWITCHER]
    ]


def rank() -> Case:
    whens = [When(scale=scale, then=Value(number)) for scale, number in RANKS.items()]
    return Case(*whens, default=Value(9), output_field=IntegerField())


def drawn_as(zone: Zone | None, place: Somewhere, *, ours: bool) -> Somewhere:
    if zone is None:
        return replace(place, ours=ours)
    return replace(place, ours=ours, outline=zone.icon, icon=zone.icon, x=zone.label_x, y=zone.label_y)
