"""The posts of employers on a day: the line in which they stand, who fills them, and at whose service."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, HEAD
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.seats.models import ZoneLead
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Post
from kevread.staff.rules.line import apart

from .asked import among


@dataclass(frozen=True, slots=True)
class Place:
    """At whose service somebody works."""

    pk: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Work:
    """Somebody at a post, and the territories of which they are the reference by the seat that it gives them."""

    key: UUID
    person_key: UUID
    person: str
    search: str
    share: int
    period: DateRange
    local: Place | None
    code: str
    mandate: UUID | None
    zones: tuple[str, ...] = ()

    @property
    def speciality(self) -> str:
        return framework().specialities.get(self.code, self.code)


@dataclass(frozen=True, slots=True)
class Description:
    """The sheet of a post that day. `under`, `above`: the post under which it stands, and how it is called."""

    axis: str
    main_mission: str
    missions: Sequence[str]
    share: int
    under: UUID | None
    above: str


@dataclass(slots=True)
class Node:
    """A post in its line: its sheet of that day, who fills it, what stands under it."""

    key: UUID
    name: str
    code: str
    is_territorial: bool
    employer: UUID
    sheet: Description | None = None
    works: list[Work] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)
    is_read: bool = True  # its page opens to whoever asks: they read its employer

    @property
    def function(self) -> str:
        return framework().function(self.code)

    @property
    def main_mission(self) -> str:
        return framework().mission(self.sheet.main_mission) if self.sheet else ""

    @property
    def missions(self) -> list[str]:
        return [framework().mission(one) for one in self.sheet.missions] if self.sheet else []

    @property
    def axis(self) -> str:
        return framework().axis(self.sheet.axis) if self.sheet else ""

    @property
    def locals(self) -> list[Place]:
        """At whose service, each once."""
        return list(dict.fromkeys(one.local for one in self.works if one.local))

    @property
    def people(self) -> list[tuple[str, list[Work]]]:
        """Each of those who fill it, with what they do of it."""
        found: dict[UUID, list[Work]] = defaultdict(list)
        for one in self.works:
            found[one.person_key].append(one)
        return [(works[0].person, works) for works in found.values()]

    @property
    def is_vacant(self) -> bool:
        return not self.works

    @property
    def told(self) -> str:
        """Among others of its name: at whose service, and by whom it is held."""
        holders = [name for name, _ in self.people] or ["sans titulaire"]
        return ", ".join([self.name, *(one.name for one in self.locals), *holders])


@dataclass(slots=True)
class Employer:
    """An organisation and the posts that it opened."""

    organisation: Organisation
    nodes: list[Node]
    roots: list[Node]

    @property
    def people(self) -> int:
        return len({one.person_key for node in self.nodes for one in node.works})

    @property
    def vacant(self) -> list[Node]:
        return [node for node in self.nodes if node.is_vacant]

    @property
    def full_times(self) -> int | float:
        """Full times at work: a whole number when it is one."""
        total = sum(one.share for node in self.nodes for one in node.works)
        return total / 100 if total % 100 else total // 100


def boards(organisation: Organisation, actor: Actor, on: date) -> list[Employer]:
    """Of the organisation; at the head, of every grouping too: each employer with its posts. The number of queries does not
    grow with them."""
    where = [organisation]
    if organisation.scale == HEAD:
        where += Organisation.objects.on(on).at_scale(GROUPING).order_by("search", "slug")
    keys = [one.pk for one in where]
    nodes = nodes_of(Post.objects.visible_to(actor).on(on).standing().filter(employer__in=keys), on)
    by: dict[UUID, list[Node]] = defaultdict(list)
    for node in nodes:
        by[node.employer].append(node)
    found = [Employer(one, by[one.pk], roots_of(by[one.pk])) for one in where]
    return [one for one in found if one.nodes or one.organisation == organisation]


# A post, its sheet that day, who fills it that day: one row for each of those who do, or one alone. Written by hand: Django
# takes as long to make this question as PostgreSQL to answer it (`bench/staff.py`).
ROWS = """
SELECT staff_post.id, staff_post.name, staff_post.function, staff_post.is_territorial, staff_post.employer_id,
    s.id, s.axis, s.main_mission, s.missions, s.share, s.under_id, u.name,
    a.id, n.id, n.given_name || ' ' || n.family_name, n.search, a.share, a.period, l.id, l.name, a.speciality, a.mandate_id,
    l.search
FROM staff_post
LEFT JOIN staff_sheet s ON s.post_id = staff_post.id AND s.period @> %s::date
LEFT JOIN staff_post u ON u.id = s.under_id
LEFT JOIN staff_assignment a ON a.post_id = staff_post.id AND a.period @> %s::date AND a.end_reason <> 'mistake'
LEFT JOIN staff_contract c ON c.id = a.contract_id
LEFT JOIN directory_person n ON n.id = c.person_id
LEFT JOIN directory_organisation l ON l.id = a.local_id
WHERE {those}
"""


def nodes_of(posts: QuerySet[Post], on: date) -> list[Node]:
    """Each with its sheet of the day and who fills it, in their order. Two queries: the posts with all of it, read as columns
    and not as objects, then the territories."""
    nodes: dict[UUID, Node] = {}
    works: dict[UUID, list[tuple[str, str, UUID, Work]]] = defaultdict(list)
    for row in among(posts, ROWS, on, on):
        (key, name, code, territorial, employer), described, filled = row[:5], row[5:12], row[12:]
        if key not in nodes:
            sheet, axis, main, missions, share, under, above = described
            said = Description(axis, main, missions, share, under, above or "") if sheet else None
            nodes[key] = Node(key, name, code, territorial, employer, said)
        if filled[0] is not None:
            work = work_of(filled)
            works[key].append((work.search, filled[10] or "", work.key, work))
    zones = zones_of([each[-1].mandate for some in works.values() for each in some if each[-1].mandate], on)
    for key, some in works.items():
        nodes[key].works = [with_zones(each[-1], zones) for each in sorted(some, key=lambda each: each[:3])]
    order = {code: rank for rank, code in enumerate(framework().functions)}

    def rank(node: Node) -> tuple[int, str, str, UUID]:
        return order.get(node.code, len(order)), node.name, node.works[0].search if node.works else "", node.key

    return sorted(nodes.values(), key=rank)


def work_of(row: Sequence[Any]) -> Work:
    """Of its columns in `ROWS`."""
    key, person, name, search, share, period, local, place, code, mandate, _ = row
    return Work(key, person, name, search, share, period, Place(local, place) if local else None, code, mandate)


def with_zones(work: Work, zones: Mapping[UUID, tuple[str, ...]]) -> Work:
    found = zones.get(work.mandate) if work.mandate else None
    return replace(work, zones=found) if found else work


def zones_of(mandates: Collection[UUID | None], on: date) -> dict[UUID, tuple[str, ...]]:
    """None is read where nobody holds a seat by their post."""
    if not mandates:
        return {}
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = ZoneLead.objects.on(on).filter(mandate__in=mandates).order_by("zone__search", "pk")
    for mandate, name in rows.values_list("mandate", "zone__name"):
        found[mandate].append(name)
    return {mandate: tuple(names) for mandate, names in found.items()}


def roots_of(nodes: list[Node]) -> list[Node]:
    """The line drawn from its roots; a post that stands under one that is not there that day is a root of its own."""
    known = {node.key: node for node in nodes}
    roots: list[Node] = []
    for node in nodes:
        above = known.get(node.sheet.under) if node.sheet and node.sheet.under else None
        (above.below if above else roots).append(node)
    return roots


def serving(local: Organisation, actor: Actor, on: date) -> list[tuple[Node, Organisation]]:
    """The posts of other employers at which somebody works for this local, with those who do; and who employs them."""
    here = Assignment.objects.visible_to(actor).on(on).standing().filter(local=local).exclude(post__employer=local)
    nodes = nodes_of(Post.objects.filter(pk__in=here.values("post")), on)
    employers = {one.pk: one for one in Organisation.everything.filter(pk__in={node.employer for node in nodes})}
    where = None if actor.is_system else actor.where("read")
    for node in nodes:
        node.works = [one for one in node.works if one.local and one.local.pk == local.pk]
        node.is_read = where is None or node.employer in where
    return [(node, employers[node.employer]) for node in nodes]


def posts_told(posts: QuerySet[Post], on: date) -> dict[UUID, str]:
    """How each of these posts is offered where one is to be chosen, in their order: no two alike. Two queries, and that of the
    posts where they are not read yet."""
    days = {one.pk: one.dates.start for one in posts}
    told = [(node.key, node.told, day_in_words(days[node.key] or on)) for node in nodes_of(posts, on)]
    names = apart([(name, f"ouvert le {day}") for _, name, day in told])
    return {key: name for (key, _, _), name in zip(told, names, strict=True)}


def post_node(post: Post, on: date) -> Node:
    return nodes_of(Post.objects.filter(pk=post.pk), on)[0]
