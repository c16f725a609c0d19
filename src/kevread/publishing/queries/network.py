"""What the public sees of the network: what it is and covers, never faults nor people."""

from dataclasses import dataclass
from datetime import date

from kevread.common.facts import GROUPING, HEAD, LOCAL
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.seats.models import Body
from kevread.territory.models import Kind, Zone
from kevread.territory.queries import NOTHING, Known, known_since, links_known, places, strategic_territories, summed


@dataclass(frozen=True, slots=True)
class Drawn:
    """A strategic territory on the map, and the organisation whose it is."""

    zone: Zone
    holder: Organisation | None
    known: Known  # how well it is known what lies in it


@dataclass(frozen=True, slots=True)
class Front:
    head: Organisation | None
    zones: list[Drawn]
    box: str
    groupings: list[Organisation]
    locals: int
    communes: int
    inhabitants: int | None
    known: Known

    @property
    def is_empty(self) -> bool:
        """Founded, and nobody opened anything yet."""
        return self.head is not None and not self.groupings and not self.locals


def front(on: date) -> Front:
    """The front page: of the communes, what is known of that day, as on the map. A constant number of queries."""
    network = list(Organisation.objects.on(on).exclude(scale="").order_by("search", "slug"))
    since = known_since()
    territories = list(strategic_territories(on).order_by("code")) if since and since <= on else []
    holders = {
        link.zone_id: link.organisation
        for link in Coverage.objects.on(on).filter(zone__kind=Kind.STRATEGIC).select_related("organisation")
    }
    made = links_known(on)
    zones = [Drawn(zone, holders.get(zone.pk), made.get(zone.pk, NOTHING)) for zone in territories]
    lived = [zone for zone in territories if zone.pk in holders]  # where somebody is open: of the rest, nothing is said
    whole = summed(places(lived, on)) if lived else None
    return Front(
        head=next((o for o in network if o.scale == HEAD), None),
        zones=zones,
        box=union_box([drawn.zone.box for drawn in zones]),
        groupings=[o for o in network if o.scale == GROUPING],
        locals=sum(1 for o in network if o.scale == LOCAL),
        communes=whole.communes if whole else 0,
        inhabitants=whole.population if whole else None,
        known=Known.together(made.values()),
    )


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
    of: list[Affiliation]
    members: list[Affiliation]
    coverage: list[Coverage]
    bodies: list[Body]
    outlines: Known  # of the strategic territories among its coverage
    held: Known  # of the rest


def presentation(organisation: Organisation, on: date) -> Presentation:
    """The public page of an organisation on a day. A constant number of queries."""
    links = Affiliation.objects.on(on).exclude(member__scale="").exclude(of__scale="").select_related("member", "of")
    statutory = organisation.names.on(on).filter(kind="statutory").values_list("text", flat=True).first()
    coverage = list(
        Coverage.objects.on(on).filter(organisation=organisation).select_related("zone").order_by("zone__search")
    )
    made = links_known(on)
    drawn = [link for link in coverage if link.zone.kind == Kind.STRATEGIC]
    return Presentation(
        organisation=organisation,
        statutory=statutory or "",
        of=list(links.filter(member=organisation).order_by("of__search")),
        members=list(links.filter(of=organisation, member__scale__in=below(organisation)).order_by("member__search")),
        coverage=coverage,
        outlines=Known.together(made.get(link.zone_id, NOTHING) for link in drawn),
        held=Known.of(link.certainty for link in coverage if link not in drawn),
        bodies=list(Body.objects.on(on).filter(organisation=organisation).exclude(kind=Body.Kind.TEAM)
                    .order_by("rank", "name", "pk")),
    )  # fmt: skip


def below(organisation: Organisation) -> list[str]:
    return [GROUPING] if organisation.scale == HEAD else [LOCAL]
