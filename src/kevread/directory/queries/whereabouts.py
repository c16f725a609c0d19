"""Where a page is: the trail above it, and the switcher that leads elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When

from kevread.directory.models import Affiliation, Coverage, Organisation, Scale
from kevread.journal.memory import Memory
from kevread.territory.models import Kind, Zone
from kevread.territory.rules import view_around
from kevread.ui.switching import Drawn, draw

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


@dataclass(frozen=True)
class Switcher:
    box: str
    head: Somewhere | None
    groupings: tuple[Somewhere, ...]
    locals: tuple[Somewhere, ...]

    @property
    def is_drawn(self) -> bool:
        """Whether the groupings have a shape: a federation may have no map."""
        return any(place.outline for place in self.groupings)

    @cached_property
    def drawn(self) -> Drawn:
        return draw(self)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Of a page: the trail from the head of network down to here, (name, slug); the key of each place, by its slug; the
    switcher, None when there is nothing to switch to."""

    trail: tuple[tuple[str, str], ...]
    keys: Mapping[str, UUID]
    switcher: Switcher | None


KNOWN = Memory[Whereabouts](250)
# Drawing costs more than asking, and most acts move no place: what shows the same is drawn once, whatever the state.
ALIKE = Memory[Switcher](60)


def known_whereabouts(state: str | None, scale: Organisation | None, on: date) -> Whereabouts:
    """What this process knows already of that day, in this state. The same for everybody: places are public."""
    return KNOWN.in_state(state, (on, scale.pk if scale else None), lambda: whereabouts(scale, on))


def whereabouts(scale: Organisation | None, on: date) -> Whereabouts:
    """Two queries."""
    places = network(on, scale)
    return Whereabouts(
        trail=tuple(trail(places) or ([(scale.name, scale.slug)] if scale else [])),
        keys={place.slug: place.key for place in places},
        switcher=switcher(places, on) if len(places) > 1 else None,
    )


def trail(places: list[Somewhere]) -> list[tuple[str, str]]:
    here = next((place for place in places if place.current), None)
    if here is None:
        return []
    heads = [place for place in places if place.scale == Scale.HEAD]
    above = [place for place in places if place.slug == here.grouping]
    way = {place.slug: place.name for place in [*heads, *above, here]}
    return [(name, slug) for slug, name in way.items()]


def switcher(places: list[Somewhere], on: date) -> Switcher:
    drawn = {
        row.organisation.slug: row.zone
        for row in Coverage.objects.on(on)
        .filter(zone__kind=Kind.STRATEGIC, organisation__scale=Scale.GROUPING)
        .select_related("zone", "organisation")
        .defer("zone__outline")
    }
    above = next((place.grouping for place in places if place.current), "")
    made = Switcher(
        box=" ".join(str(number) for number in view_around([zone.box for zone in drawn.values()], margin=0.02)),
        head=next((place for place in places if place.scale == Scale.HEAD), None),
        groupings=tuple(
            drawn_as(drawn.get(place.slug), place, ours=place.current or place.slug == above)
            for place in places
            if place.scale == Scale.GROUPING
        ),
        locals=tuple(place for place in places if place.scale == Scale.LOCAL),
    )
    if (alike := ALIKE.recall("any", made)) is None:
        ALIKE.keep("any", made, alike := made)
    return alike


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
