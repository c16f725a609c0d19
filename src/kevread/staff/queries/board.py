"""The posts of employers on a day: the line in which they stand, who fills them, and at whose service."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, HEAD
from kevread.directory.models import Organisation
from kevread.seats.models import ZoneLead
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Post, Sheet


@dataclass(frozen=True, slots=True)
class Work:
    """Somebody at a post, and the territories of which they are the reference by the seat that it gives them."""

    assignment: Assignment
    zones: tuple[str, ...] = ()

    @property
    def person(self) -> str:
        return str(self.assignment.contract.person)

    @property
    def speciality(self) -> str:
        code = self.assignment.speciality
        return framework().specialities.get(code, code)


@dataclass(slots=True)
class Node:
    """A post in its line: its sheet of that day, who fills it, what stands under it."""

    post: Post
    sheet: Sheet | None = None
    works: list[Work] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)
    is_read: bool = True  # its page opens to whoever asks: they read its employer

    @property
    def function(self) -> str:
        return framework().function(self.post.function)

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
    def locals(self) -> list[Organisation]:
        """At whose service, each once."""
        return list(
            {one.assignment.local.pk: one.assignment.local for one in self.works if one.assignment.local}.values()
        )

    @property
    def people(self) -> list[tuple[str, list[Work]]]:
        """Each of those who fill it, with what they do of it."""
        found: dict[UUID, list[Work]] = defaultdict(list)
        for one in self.works:
            found[one.assignment.contract.person_id].append(one)
        return [(works[0].person, works) for works in found.values()]

    @property
    def is_vacant(self) -> bool:
        return not self.works


@dataclass(slots=True)
class Employer:
    """An organisation and the posts that it opened."""

    organisation: Organisation
    nodes: list[Node]
    roots: list[Node]

    @property
    def people(self) -> int:
        return len({one.assignment.contract.person_id for node in self.nodes for one in node.works})

    @property
    def vacant(self) -> list[Node]:
        return [node for node in self.nodes if node.is_vacant]

    @property
    def full_times(self) -> int | float:
        """Full times at work: a whole number when it is one."""
        total = sum(one.assignment.share for node in self.nodes for one in node.works)
        return total / 100 if total % 100 else total // 100


def boards(organisation: Organisation, actor: Actor, on: date) -> list[Employer]:
    """Of the organisation; at the head, of every grouping too: each employer with its posts. The number of queries does not
    grow with them."""
    among = [organisation]
    if organisation.scale == HEAD:
        among += Organisation.objects.on(on).at_scale(GROUPING).order_by("search", "slug")
    nodes = nodes_of(Post.objects.visible_to(actor).on(on).standing().filter(employer__in=among), on)
    by: dict[UUID, list[Node]] = defaultdict(list)
    for node in nodes:
        by[node.post.employer_id].append(node)
    found = [Employer(one, by[one.pk], roots_of(by[one.pk])) for one in among]
    return [one for one in found if one.nodes or one.organisation == organisation]


def nodes_of(posts: Iterable[Post], on: date) -> list[Node]:
    """Each with its sheet of the day and who fills it, in their order. Four queries."""
    order = list(framework().functions)
    nodes = {post.pk: Node(post) for post in posts}
    for sheet in Sheet.objects.on(on).filter(post__in=nodes):
        nodes[sheet.post_id].sheet = sheet
    rows = Assignment.objects.on(on).standing().filter(post__in=nodes)
    works = list(rows.select_related("contract__person", "local").order_by("contract__person__search", "pk"))
    zones = zones_of([one.mandate_id for one in works if one.mandate_id], on)
    for one in works:
        nodes[one.post_id].works.append(Work(one, zones.get(one.mandate_id, ()) if one.mandate_id else ()))

    def rank(node: Node) -> tuple[int, str, str, UUID]:
        code = node.post.function
        who = node.works[0].assignment.contract.person.search if node.works else ""
        return order.index(code) if code in order else len(order), node.post.name, who, node.post.pk

    return sorted(nodes.values(), key=rank)


def zones_of(mandates: list[UUID], on: date) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = ZoneLead.objects.on(on).filter(mandate__in=mandates).order_by("zone__search", "pk")
    for mandate, name in rows.values_list("mandate", "zone__name"):
        found[mandate].append(name)
    return {mandate: tuple(names) for mandate, names in found.items()}


def roots_of(nodes: list[Node]) -> list[Node]:
    """The line drawn from its roots; a post that stands under one that is not there that day is a root of its own."""
    known = {node.post.pk: node for node in nodes}
    roots: list[Node] = []
    for node in nodes:
        above = known.get(node.sheet.under_id) if node.sheet and node.sheet.under_id else None
        (above.below if above else roots).append(node)
    return roots


def serving(local: Organisation, actor: Actor, on: date) -> list[Node]:
    """The posts of other employers at which somebody works for this local, with those who do."""
    here = Assignment.objects.visible_to(actor).on(on).standing().filter(local=local).exclude(post__employer=local)
    nodes = nodes_of(Post.objects.filter(pk__in=here.values("post")).select_related("employer"), on)
    where = None if actor.is_system else actor.where("read")
    for node in nodes:
        node.works = [one for one in node.works if one.assignment.local_id == local.pk]
        node.is_read = where is None or node.post.employer_id in where
    return nodes


def post_node(post: Post, on: date) -> Node:
    return nodes_of([post], on)[0]
