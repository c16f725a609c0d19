"""Where whoever holds a post goes among the members of an organisation: to the board of each within a year, to each of their
assemblies. What articles ask is read in the framework, and judged by the fact that judges them; here it is told ahead, by which
day, and to which meeting that has its date."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from kevread.charter.queries.limits import Limits, limits_of
from kevread.common.actor import Actor, Hat
from kevread.common.errors import Way
from kevread.common.facts import Number, Organisations, sure
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.journal.memory import Shared, TableMemory
from kevread.meetings.models import Meeting
from kevread.rhythm.queries.calendar import watched_since
from kevread.rhythm.queries.planner import LEAD
from kevread.seats.models import Body, Mandate
from kevread.sittings.facts_attendance import WATCHED, Sat, held_by_member, members_of, sittings, told_since
from kevread.sittings.queries.coming import teams_there

FACT = "sittings.held_by_member"
LATER = timedelta(days=90)  # how far one looks for a date, where the last day in time is past, or next to it
BODIES = {Body.Kind.ASSEMBLY: "l’assemblée", Body.Kind.BOARD: "le conseil", Body.Kind.BUREAU: "le bureau"}


class Standing(IntEnum):
    """The most pressing first."""

    LATE, LEFT, UNKNOWN, DONE = range(4)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an article asks of whoever holds a post: to meet these bodies of each member once within a year (`once`), or to come
    to each of their meetings."""

    rule: str
    post: str
    kind: str
    once: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A member, and where it stands. `last`: the last day on which whoever holds the post came; `by`: the last day in time, of
    the next one; `missed`: the last one that nobody came to; `next`: that which has its date."""

    asked: Asked
    member: UUID
    standing: Standing
    last: date | None = None
    missed: date | None = None
    by: date | None = None
    place: Organisation | None = None
    body: Body | None = None
    next: Meeting | None = None

    @property
    def what(self) -> str:
        assert self.place
        return f"{BODIES[Body.Kind(self.asked.kind)]} {of(self.place.name)}"

    def days_left(self, on: date) -> int | None:
        return (self.by - on).days if self.by and self.by >= on else None

    def way(self, actor: Actor, on: date) -> Way | None:
        """Where a date is proposed before the last day in time, for whoever may; for others, where one asks them."""
        if self.next or self.place is None or self.body is None or actor.person is None:
            return None
        here = {"scale": self.place.slug}
        if actor.hat_for("prepare_meeting", self.place.pk) is None:
            return Way("Demander qu’une date soit proposée", "ask_somebody", here | {"right": "prepare_meeting"})
        before = self.by if self.by and self.by > on + LEAD else on + LATER
        query = {"instance": self.body.slug, "avant": before.isoformat()}
        return Way("En proposer une", "rhythm:propose", here, query)


def last_day(day: date) -> date:
    """The last day on which a year, as the fact counts it, holds that day too."""
    return day + WATCHED - timedelta(days=1)


def visits(organisation: Organisation, on: date) -> list[Visit]:
    """What articles ask that day of those who hold a post here, member by member; without the meetings that are to come. The
    number of queries does not grow with the members."""
    among = Organisations(frozenset({organisation.pk}), shared=Shared())
    found = []
    for limits in limits_of([FACT], on, [organisation.pk], where=is_of_one_post):
        found += of_article(limits, organisation.pk, on, among)
    return found


def is_of_one_post(parameters: Mapping[str, object]) -> bool:
    return isinstance(parameters.get("attended_by") or parameters.get("missed_by"), str)


def of_article(limits: Limits, organisation: UUID, on: date, among: Organisations) -> list[Visit]:
    given = limits.parameters
    once = "attended_by" in given
    asked = Asked(limits.rule, given["attended_by" if once else "missed_by"], given["kind"], once)
    judged = held_by_member(on, among, **given).get(organisation, {})
    assert isinstance(judged, Mapping)
    pairs = {member: joined for _, member, joined in members_of(on, among, given["scale"], given["members"])}
    sat, team = sittings(on, among, asked.post), told_since([organisation], on, among, asked.post).get(organisation)
    kept = watched_since(pairs, on)
    found = []
    for member, number in judged.items():
        assert isinstance(member, UUID)
        those = [one for one in sat.get(member, ()) if one.kind == asked.kind]
        told = [(one, one.has(organisation, team or on)) for one in those]
        came = max((one.day for one, was in told if was), default=None)
        if asked.once:
            watched = max(filter(None, (kept.get(member), team)), default=None) if team and member in kept else None
            found.append(
                of_once(Visit(asked, member, Standing.UNKNOWN, came), number, pairs[member], watched, told, on)
            )
        else:
            missed = max((one.day for one, was in told if was is False and one.day >= pairs[member]), default=None)
            standing = Standing.LATE if missed else Standing.DONE if number == 0 else Standing.UNKNOWN
            found.append(Visit(asked, member, standing, came, missed))
    return dated_back(found, organisation, on)


def of_once(
    visit: Visit, number: Number, joined: date, watched: date | None, told: Iterable[tuple[Sat, bool | None]], on: date
) -> Visit:
    """Somebody came within the year: until when it is enough. Nobody did: it is late, if the fact says so; of who has been a
    member for less than a year, they are in time, if all that was held since is written (`watched`: since when both registers
    are kept). Else nobody knows, and nothing is said to be left."""
    if sure(number):
        return replace(visit, standing=Standing.LEFT, by=last_day(visit.last) if visit.last else None)
    if number == 0:
        return replace(visit, standing=Standing.LATE)
    is_young = joined > on - WATCHED and watched is not None and watched <= joined
    if is_young and all(was is False for _, was in told):
        return replace(visit, standing=Standing.LEFT, by=last_day(joined))
    return visit


def dated_back(found: list[Visit], organisation: UUID, on: date) -> list[Visit]:
    """Since when those are late whom nobody met within a year: from the last time that is written, in the year before. Two
    queries, none where nobody is."""
    late = {one.member: one.asked for one in found if one.standing is Standing.LATE and one.asked.once}
    if not late:
        return found
    asked = next(iter(late.values()))
    rows = Meeting.objects.held().between(on - 2 * WATCHED, on - WATCHED)
    rows = rows.filter(body__kind=asked.kind, body__organisation__in=late).order_by("starts_at", "pk")
    there = teams_there(rows, Mandate.objects.filter(seat__title=asked.post))
    last = {
        member: timezone.localtime(at).date()
        for key, member, at in rows.values_list("pk", "body__organisation", "starts_at")
        if organisation in there.get(key, ())
    }
    return [
        replace(one, last=last[one.member], by=last_day(last[one.member])) if one.member in late and one.member in last
        else one
        for one in found
    ]  # fmt: skip


def with_dates(found: Collection[Visit], actor: Actor, on: date) -> list[Visit]:
    """The same with the meetings to come that this person may read, where people come together, the most pressing first; of an
    assembly, its own day is the last. Three queries."""
    places = Organisation.objects.in_bulk({one.member for one in found})
    kinds = {one.asked.kind for one in found}
    bodies: dict[tuple[UUID, str], Body] = {}
    for each in Body.objects.on(on).filter(organisation__in=places, kind__in=kinds).order_by("-rank", "-slug"):
        bodies[each.organisation_id, each.kind] = each
    coming: dict[UUID, Meeting] = {}
    rows = Meeting.objects.visible_to(actor).planned().filter(body__in=[body.pk for body in bodies.values()])
    rows = rows.between(on, on + 2 * WATCHED).exclude(mode=Meeting.Mode.WRITTEN)
    for meeting in rows.order_by("-starts_at", "-pk"):
        coming[meeting.body_id] = meeting
    told = []
    for one in found:
        body = bodies.get((one.member, one.asked.kind))
        following = coming.get(body.pk) if body else None
        dated = replace(one, place=places[one.member], body=body, next=following)
        if not one.asked.once and following and one.standing is not Standing.LATE:
            dated = replace(dated, standing=Standing.LEFT, by=following.day)
        told.append(dated)
    return sorted(told, key=lambda one: (one.standing, one.by or date.max, one.place.name if one.place else ""))


KNOWN = TableMemory[list[Visit]](200, len)


def known_visits(organisation: Organisation, on: date) -> list[Visit]:
    """The same as `visits`, found again where no act wrote in what they read."""
    with KNOWN.asked() as known:
        found: list[Visit] = known.once(
            (organisation.pk, on, settings.KEVREAD_FEDERATION), lambda: visits(organisation, on)
        )
        return found


def hat_of_post(actor: Actor, organisation: Organisation, posts: Iterable[str], on: date) -> Hat | None:
    """The hat of who holds one of these posts in its team that day. One query."""
    rows = Mandate.objects.on(on).filter(
        pk__in=[hat.mandate for hat in actor.hats if hat.mandate],
        seat__title__in=posts,
        seat__body__kind=Body.Kind.TEAM,
        seat__body__organisation=organisation,
    )
    held = set(rows.values_list("pk", flat=True))
    return next((hat for hat in actor.hats if hat.mandate in held), None)
