"""What an organisation prints of its seats, on a day: its officers, how it governs itself, who does what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.directory.models import Affiliation, Organisation, Scale
from kevread.documents.contracts import Signatory
from kevread.documents.queries import letterhead
from kevread.seats.models import Body
from kevread.seats.papers import (
    BodyDrawn,
    Branch,
    Chart,
    Governance,
    LevelDrawn,
    Officer,
    Officers,
    OfficersOf,
    Post,
    SeatsOf,
)
from kevread.seats.rules import title_of

from .composition import read_bodies
from .reading import Group, Holder, Line, Reading
from .teams import Team, grounds_of

LEADING = (Body.Kind.BOARD, Body.Kind.BUREAU)
NOT_KEPT = "Ce registre n’est pas tenu à cette date : ce qui n’y est pas écrit n’est pas dit vacant."
# The tiers of a diagram, from the widest; those of the spaces of a head come from their level.
TIERS = {
    "assembly": "Tous les membres",
    "leading": "Élu·es pour conduire l’organisation",
    "political": "Espaces du niveau politique",
    "strategic": "Espaces du niveau stratégique",
    "operational": "Espaces du niveau opérationnel",
    "space": "Espaces et groupes",
    "team": "L’équipe",
}


def officers_paper(organisation: Organisation, actor: Actor, on: date, today: date) -> Officers:
    """The board and the bureau, as the administration and banks ask for them. A constant number of queries."""
    readings = [r for r in read_bodies(organisation, actor, on, today) if r.body.kind in LEADING]
    presidents = [h for r in readings[:1] for g in r.groups if g.seat.title == "president" for h in holders_of(g)]
    return Officers(
        letterhead=letterhead(organisation, on),
        on=on,
        bodies=tuple(
            OfficersOf(
                body=reading.body.name,
                officers=tuple(officer(group, holder) for group in reading.groups for holder in holders_of(group)),
                vacancies=vacancies_of(reading),
            )
            for reading in readings
        ),
        signatories=tuple(Signatory(name=holder.face.name, quality=title_of("Présidence")) for holder in presidents),
    )


def holders_of(group: Group) -> list[Holder]:
    return [holder for line in group.lines for holder in line.holders]


def officer(group: Group, holder: Holder) -> Officer:
    dates = holder.mandate.dates
    return Officer(
        name=holder.face.name,
        function=title_of(group.seat.name),
        represents=holder.on_behalf,
        since=dates.start,
        until=dates.last,
    )


def vacancies_of(reading: Reading) -> tuple[str, ...]:
    if not reading.kept_since:
        return (NOT_KEPT,)
    return tuple(
        f"{number_of(line.vacant, 'siège vacant', 'sièges vacants')} : {whose(group, line)}."
        for group in reading.groups
        for line in group.lines
        if line.vacant
    )


def whose(group: Group, line: Line) -> str:
    share = line.opening.represents.name if line.opening.represents else line.opening.family_name
    return f"{group.seat.name}, {share}" if share else group.seat.name


def number_of(number: int, one: str, many: str) -> str:
    return f"{number} {many if number > 1 else one}"


def governance_paper(
    organisation: Organisation, actor: Actor, on: date, today: date, rhythms: Mapping[UUID, str] | None = None
) -> Governance:
    """How it governs itself: tiers of bodies, places held and vacant. It names nobody. A constant number of queries.

    `rhythms`: how often each body is to meet, in words, by its key; the room of meetings knows it.
    """
    readings = read_bodies(organisation, actor, on, today)
    members = members_of(organisation, on)
    tiers: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        tiers[tier_of(reading.body)].append(reading)
    return Governance(
        letterhead=letterhead(organisation, on),
        on=on,
        members=told_members(members),
        member_count=len(members),
        levels=tuple(
            LevelDrawn(name=name, bodies=tuple(drawn(reading, rhythms or {}) for reading in tiers[tier]))
            for tier, name in TIERS.items()
            if tiers[tier]
        ),
        notes=(NOT_KEPT,) if any(not reading.kept_since for reading in readings) else (),
    )


def tier_of(body: Body) -> str:
    if body.kind in LEADING:
        return "leading"
    return body.level or body.kind if body.kind == Body.Kind.SPACE else body.kind


def drawn(reading: Reading, rhythms: Mapping[UUID, str]) -> BodyDrawn:
    led_by = reading.body.led_by
    return BodyDrawn(
        name=reading.body.name,
        slug=reading.body.slug,
        purpose=reading.body.purpose,
        seats=tuple(
            SeatsOf(
                name=f"{group.seat.name}, {group.shares}" if group.shares else group.seat.name,
                held=group.held,
                vacant=group.vacant,
            )
            for group in reading.groups
        ),
        led_by=led_by.name if led_by and reading.body.kind == Body.Kind.SPACE else "",
        rhythm=rhythms.get(reading.body.pk, ""),
    )


def members_of(organisation: Organisation, on: date) -> list[Organisation]:
    """One query."""
    rows = Affiliation.objects.on(on).filter(of=organisation).select_related("member").order_by("member__search")
    return [row.member for row in rows]


def told_members(members: Sequence[Organisation]) -> tuple[str, ...]:
    """Those of the network by name, the others by their number."""
    named = [m.name for m in members if m.scale == Scale.GROUPING] + [m.name for m in members if m.scale == Scale.LOCAL]
    others = sum(not member.scale for member in members)
    return (*named, *((number_of(others, "autre membre", "autres membres"),) if others else ()))


def chart_paper(organisation: Organisation, actor: Actor, on: date, today: date) -> Chart:
    """Who heads, then the team, one branch a post, with the territory of each délégué·e. A constant number of queries."""
    readings = read_bodies(organisation, actor, on, today)
    board = next((r for r in readings if r.body.kind == Body.Kind.BOARD), None)
    team = next((r for r in readings if r.body.kind == Body.Kind.TEAM), None)
    grounds = grounds_by_mandate(organisation, on)
    heads, branches = tree(board.groups if board else [], team.groups if team else [], grounds)
    return Chart(
        letterhead=letterhead(organisation, on),
        on=on,
        heads=heads,
        branches=branches,
        notes=(NOT_KEPT,) if team and not team.kept_since else (),
    )


def tree(
    board: Iterable[Group], team: Iterable[Group], grounds: dict[UUID, list[str]]
) -> tuple[tuple[Branch, ...], tuple[Branch, ...]]:
    """Who heads, the presidency then the direction; and what holds to them, one branch a post. On paper as on screen."""
    presidency = [branch(group, {}) for group in board if group.seat.title == "president"]
    posts = [(group.seat.title, branch(group, grounds)) for group in team]
    heads = (*presidency, *(one for title, one in posts if title == "direction"))
    branches = (one for title, one in posts if title != "direction")
    return tuple(one for one in heads if one.posts), tuple(one for one in branches if one.posts)


def branch(group: Group, grounds: dict[UUID, list[str]]) -> Branch:
    """Those who hold a post, then those that wait for somebody."""
    held = (
        Post(
            name=holder.face.name,
            function=group.seat.name,
            grounds=", ".join(grounds.get(holder.mandate.pk, [])),
            represents=holder.on_behalf,
        )
        for holder in holders_of(group)
    )
    waiting = (Post(name="", function=whose(group, line)) for line in group.lines for _ in range(line.vacant))
    return Branch(name=group.seat.name, posts=(*held, *waiting))


def grounds_by_mandate(organisation: Organisation, on: date) -> dict[UUID, list[str]]:
    """The names of the zones of which each post is the reference, at the head and in a grouping."""
    found: dict[UUID, list[str]] = defaultdict(list)
    if organisation.scale == Scale.GROUPING:
        for ground in grounds_of(organisation, on):
            for lead in leads(ground.main, ground.others):
                found[lead.mandate_id].append(ground.zone.name)
    return found


def leads(main, others: Iterable) -> list:
    return [*([main] if main else []), *others]


def tree_of(team: Team) -> tuple[tuple[Branch, ...], tuple[Branch, ...]]:
    """The same tree, of a team that is read already; nothing where there is no team. No query."""
    grounds: dict[UUID, list[str]] = defaultdict(list)
    for ground in team.grounds:
        for lead in leads(ground.main, ground.others):
            grounds[lead.mandate_id].append(ground.zone.name)
    return tree(team.board, team.posts, grounds) if team.posts else ((), ())
