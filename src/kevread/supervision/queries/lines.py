"""Who works where, under which two lines, on a day. One query, whatever their number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.directory.models import Organisation, Person
from kevread.staff.models import Assignment, Contract, Post
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.supervision.rules import EMPLOYER, POLE, Held, Lines, lines_of


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who holds a post that day, and its two lines. `organisations`: those that its lines name, by their keys."""

    person: Person
    post: Post
    contract: Contract
    lines: Lines
    organisations: Mapping[UUID, Organisation]

    @property
    def employer(self) -> Organisation:
        return self.organisations[self.lines.employer]

    @property
    def poles(self) -> list[Organisation]:
        return [self.organisations[key] for key in self.lines.poles]


def workers_on(
    on: date,
    *,
    person: UUID | None = None,
    employers: Collection[UUID] | None = None,
    pole: UUID | None = None,
    post: UUID | None = None,
) -> list[Worker]:
    """Whoever works that day: of these employers, at this pôle, in this post; by name. Who works for several pôles by one post
    is there once, with each of them."""
    rows = Assignment.objects.on(on).standing().filter(contract__period__contains=on)
    rows = rows.exclude(contract__end_reason=Contract.EndReason.MISTAKE)
    if person is not None:
        rows = rows.filter(contract__person=person)
    if employers is not None:
        rows = rows.filter(contract__employer__in=employers)
    if post is not None:
        rows = rows.filter(post=post)
    if pole is not None:
        here = Assignment.objects.on(on).standing().filter(Q(local=pole) | Q(contract__employer=pole))
        rows = rows.filter(contract__in=here.values("contract"), post__in=here.values("post"))
    found: dict[tuple[UUID, UUID], list[Assignment]] = {}
    read = rows.select_related("post", "local", "contract__person", "contract__employer")
    for row in read.order_by("contract__person__search", "post__name", "local__search", "pk"):
        found.setdefault((row.contract_id, row.post_id), []).append(row)
    workers = [worker_of(each) for each in found.values()]
    return [one for one in workers if pole is None or pole in (*one.lines.poles, one.lines.employer)]


def worker_of(rows: list[Assignment]) -> Worker:
    """Of the assignments of one person in one post."""
    first = rows[0]
    places = {row.local.pk: row.local for row in rows if row.local}
    employer = first.contract.employer
    held = Held(first.post_id, employer.pk, first.post.is_territorial, tuple(places))
    return Worker(first.contract.person, first.post, first.contract, lines_of(held), places | {employer.pk: employer})


def lines_of_post(post: Post, poles: Collection[Organisation]) -> Lines:
    """Those of a post that nobody holds, at the service of these pôles."""
    return lines_of(Held(post.pk, post.employer_id, post.is_territorial, tuple(one.pk for one in poles)))


def lines_now(matter: Matter, on: date) -> Lines:
    """The lines of a matter that day: those of the post as its holder works there; of a post that nobody holds yet, those that
    were asked; for what each pôle decides for itself, the one that opened it."""
    act = acts().acts.get(matter.act)
    sides = list(matter.sides.all())
    asked = tuple(side.organisation_id for side in sides if side.line == POLE)
    if act is not None and act.decider == EMPLOYER and matter.person_id is not None:
        found = workers_on(on, person=matter.person_id, employers=[matter.organisation_id], post=matter.post_id)
        if found:
            return found[0].lines
    return Lines(matter.post_id, matter.organisation_id, asked)
