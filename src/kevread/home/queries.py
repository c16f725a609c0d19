"""« Aujourd’hui »: what waits for this person at this scale, what comes soon, what happened since their visit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kevread.charter.queries.amiss import Point, amiss
from kevread.charter.queries.derogations import Allowed, derogations_at
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.todo import Asker, Line, ToDo
from kevread.decisions.models import Decision
from kevread.decisions.queries.threads import Thread, threads_of
from kevread.directory.models import Organisation, Person
from kevread.home.land import Land, Yours, land_of, yours_of
from kevread.home.models import MorningLetter
from kevread.home.news import News, news
from kevread.home.rules import SOON, cited, folded, is_late, is_morning, opening, shown_day, when
from kevread.home.waiting import Elsewhere, as_listed, asked_by, elsewhere, every_line, kept_lines
from kevread.home.weeks import DAYS, three_weeks
from kevread.journal.memory import Memory
from kevread.meetings.models import Meeting
from kevread.meetings.queries.answers import Mine, mine
from kevread.meetings.rules.life import State
from kevread.rhythm.models import Feed
from kevread.rhythm.queries.calendar import coming
from kevread.rhythm.queries.feeds import given_on
from kevread.seats.asks import Renewing
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.forecast import assemblies_ahead, counts_by_month
from kevread.sittings.queries.now import Now, under_way
from kevread.supervision.queries.own import Own, own_of
from kevread.ui.days import Event
from kevread.votes.queries.awaited import given_in
from kevread.votes.queries.live import Followed, followed

LAST = 3  # decisions
NEXT = 6  # meetings, beyond three weeks


@dataclass(frozen=True, slots=True)
class Row:
    """A line of « À faire »."""

    item: ToDo
    cited: str  # the articles that it cites, and that one reads from it
    why: str  # the rest
    when: str
    beside: str  # what is added below the day
    is_late: bool
    day: date | None  # of its tile: the last that is in time, the first that is late


@dataclass(frozen=True, slots=True)
class Today:
    opening: str  # the sentence of the day
    votes: list[ToDo]  # what is open now, and waits for this person
    voted: frozenset[UUID]  # the meetings where they have cast what is open
    now: list[Now]  # the sittings that are under way, where they are convened
    rows: list[Row]
    rest: list[Row]  # what comes after the first ones, folded: none of it is out of reach
    elsewhere: Elsewhere
    soon: list[Mandate]
    # Planned within three weeks, of one's own bodies or of those whose meetings one prepares: of a past day alone.
    coming: list[Meeting]
    since: list[News]
    next_end: Mandate | None
    allowed: list[Allowed]  # the derogations in force
    next: Mine | None  # the next meeting to which one is convened, a written consultation when there is no other
    asked: list[Mine]  # the meetings to which one did not answer
    awaited: list[Mine]  # those of them that are told by the line of three weeks alone
    weeks: list[Event]  # the line of three weeks; nothing when the day is past
    listed: list[Event]  # the same, but for what is told above
    later: list[Mine]  # those that are further, the soonest first
    followed: list[Followed]  # those of them where a vote may open at any moment
    yours: list[Yours]  # the EPCI of which one is the reference
    land: Land | None  # where the land calls, for those who go over it
    decided: list[Decision]  # the last decisions that concern them
    months: list[tuple[str, int]]  # how many mandates end in each of the next twelve months
    # The assemblies that renew them: those that are planned, and how many one may still plan.
    renewed: tuple[list[Renewing], int]
    threads: list[Thread]  # what other bodies were asked to ratify, but for what is in `rows`
    amiss: list[Point]  # what is not in order where one reads, when nothing waits for this person
    follows: datetime | None  # when they were given an address of their meetings, which a calendar may follow
    own: list[Own]  # what they ask of whoever employs them
    is_grave: bool  # something that waits blocks, or is major

    @property
    def is_below(self) -> bool:
        """What is to be done comes after votes, sittings or a meeting, where one does not see it at once."""
        return bool(self.rows and (self.votes or self.now or self.next))

    @property
    def only(self) -> Row | None:
        """The one thing to be done, where it is alone and below: the sentence of the day counts it, and this names it."""
        return self.rows[0] if self.is_below and len(self.rows) == 1 and not self.rest else None

    @property
    def begins_late(self) -> bool:
        """What is late is the first gesture of the page; never before a vote that is open, nor a sitting that one holds."""
        return bool(self.rows) and self.rows[0].is_late and not (self.votes or any(one.holds for one in self.now))


@dataclass(frozen=True, slots=True)
class Written:
    """What the guarded tables decide of somebody's day: all of it, but for the votes that wait for them and what one
    follows in a meeting, which each ballot moves."""

    circle: frozenset[UUID]
    waiting: dict[Line, list[ToDo]]
    soon: list[Mandate]
    coming: list[Meeting]
    since: list[News]
    next_end: Mandate | None
    allowed: list[Allowed]
    meetings: list[Mine]
    now: list[Now]
    yours: list[Yours]
    land: Land | None
    decided: list[Decision]
    months: list[tuple[str, int]]
    renewed: tuple[list[Renewing], int]
    threads: list[Thread]
    follows: datetime | None  # when they were given an address of their meetings, which a calendar may follow
    own: list[Own]


WRITTEN = Memory[Written](200)  # days of people, a few dozen kB each


def today(
    actor: Actor, person: Person, scale: Organisation, on: date, since: datetime, *, is_past: bool = False
) -> Today:
    """The page of a day. `since` is the moment of the last visit."""
    written = WRITTEN.once((actor, person.pk, scale.pk, on, since), lambda: written_of(actor, person, scale, on, since))
    every = every_line(Asker(actor, person, scale, written.circle, on), written.waiting)
    todo = as_listed(every, on)
    others = Elsewhere([]) if is_past else elsewhere(actor, person, scale, todo, on)
    first, rest = folded(todo, on)
    votes, now = [one for one in every if one.is_now], [] if is_past else written.now
    convened = [] if is_past else [one for one in written.meetings if not one.is_now]
    coming_up = next((one for one in convened if one.meeting.mode != Meeting.Mode.WRITTEN), next(iter(convened), None))
    told = {one.meeting.pk for one in (*(one.mine for one in now), *convened)}
    planned = [meeting for meeting in written.coming if meeting.pk not in told]
    asked = [one for one in convened if one.is_asked]
    further, apart = on + timedelta(days=DAYS), [one for one in convened if one is not coming_up]
    return Today(
        opening=opening(
            votes=len(votes),
            waiting=len(todo),
            late=sum(1 for one in todo if is_late(one, on)),
            replies=len(asked),
            elsewhere=bool(others.places),
            **told_now(now),
        ),
        votes=votes,
        voted=(voted := frozenset() if is_past else voted_in(written.meetings, person)),
        now=now,
        rows=[row_of(one, on) for one in first],
        rest=[row_of(one, on) for one in rest],
        elsewhere=others,
        soon=written.soon,
        coming=written.coming if is_past else [],
        since=written.since,
        next_end=written.next_end,
        allowed=written.allowed,
        next=coming_up,
        asked=asked,
        awaited=[one for one in asked if one is not coming_up and one.meeting.day < further],
        weeks=[] if is_past else three_weeks(now, convened, planned, on, voted),
        listed=[] if is_past else three_weeks([], apart, planned, on, voted),
        later=[one for one in apart if one.meeting.day >= further][:NEXT],
        followed=[found for one in written.meetings if (found := followed(one.meeting, on))],
        yours=[] if is_past else written.yours,
        land=None if is_past else written.land,
        decided=written.decided,
        months=written.months,
        renewed=written.renewed,
        threads=[one for one in written.threads if not (one.calls and one.prepares)],
        amiss=[] if todo or is_past else amiss(scale, on, actor),
        follows=written.follows,
        own=[] if is_past else written.own,
        is_grave=any(one.blocks or one.is_major for one in todo),
    )


def told_now(now: Iterable[Now]) -> dict[str, list[str]]:
    """The sittings under way, by name: those that this person holds, and the others."""
    return {"held": [one.name for one in now if one.holds], "sitting": [one.name for one in now if not one.holds]}


def voted_in(meetings: list[Mine], person: Person) -> frozenset[UUID]:
    """Those where this person has cast all that is open. One query, where one is held; ballots are no acts: asked each time."""
    return given_in(person.pk, [one.meeting.pk for one in meetings if one.meeting.stage is State.IN_PROGRESS])


def row_of(one: ToDo, on: date) -> Row:
    said, beside = when(one, on)
    return Row(one, *cited(one), said, beside, is_late(one, on), shown_day(one, on))


def written_of(actor: Actor, person: Person, scale: Organisation, on: date, since: datetime) -> Written:
    """Line by line and part by part (`home.waiting`). What reads the journal, news, is found each time."""
    with asked_by(actor, person, scale, on) as (asker, once):
        person, scale, circle = asker.person, asker.scale, asker.circle
        ending = once("ending", lambda: ending_in(actor, circle, scale, on))
        meetings = once("meetings", lambda: mine(actor, on))
        return Written(
            circle=circle,
            waiting=kept_lines(asker, once),
            soon=[mandate for mandate in ending if mandate.period.upper <= on + SOON],
            coming=once("coming", lambda: coming(actor, person, scale, on, on + timedelta(days=DAYS - 1))),
            since=news(actor, circle, scale, since, on),
            next_end=next((mandate for mandate in ending if mandate.period.upper > on + SOON), None),
            allowed=once("allowed", lambda: derogations_at(scale, on, actor).current),
            meetings=meetings,
            now=under_way(meetings, person.pk),
            yours=once("yours", lambda: yours_of(actor, person, on)),
            land=land_of(actor, scale, circle, on),
            decided=once("decided", lambda: decided_of(actor, person, scale, on)),
            months=once("months", lambda: counts_by_month(scale, actor, on)),
            renewed=once("renewed", lambda: assemblies_ahead(scale, actor, on)),
            threads=once("threads", lambda: threads_of(actor, circle, on)),
            follows=once("follows", lambda: given_on(person, Feed.Scope.MINE)),
            own=once("own", lambda: own_of(person.pk, on)),
        )


def ending_in(actor: Actor, circle: Collection[UUID], scale: Organisation, on: date) -> list[Mandate]:
    """The mandates in the bodies of a circle that have an end, the soonest first. One query, two elsewhere than at the head."""
    rows = Mandate.objects.visible_to(actor).on(on)
    rows = rows.filter(period__endswith__isnull=False, **mandates_in(circle, scale, on))
    return sorted(
        rows.select_related("seat__body__organisation", "person").order_by("id"), key=lambda one: one.period.upper
    )


def decided_of(actor: Actor, person: Person, scale: Organisation, on: date) -> list[Decision]:
    """The last decisions of this organisation, and of the bodies in which one sits, of those that one may read. One query."""
    sits = Mandate.objects.on(on).filter(person=person).exclude(seat__body__kind=Body.Kind.TEAM)
    rows = Decision.objects.standing().visible_to(actor).filter(decided_on__lte=on).exclude(type=Decision.ADVICE)
    rows = rows.filter(Q(organisation=scale) | Q(body__in=sits.values("seat__body")))
    return list(
        rows.select_related("body__organisation", "organisation").order_by("-decided_on", "-number", "pk")[:LAST]
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
    """A title that this person holds until that day, and where it leads: the organisations, by name and slug; one alone
    where they prepare for it."""

    title: str
    until: date | None
    prepares: bool
    says_where: bool  # « Secrétariat confié par ESS pays de Redon »: its one place is not told again
    places: list[tuple[str, str]]


def held_by(actor: Actor) -> list[Held]:
    """What this person holds, the widest first, each title once. One query."""
    rows = Organisation.objects.filter(pk__in={hat.organisation for hat in actor.hats})
    known = {pk: (name, slug) for pk, name, slug in rows.values_list("pk", "name", "slug")}
    found: dict[tuple[object, ...], Held] = {}
    for hat in actor.hats:
        if hat.organisation not in known:
            continue
        place, prepares = known[hat.organisation], hat.role == "secretariat"
        title = hat.told.replace(f", {place[0]}", "", 1)
        says_where = title == hat.told
        key = title, hat.until, place if prepares or says_where else None
        one = found.setdefault(key, Held(title, hat.until, prepares, says_where, []))
        if place not in one.places:
            one.places.append(place)
    return list(found.values())


def replaceable_in(actor: Actor) -> list[tuple[str, str]]:
    """Where this person may ask to be replaced while away, by name and slug: a mandate of their own, of the organisation for
    which it acts. One query."""
    own = {hat.mandate: hat.organisation for hat in actor.hats if hat.mandate and not hat.instead}
    there = Mandate.objects.filter(pk__in=own).order_by("seat__body__organisation__search", "pk")
    where = "seat__body__organisation"
    rows = there.values_list("pk", where, f"{where}__name", f"{where}__slug")
    return list(dict.fromkeys((name, slug) for pk, at, name, slug in rows if own[pk] == at))


def past_of(person: Person, on: date) -> list[Mandate]:
    """The mandates that a person held, the last first."""
    ended = Mandate.objects.filter(person=person, period__endswith__lte=on).exclude(end_reason="mistake")
    return list(ended.select_related("seat__body__organisation").order_by("-period", "id"))


def letters_due(now: datetime) -> list[UUID]:
    """The letters of the morning that were not written today, when it is the hour. One query."""
    local = timezone.localtime(now)
    if not is_morning(local):
        return []
    rows = MorningLetter.objects.filter(stopped_at=None).exclude(last_on=local.date())
    return list(rows.order_by("pk").values_list("pk", flat=True))


def has_letter(person: Person) -> bool:
    return MorningLetter.objects.filter(person=person, stopped_at=None).exists()
