"""A team: who holds which post, and who is the reference of which EPCI."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, HEAD, LOCAL, Organisations
from kevread.directory.facts_land import zones_by_grouping
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.seats.models import Body, Mandate, ZoneLead
from kevread.territory.models import Kind, Zone
from kevread.territory.queries import Drawing, draw, hues

from .composition import kept_registers, read_bodies


@dataclass(slots=True)
class Ground:
    """An EPCI or an island, the pôle that has it, and who is its reference."""

    zone: Zone
    grouping: UUID
    local: Organisation | None = None
    main: ZoneLead | None = None
    others: list[ZoneLead] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Team:
    posts: list  # groups of the organisation's own team, as `composition` reads them
    board: list  # those of its board
    body: Body | None
    grounds: list[Ground]
    shares: list[tuple[str, list[Ground]]]  # by grouping, at the head; all together elsewhere
    lacking: list[Ground]  # EPCI whose reference is nobody
    drawing: Drawing | None
    kept: bool  # the register of the team is kept that day, by the grouping concerned

    @property
    def is_filled(self) -> bool:
        """Somebody works there."""
        return any(line.holders for group in self.posts for line in group.lines)


def team_of(organisation: Organisation, actor: Actor, on: date, today: date) -> Team:
    """The number of queries is constant."""
    readings = read_bodies(organisation, actor, on, today)
    own = next((r for r in readings if r.body.kind == Body.Kind.TEAM), None)
    board = next((r for r in readings if r.body.kind == Body.Kind.BOARD), None)
    grounds = grounds_of(organisation, on)
    lacking = [ground for ground in grounds if ground.main is None and ground.zone.kind == Kind.EPCI]
    return Team(
        posts=own.groups if own else [],
        board=board.groups if board else [],
        body=own.body if own else None,
        grounds=grounds,
        shares=shares_of(organisation, grounds),
        lacking=lacking,
        drawing=drawing_of(organisation, grounds, on) if grounds else None,
        kept="team" in kept_registers(organisation, on) if organisation.scale != LOCAL else True,
    )


def shares_of(organisation: Organisation, grounds: list[Ground]) -> list[tuple[str, list[Ground]]]:
    if organisation.scale != HEAD:
        return [("", grounds)] if grounds else []
    groupings = Organisation.objects.filter(pk__in={ground.grouping for ground in grounds}).order_by("search", "slug")
    return [(g.name, [ground for ground in grounds if ground.grouping == g.pk]) for g in groupings]


def grounds_of(organisation: Organisation, on: date) -> list[Ground]:
    """The EPCI and islands of the scale: all of them at the head, those of its territory for a grouping, its own for a pôle."""
    by_zone: dict[UUID, UUID] = {}
    if organisation.scale == LOCAL:
        member = Affiliation.objects.on(on).filter(member=organisation, of__scale=GROUPING).order_by("pk").first()
        own = Coverage.objects.on(on).filter(organisation=organisation).values_list("zone", flat=True)
        by_zone = dict.fromkeys(own, member.of_id) if member else {}
    else:
        among = Organisations(None if organisation.scale == HEAD else frozenset({organisation.pk}))
        for grouping, zones in zones_by_grouping(on, among).items():
            by_zone |= dict.fromkeys(zones, grouping)
    there = Zone.objects.filter(pk__in=by_zone).defer("icon").order_by("search", "code")
    locals_ = {
        row.zone_id: row.organisation
        for row in Coverage.objects.on(on)
        .filter(zone__in=by_zone, organisation__scale=LOCAL)
        .select_related("organisation")
    }
    grounds = [Ground(zone, by_zone[zone.pk], locals_.get(zone.pk)) for zone in there]
    leads: dict[UUID, list[ZoneLead]] = defaultdict(list)
    held = ZoneLead.objects.on(on).filter(zone__in=by_zone, mandate__in=Mandate.objects.on(on))
    for lead in held.select_related("mandate__person", "mandate__seat__body").order_by("mandate__person__search", "pk"):
        leads[lead.zone_id].append(lead)
    for ground in grounds:
        ground.main = next((lead for lead in leads[ground.zone.pk] if lead.main), None)
        ground.others = [lead for lead in leads[ground.zone.pk] if not lead.main]
    return grounds


def drawing_of(organisation: Organisation, grounds: list[Ground], on: date) -> Drawing:
    """Each EPCI in the hue of its territory; dashed where nobody is its reference."""
    colours = hues(on)
    rows = Coverage.objects.on(on).filter(organisation__scale=GROUPING, zone__kind="strategic")
    hue = {grouping: colours.get(zone, "") for grouping, zone in rows.values_list("organisation_id", "zone_id")}

    def css(ground: Ground) -> str:
        lacks = ground.main is None and ground.zone.kind == Kind.EPCI
        return "lacking" if lacks else hue.get(ground.grouping, "hue-1")

    title = f"Carte des personnes référentes, {organisation.name}"
    return draw(title, [(ground.zone, css(ground), f"#epci-{ground.zone.code}") for ground in grounds])


def delegates_of(organisation: Organisation, on: date) -> list[Mandate]:
    """The posts of délégué·e of a team that day."""
    posts = Mandate.objects.on(on).filter(
        seat__body__organisation=organisation, seat__body__kind=Body.Kind.TEAM, seat__title="delegate"
    )
    return list(posts.select_related("person", "seat__body__organisation").order_by("person__search", "pk"))
