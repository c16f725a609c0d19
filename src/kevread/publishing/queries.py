"""What the public sees of the network: what it is and covers, never faults nor people."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kevread.common.facts import GROUPING, HEAD, LOCAL
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.seats.models import Body
from kevread.territory.models import Figure, Kind, Zone


@dataclass(frozen=True, slots=True)
class Drawn:
    """A strategic territory on the map, and the organisation whose it is."""

    zone: Zone
    holder: Organisation | None


@dataclass(frozen=True, slots=True)
class Front:
    head: Organisation | None
    zones: list[Drawn]
    box: str
    groupings: list[Organisation]
    locals: int
    communes: int
    inhabitants: int

    @property
    def is_empty(self) -> bool:
        """Founded, and nobody opened anything yet."""
        return self.head is not None and not self.groupings and not self.locals


def front(on: date) -> Front:
    """The front page. A constant number of queries."""
    network = list(Organisation.objects.on(on).exclude(scale="").order_by("search", "slug"))
    drawn = Zone.objects.on(on).filter(kind=Kind.STRATEGIC).order_by("code")
    holders = {
        link.zone_id: link.organisation
        for link in Coverage.objects.on(on).filter(zone__kind=Kind.STRATEGIC).select_related("organisation")
    }
    zones = [Drawn(zone, holders.get(zone.pk)) for zone in drawn]
    measured = dict(
        Figure.objects.filter(zone__kind=Kind.COMMUNE, measure="population")
        .values_list("measure")
        .annotate(Count("zone", distinct=True))
    )
    return Front(
        head=next((o for o in network if o.scale == HEAD), None),
        zones=zones,
        box=union_box([drawn.zone.box for drawn in zones]),
        groupings=[o for o in network if o.scale == GROUPING],
        locals=sum(1 for o in network if o.scale == LOCAL),
        communes=measured.get("population", 0),
        inhabitants=inhabitants(on),
    )


def inhabitants(on: date) -> int:
    """The people of the communes, by the last figures known."""
    rows = Figure.objects.filter(zone__kind=Kind.COMMUNE, measure="population").order_by("zone", "-year")
    return sum(rows.distinct("zone").values_list("value", flat=True))


def union_box(boxes: list[str]) -> str:
    """The smallest box that holds them all, as « x y width height ».

    >>> union_box(["0 0 10 10", "5 5 10 20"])
    '0 0 15 25'
    """
    numbers = [tuple(map(int, box.split())) for box in boxes if box]
    if not numbers:
        return "0 0 1 1"
    left, top = min(n[0] for n in numbers), min(n[1] for n in numbers)
    right, bottom = max(n[0] + n[2] for n in numbers), max(n[1] + n[3] for n in numbers)
    return f"{left} {top} {right - left} {bottom - top}"


@dataclass(frozen=True, slots=True)
class Presentation:
    """What an organisation of the network is: its names, of whom it is a member, its members, its territory. Who sits
    there is said by each of its bodies, and there alone."""

    organisation: Organisation
    statutory: str
    of: list[Organisation]
    members: list[Organisation]
    coverage: list[Coverage]
    bodies: list[Body]


def presentation(organisation: Organisation, on: date) -> Presentation:
    """The public page of an organisation on a day. A constant number of queries."""
    links = Affiliation.objects.on(on).exclude(member__scale="").exclude(of__scale="").select_related("member", "of")
    statutory = organisation.names.on(on).filter(kind="statutory").values_list("text", flat=True).first()
    return Presentation(
        organisation=organisation,
        statutory=statutory or "",
        of=[link.of for link in links.filter(member=organisation).order_by("of__search")],
        members=[link.member for link in links.filter(of=organisation, member__scale__in=below(organisation))
                 .order_by("member__search")],
        coverage=list(Coverage.objects.on(on).filter(organisation=organisation)
                      .select_related("zone").order_by("zone__search")),
        bodies=list(Body.objects.on(on).filter(organisation=organisation).exclude(kind=Body.Kind.TEAM)
                    .order_by("rank", "name", "pk")),
    )  # fmt: skip


def below(organisation: Organisation) -> list[str]:
    return [GROUPING] if organisation.scale == HEAD else [LOCAL]
