"""What bodies held, planned and miss: their years, as one sees them on a day, and the cadence that articles ask of them.

A meeting counts on the day it is held. Seen from an earlier day, a meeting held since was planned.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kevread.charter.models import Keeping
from kevread.charter.queries.limits import limits_of, values_during
from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.rules.life import State
from kevread.rhythm.rules.cadence import Cadence, Tally, Year, tally
from kevread.seats.models import Body, Mandate
from kevread.ui.words import counted

REGISTER = "meetings"
PER_YEAR, AT_MOST, PER_MONTH = "rhythm.attainable_meetings", "rhythm.held_or_planned", "rhythm.held_by_month"


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which a body held a meeting, and those on which one is or was planned. Dates in local time."""

    held: frozenset[date] = frozenset()
    planned: frozenset[date] = frozenset()

    def seen(self, year: int, on: date, since: date | None) -> Year:
        """One year of them, from the day `on`."""
        there = sorted(day for day in self.held if day.year == year)
        meant = sorted(day for day in self.planned if day.year == year)
        return Year(
            year=year,
            on=on,
            since=since,
            held=tuple(day for day in there if day <= on),
            planned=tuple(sorted([day for day in there if day > on] + [day for day in meant if day >= on])),
            untold=tuple(day for day in meant if day < on),
        )


def days_of(first: date, last: date, **bodies: Any) -> dict[UUID, Days]:
    """The days of each body that meets between two days, both included. One query. `bodies` filters the meetings."""
    rows = Meeting.objects.between(first, last).filter(state__in=State.held() | State.planned(), **bodies)
    return days_in(rows.values_list("body_id", "starts_at", "state"))


def days_in(meetings: Iterable[tuple[UUID, datetime, str]]) -> dict[UUID, Days]:
    """The days of each body, of its meetings: whose they are, when they start, their state."""
    held: dict[UUID, set[date]] = defaultdict(set)
    planned: dict[UUID, set[date]] = defaultdict(set)
    for body, starts_at, state in meetings:
        where = held if State(state) in State.held() else planned if State(state) in State.planned() else None
        if where is not None:
            where[body].add(timezone.localtime(starts_at).date())
    return {body: Days(frozenset(held[body]), frozenset(planned[body])) for body in {*held, *planned}}


def watched_since(organisations: Iterable[UUID] | None, on: date) -> dict[UUID, date]:
    """Since when each organisation keeps the register of its meetings, of those that keep it that day. One query."""
    rows = Keeping.objects.on(on).filter(register=REGISTER)
    if organisations is not None:
        rows = rows.filter(organisation__in=list(organisations))
    return {organisation: period.lower for organisation, period in rows.values_list("organisation_id", "period")}


def since_of(body: Period, kept: date | None, on: date) -> date | None:
    """The first day on which a body is watched: it exists, and its organisation keeps the register. None: it is not."""
    if kept is None or on not in body:
        return None
    return max(kept, body.start) if body.start else kept


@dataclass(slots=True)
class Rhythm:
    """A body, what is asked of it, its meetings of the year, and what these make of that."""

    body: Body
    tally: Tally
    meetings: list[Meeting]
    rules: tuple[str, ...]
    undecided: bool  # an article asks, and nobody set the number
    kept: bool

    @property
    def next(self) -> Meeting | None:
        return next(
            (one for one in self.meetings if one.day >= self.tally.seen.on and one.stage in State.planned()), None
        )

    @property
    def counts(self) -> str:
        """« aucune tenue, 1 séance sans quorum »: what opened and could not go on is said beside what was held."""
        number = sum(1 for one in self.meetings if one.stage is State.FAILED)
        said = self.tally.counts.replace("aucune réunion", "aucune tenue") if number else self.tally.counts
        return f"{said}, {counted(number, 'séance')} sans quorum" if number else said

    @property
    def to_plan(self) -> int:
        """The meetings for which dates may be proposed: nothing is known to miss while the register is not kept, nor
        while nobody set the number."""
        return self.tally.to_plan if self.kept and not self.undecided else 0

    @property
    def calls(self) -> bool:
        """Whether somebody should set a date, or tell what became of one."""
        return self.kept and not self.undecided and self.tally.calls

    @property
    def sentences(self) -> tuple[str, ...]:
        if not self.kept:
            return ("Le registre des réunions n’est pas tenu : rien n’est conclu de ce qui n’y est pas.",)
        if self.undecided:
            return ("Le rythme est prévu par le texte, mais son nombre n’est pas encore décidé.",)
        return self.tally.sentences


def rhythms(bodies: Sequence[Body], year: int, on: date) -> list[Rhythm]:
    """The year of each of these bodies, in their order, seen from a day. The number of queries is constant."""
    owners = {body.organisation_id for body in bodies}
    asked = cadences_of(bodies, year, on)
    kept = watched_since(owners, on)
    there = defaultdict(list)
    rows = Meeting.objects.between(date(year, 1, 1), date(year, 12, 31)).filter(body__in=bodies)
    for meeting in rows.exclude(state__in=(State.CANCELLED, State.POSTPONED)).order_by("starts_at", "pk"):
        there[meeting.body_id].append(meeting)
    days = days_in((one.body_id, one.starts_at, one.state) for of in there.values() for one in of)
    found = []
    for body in bodies:
        since = since_of(body.dates, kept.get(body.organisation_id), on)
        seen = days.get(body.pk, Days()).seen(year, on, since)
        cadence, rules, undecided = asked.get(body.pk, (Cadence(), (), False))
        found.append(Rhythm(body, tally(seen, cadence), there[body.pk], rules, undecided, since is not None))
    return found


def expected_of(organisation: Organisation, on: date) -> dict[UUID, str]:
    """How often each body of an organisation is to meet, in words, as the articles in force that day ask; that nobody has
    set the number, where they leave it. A body of which no article says anything is left out."""
    bodies = list(Body.objects.on(on).filter(organisation=organisation).exclude(kind=Body.Kind.TEAM))
    found = {}
    for key, (cadence, _, undecided) in cadences_of(bodies, on.year, on).items():
        if undecided:
            found[key] = "rythme prévu par le texte, nombre à décider"
        elif cadence.is_set:
            found[key] = cadence.words
    return found


def is_of_this_year(parameters: Mapping[str, Any]) -> bool:
    return parameters.get("year", "this") == "this"


type Asked = tuple[Cadence, tuple[str, ...], bool]


def cadences_of(bodies: Iterable[Body], year: int, on: date) -> Mapping[UUID, Asked]:
    """What the articles in force ask of these bodies: the cadence, which articles, and whether a number misses. A body
    that no article names is not in the answer."""
    by_place: dict[tuple[UUID, str], UUID] = {}
    for body in bodies:
        by_place[body.organisation_id, body.slug] = body.pk
        by_place.setdefault((body.organisation_id, f"kind:{body.kind}"), body.pk)
    owners = {organisation for organisation, _ in by_place}
    values: dict[UUID, dict[str, Any]] = defaultdict(dict)
    rules: dict[UUID, list[str]] = defaultdict(list)
    undecided = set()
    for limits in limits_of((PER_YEAR, AT_MOST, PER_MONTH), on, owners, where=is_of_this_year):
        space, kind = limits.parameters.get("space"), limits.parameters.get("kind")
        key = by_place.get((limits.organisation, space or f"kind:{kind}"))
        if key is None:
            continue
        rules[key].append(limits.rule)
        if not limits.decided:
            undecided.add(key)
        if limits.fact == PER_YEAR:
            values[key] |= {"per_year_min": limits.lower}
            values[key] |= {name: limits.parameters[name] for name in ("parts",) if name in limits.parameters}
        elif limits.fact == AT_MOST:
            values[key] |= {"per_year_max": limits.upper}
        else:
            off = months_off(limits.parameters.get("months_off", ""), year)
            values[key] |= {"per_month_min": limits.lower, "months_off": off}
    return {key: (Cadence(**values[key]), tuple(dict.fromkeys(rules[key])), key in undecided) for key in rules}


def months_off(setting: str, year: int) -> frozenset[int]:
    """The months of a year in which a setting allows not to meet: the value in force on the first day of each."""
    if not setting:
        return frozenset()
    values = values_during(setting, Period.through(date(year, 1, 1), date(year, 12, 31)))
    return frozenset(
        month
        for month in range(1, 13)
        for period, value in values
        if date(year, month, 1) in period and month in months_in(value)
    )


def months_in(value: object) -> frozenset[int]:
    """The months that a value names by their numbers.

    >>> sorted(months_in("7-8")), sorted(months_in("none"))
    ([7, 8], [])
    """
    return frozenset(int(piece) for piece in str(value).split("-") if piece.isdigit())


def rhythm_of(organisation: Organisation, year: int, on: date) -> list[Rhythm]:
    """The rhythm of the bodies that an organisation has, but for its team. A year that is over is seen from its end."""
    day = min(on, date(year, 12, 31))
    bodies = Body.objects.on(day).filter(organisation=organisation).exclude(kind=Body.Kind.TEAM)
    return rhythms(list(bodies.select_related("organisation").order_by("rank", "name")), year, day)


def coming(actor: Actor, person: Person, organisation: Organisation, first: date, last: date) -> list[Meeting]:
    """The meetings planned between two days that concern a person: to which they are convened, of the bodies where they
    sit, and, for those who prepare them, of this organisation. One query."""
    concern = mine(person, first)
    if actor.hat_for("prepare_meeting", organisation.pk):
        concern |= Q(body__organisation=organisation)
    rows = Meeting.objects.visible_to(actor).planned().between(first, last).filter(concern)
    return list(rows.select_related("body__organisation").order_by("starts_at", "pk")[:20])


def mine(person: Person, on: date) -> Q:
    """The meetings to which a person was convened, and those of the bodies in which they sit that day."""
    sits = Mandate.objects.on(on).filter(person=person).exclude(seat__body__kind=Body.Kind.TEAM)
    convened = RollEntry.objects.filter(person=person).values("meeting")
    return Q(pk__in=convened) | Q(body__in=sits.values("seat__body"))


def years_of(organisation: Organisation, on: date) -> list[int]:
    """The years that one can look at: from the first meeting written, to next year."""
    first = (
        Meeting.objects.filter(body__organisation=organisation)
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
    )
    start = timezone.localtime(first[0]).year if first[:1] else on.year
    return list(range(min(start, on.year), on.year + 2))
