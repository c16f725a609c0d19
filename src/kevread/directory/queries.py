"""Questions about who is who. The number of queries never grows with the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When

from kevread.common.actor import Actor
from kevread.common.words import terms
from kevread.journal.models import Act, Change
from kevread.journal.queries import acts_about
from kevread.territory import queries as territory
from kevread.territory.models import Kind, Zone, ZonePart
from kevread.territory.rules import view_around

from .models import Affiliation, Capacity, Coverage, Name, Organisation, Person, Scale

RANKS = {Scale.HEAD: 0, Scale.GROUPING: 1, Scale.LOCAL: 2}
ENOUGH = 1000  # beyond, a count says « plus de 1 000 »: counting all would cost more than the page
IN_SWITCHER = 400  # organisations listed in the switcher; beyond, one searches


# Where one is.


@dataclass(frozen=True, slots=True)
class Somewhere:
    """An organisation of the network, as the switcher shows it."""

    slug: str
    name: str
    scale: str
    grouping: str = ""
    outline: str = ""
    current: bool = False
    x: int | None = None
    y: int | None = None


@dataclass(frozen=True, slots=True)
class Switcher:
    box: str
    head: Somewhere | None
    groupings: list[Somewhere]
    locals: list[Somewhere]


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
        return Switcher(
            box=" ".join(str(number) for number in view_around([zone.box for zone in drawn.values()], margin=0.02)),
            head=next((place for place in self.places() if place.scale == Scale.HEAD), None),
            groupings=[
                with_outline(place, drawn.get(place.slug)) for place in self.places() if place.scale == Scale.GROUPING
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
        .values_list("slug", "name", "scale", "grouping")
    )
    return [
        Somewhere(slug, name, scale, above or "", current=bool(here and here.slug == slug))
        for slug, name, scale, above in rows[:IN_SWITCHER]
    ]


def rank() -> Case:
    whens = [When(scale=scale, then=Value(number)) for scale, number in RANKS.items()]
    return Case(*whens, default=Value(9), output_field=IntegerField())


def with_outline(place: Somewhere, zone: Zone | None) -> Somewhere:
    if zone is None:
        return place
    return Somewhere(
        place.slug, place.name, place.scale, place.grouping, zone.icon, place.current, zone.label_x, zone.label_y
    )


# Finding.


@dataclass(frozen=True, slots=True)
class Found:
    """What answers to some words. `more` says which lists go on."""

    text: str
    organisations: list[Organisation]
    people: list[Person]
    communes: list["Located"]
    more: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.organisations or self.people or self.communes)


@dataclass(frozen=True, slots=True)
class Located:
    """A commune, its EPCI, and who has it: the pôle, the grouping, each as well known as it is."""

    zone: Zone
    epci: ZonePart | None
    strategic: ZonePart | None
    local: Coverage | None
    grouping: Coverage | None


def find(actor: Actor, text: str, on: date, limit: int = 25) -> Found:
    """People (for those within), organisations and communes. At most 7 queries."""
    if not terms(text):
        return Found(text, [], [], [])
    organisations = list(best(Organisation.objects.visible_to(actor).on(on).matching(text), limit + 1))
    people = list(best(Person.objects.visible_to(actor).matching(text), limit + 1))
    zones = territory.communes(text, on, limit + 1)
    lists = {"organisations": organisations, "people": people, "communes": zones}
    more = frozenset(name for name, rows in lists.items() if len(rows) > limit)
    return Found(text, organisations[:limit], people[:limit], located(zones[:limit], on), more)


def best(rows: QuerySet, limit: int) -> QuerySet:
    """The first rows by name. Sorted by an expression and not by the column, so that PostgreSQL filters by the trigrams
    and then sorts, instead of walking the whole index of names until it meets enough of them."""
    key = Func(F("search"), Value(""), template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())
    return rows.order_by(key, "pk")[:limit]


def located(zones: list[Zone], on: date) -> list[Located]:
    """Who has these communes: 4 queries, whatever their number."""
    if not zones:
        return []
    links = territory.around(zones, on)
    covering = coverage_of({key for links_ in links.values() for key in (p.parent_id for p in links_.values())}, on)
    covering |= coverage_of({zone.pk for zone in zones}, on)
    rows = []
    for zone in zones:
        epci, strategic = links[zone.pk].get(Kind.EPCI), links[zone.pk].get(Kind.STRATEGIC)
        rows.append(
            Located(
                zone=zone,
                epci=epci,
                strategic=strategic,
                local=covering.get(zone.pk) or (covering.get(epci.parent_id) if epci else None),
                grouping=covering.get(strategic.parent_id) if strategic else None,
            )
        )
    return rows


def coverage_of(zones: Iterable[UUID], on: date) -> dict[UUID, Coverage]:
    """Who has these zones that day."""
    rows = Coverage.objects.on(on).filter(zone__in=set(zones)).select_related("organisation")
    return {row.zone_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a long list, by keyset: it costs the same at the end as at the beginning."""

    rows: list
    count: int
    is_bounded: bool
    after: str = ""


def people(actor: Actor, text: str, after: str = "", size: int = 25) -> Page:
    """People that this actor may see, by family name. `after` is the key of the last one seen."""
    rows = Person.objects.visible_to(actor).matching(text)
    count = rows.order_by()[: ENOUGH + 1].count()
    last = Person.objects.filter(pk=after).values_list("search", "pk").first() if is_key(after) else None
    if last:
        rows = rows.filter(Q(search__gt=last[0]) | Q(search=last[0], pk__gt=last[1]))
    found = list(best(rows, size + 1) if text else rows.order_by("search", "pk")[: size + 1])
    return Page(
        rows=found[:size],
        count=min(count, ENOUGH),
        is_bounded=count > ENOUGH,
        after=str(found[size - 1].pk) if len(found) > size else "",
    )


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


# Organisations.


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation in the directory of another: by its affiliation, or because the head keeps everybody's."""

    organisation: Organisation
    affiliation: Affiliation | None = None
    capacities: tuple[Capacity, ...] = ()


def directory_of(scale: Organisation, on: date, actor: Actor, text: str = "", size: int = 200) -> list[Member]:
    """The members of an organisation that day; for the head, everybody. 3 queries at most."""
    visible = Organisation.objects.visible_to(actor).on(on).matching(text)
    links = {row.member_id: row for row in Affiliation.objects.on(on).filter(of=scale)}
    if scale.scale != Scale.HEAD:
        visible = visible.filter(pk__in=list(links))
    rows = list(visible.exclude(pk=scale.pk).annotate(rank=rank()).order_by("rank", "search", "pk")[:size])
    capacities: dict[UUID, list[Capacity]] = {}
    for capacity in Capacity.objects.on(on).filter(organisation__in=rows).order_by("kind"):
        capacities.setdefault(capacity.organisation_id, []).append(capacity)
    return [Member(row, links.get(row.pk), tuple(capacities.get(row.pk, ()))) for row in rows]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of an organisation on a day."""

    organisation: Organisation
    names: list[Name]
    capacities: list[Capacity]
    affiliations: list[Affiliation]
    members: list[Affiliation]
    coverage: list[Coverage]


def sheet(organisation: Organisation, on: date, actor: Actor) -> Sheet:
    """Names with their whole history; the rest as it is that day. 5 queries."""
    visible = Organisation.objects.visible_to(actor)
    links = Affiliation.objects.on(on)
    members = links.filter(of=organisation, member__in=visible).select_related("member")
    return Sheet(
        organisation=organisation,
        names=list(organisation.names.order_by("kind", "-period")),
        capacities=list(organisation.capacities.on(on).order_by("kind", "period")),
        affiliations=list(links.filter(member=organisation).select_related("of").order_by("of__search")),
        members=list(members.annotate(rank=member_rank()).order_by("rank", "member__search")),
        coverage=list(
            organisation.coverage.on(on).select_related("zone").defer("zone__outline").order_by("zone__search")
        ),
    )


def member_rank() -> Case:
    whens = [When(member__scale=scale, then=Value(number)) for scale, number in RANKS.items()]
    return Case(*whens, default=Value(9), output_field=IntegerField())


VERBS = {
    "load_network": "Chargement du réseau",
    "register_organisation": "Inscription d’une organisation",
    "amend_organisation": "Fiche corrigée",
    "rename": "Nouveau nom",
    "add_capacity": "Nouvelle qualité",
    "end_capacity": "Fin d’une qualité",
    "affiliate": "Adhésion inscrite",
    "end_affiliation": "Fin d’une adhésion",
    "cover_zone": "Territoire rattaché",
    "end_coverage": "Fin d’un rattachement",
    "register_person": "Personne inscrite",
    "amend_person": "Fiche de personne corrigée",
}


def history(organisation: Organisation, limit: int = 20) -> list[tuple[str, Act]]:
    """The last acts of the directory about an organisation, in words. Acts of other rooms have their own screens."""
    acts = acts_about(organisation.pk, limit * 3)
    return [(VERBS[act.verb], act) for act in acts if act.verb in VERBS][:limit]


def registered_by(person: Person) -> UUID | None:
    """The organisation within which a person was registered. None: by a load of the whole federation."""
    change = Change.objects.filter(row=person.pk, before__isnull=True).select_related("act").order_by("pk").first()
    return change.act.organisation if change else None
