"""« Aujourd’hui »: what waits for this person at this scale, what comes soon, what happened since their visit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kevread.charter.queries.derogations import Allowed, derogations_at
from kevread.charter.queries.text import circle_of
from kevread.chronicle.queries.story import Told, tell
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.todo import Asker, Line, ToDo
from kevread.decisions.queries.threads import Thread, threads_of
from kevread.directory.models import Organisation, Person
from kevread.journal.memory import Memory
from kevread.journal.queries import acts_since
from kevread.meetings.models import Meeting
from kevread.meetings.queries.answers import Mine, mine
from kevread.rhythm.queries.calendar import coming
from kevread.seats.models import Mandate
from kevread.seats.queries.forecast import counts_by_month
from kevread.votes.queries.live import Followed, followed

SOON = timedelta(days=14)
SHOWN = 5
NEXT = 6  # meetings


@dataclass(frozen=True, slots=True)
class Today:
    todo: list[ToDo]
    rest: list[ToDo]  # what comes after the first ones, folded: none of it is out of reach
    soon: list[Mandate]
    # Planned within two weeks, of one's own bodies or of those whose meetings one prepares, but for those of `meetings`.
    coming: list[Meeting]
    since: list[Told]
    next_end: Mandate | None
    allowed: list[Allowed]  # the derogations in force
    meetings: list[Mine]  # the first to which one is convened, the soonest first; none when the day is past
    followed: list[Followed]  # those of them where a vote may open at any moment
    months: list[tuple[str, int]]  # how many mandates end in each of the next twelve months
    threads: list[Thread]  # what other bodies were asked to ratify, but for what is in `todo`


@dataclass(frozen=True, slots=True)
class Written:
    """What the guarded tables decide of somebody's day: all of it, but for the votes that wait for them and what one
    follows in a meeting, which each ballot moves."""

    circle: frozenset[UUID]
    waiting: dict[Line, list[ToDo]]
    soon: list[Mandate]
    coming: list[Meeting]
    since: list[Told]
    next_end: Mandate | None
    allowed: list[Allowed]
    meetings: list[Mine]
    months: list[tuple[str, int]]
    threads: list[Thread]


WRITTEN = Memory[Written](200)  # days of people, a few dozen kB each


def today(
    actor: Actor, person: Person, scale: Organisation, on: date, since: datetime, *, is_past: bool = False
) -> Today:
    """The page of a day. `since` is the moment of the last visit."""
    written = WRITTEN.once((actor, person.pk, scale.pk, on, since), lambda: written_of(actor, person, scale, on, since))
    asker = Asker(actor, person, scale, written.circle, on)
    todo = [one for line in rooms.lines() for one in (line.find(asker) if line.live else written.waiting[line])]
    meetings = [] if is_past else written.meetings[:NEXT]
    above = {one.meeting.pk for one in meetings}
    return Today(
        todo=todo[:SHOWN],
        rest=todo[SHOWN:],
        soon=written.soon,
        coming=[meeting for meeting in written.coming if meeting.pk not in above],
        since=written.since,
        next_end=written.next_end,
        allowed=written.allowed,
        meetings=meetings,
        followed=[found for one in written.meetings if (found := followed(one.meeting, on))],
        months=written.months,
        threads=[one for one in written.threads if not (one.calls and one.prepares)],
    )


def written_of(actor: Actor, person: Person, scale: Organisation, on: date, since: datetime) -> Written:
    circle = frozenset(circle_of(scale, on, actor).everyone)
    asker = Asker(actor, person, scale, circle, on)
    ending = list(
        Mandate.objects.visible_to(actor)
        .on(on)
        .filter(period__endswith__isnull=False, **mandates_in(circle, scale, on))
        .select_related("seat__body__organisation", "person")
        .order_by("id")
    )
    ending.sort(key=lambda mandate: mandate.period.upper)
    soon = [mandate for mandate in ending if mandate.period.upper <= on + SOON]
    return Written(
        circle=circle,
        waiting={line: line.find(asker) for line in rooms.lines() if not line.live},
        soon=soon,
        coming=coming(actor, person, scale, on, on + SOON),
        since=tell(acts_since(circle, since, limit=12)),
        next_end=next((m for m in ending if m not in soon), None),
        allowed=derogations_at(scale, on, actor).current,
        meetings=mine(actor, on),
        months=counts_by_month(scale, actor, on),
        threads=threads_of(actor, circle, on),
    )


def mandates_in(circle: Collection[UUID], scale: Organisation, on: date) -> dict[str, Any]:
    """The lookup of the mandates in the bodies of a circle. Elsewhere than at the head, by their keys: PostgreSQL does not
    know that a few organisations have few mandates, and would walk those of everyone."""
    here = {"seat__body__organisation__in": circle}
    if scale.scale == HEAD:
        return here
    return {"pk__in": list(Mandate.objects.on(on).filter(**here).values_list("pk", flat=True))}


@dataclass(frozen=True, slots=True)
class Held:
    """A seat, a post or a secretariat that this person holds, and where it leads."""

    label: str
    until: date | None
    place: str  # slug
    prepares: bool


def held_by(actor: Actor) -> list[Held]:
    """What this person holds, the widest first. One query."""
    slugs = dict(Organisation.objects.filter(pk__in={hat.organisation for hat in actor.hats}).values_list("pk", "slug"))
    return [
        Held(hat.label, hat.until, slugs[hat.organisation], hat.role == "secretariat")
        for hat in actor.hats
        if hat.organisation in slugs
    ]


def past_of(person: Person, on: date) -> list[Mandate]:
    """The mandates that a person held, the last first."""
    ended = Mandate.objects.filter(person=person, period__endswith__lte=on).exclude(end_reason="mistake")
    return list(ended.select_related("seat__body__organisation").order_by("-period", "id"))
