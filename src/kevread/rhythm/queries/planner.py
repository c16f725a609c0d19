"""What the planner proposes for the bodies of an organisation: their cadence, their habits, their members, the days off."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import known_as
from kevread.meetings.rules.life import State
from kevread.rhythm.queries.calendar import Rhythm
from kevread.rhythm.queries.pauses import days_off, to_avoid
from kevread.rhythm.rules.cadence import Month
from kevread.rhythm.rules.planning import WEEKDAYS, Busy, Limits, Wish, propose
from kevread.seats.models import Body, Mandate

LEAD = timedelta(days=7)  # nobody is asked to meet sooner than in a week
HABITS = timedelta(days=730)  # how far back one looks for a habit


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chooses for the bodies that have no habit, and whether August may be used."""

    weekday: int = 1
    starts: time = time(18)
    minutes: int = 120
    august: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A date proposed for a body, and why."""

    body: Body
    day: date
    starts: time
    ends: time
    why: str

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]


def offers(actor: Actor, rhythms: Sequence[Rhythm], year: int, today: date, choices: Choices) -> list[Offer]:
    """The dates that the cadences of these bodies still ask for in a year, by day. Five queries, whatever their number.

    What is planned already stays, and counts; nothing is written. Meetings that the actor may not see keep people busy, and
    are not named.
    """
    first = max(date(year, 1, 1), today + LEAD)
    last = date(year, 12, 31)
    asking = [rhythm for rhythm in rhythms if rhythm.to_plan]
    if not asking or first > last:
        return []
    bodies = {str(rhythm.body.pk): rhythm.body for rhythm in asking}
    habits = habits_of([rhythm.body for rhythm in asking], today)
    busy, members = busy_between(actor, first, last, [rhythm.body.pk for rhythm in asking], today)
    wishes = [wish_of(rhythm, habits, members, choices, first) for rhythm in asking]
    limits = Limits(
        first,
        last,
        days_off(year),
        frozenset() if choices.august else frozenset({8}),
        to_avoid(first, last, august=choices.august),
    )
    return [
        Offer(bodies[one.key], one.day, one.starts, end_of(one.starts, one.minutes), one.why)
        for one in propose(wishes, limits, busy)
    ]


def offer_before(actor: Actor, rhythm: Rhythm, today: date, last: date, choices: Choices) -> list[Offer]:
    """A date for one more meeting of a body, before a day by which somebody is awaited there, whatever its cadence asks for.
    None, where no day fits."""
    first = today + LEAD
    if first > last:
        return []
    habits = habits_of([rhythm.body], today)
    busy, members = busy_between(actor, first, last, [rhythm.body.pk], today)
    wish = replace(wish_of(rhythm, habits, members, choices, first), number=1, months=())
    off = {day: name for year in {first.year, last.year} for day, name in days_off(year).items()}
    august = frozenset() if choices.august else frozenset({8})
    limits = Limits(first, last, off, august, to_avoid(first, last, august=choices.august))
    return [
        Offer(rhythm.body, one.day, one.starts, end_of(one.starts, one.minutes), one.why)
        for one in propose([wish], limits, busy)
    ]


def busy_between(
    actor: Actor, first: date, last: date, bodies: Iterable[UUID], today: date
) -> tuple[list[Busy], Mapping[UUID, frozenset[object]]]:
    """Whom the meetings planned between two days keep busy, in every organisation; and who sits in their bodies and in these.
    Those that the actor may not see are not named. Three queries."""
    others = list(
        Meeting.objects.between(first, last)
        .filter(state__in=State.planned())
        .select_related("body__organisation")
        .order_by("starts_at", "pk")
    )
    seen = set(Meeting.objects.visible_to(actor).filter(pk__in=[one.pk for one in others]).values_list("pk", flat=True))
    members = members_of({*bodies, *(one.body_id for one in others)}, today)
    busy = [
        Busy(
            one.day,
            known_as(one) if one.pk in seen else "",
            timezone.localtime(one.starts_at).hour >= 17,
            members.get(one.body_id, frozenset()),
        )
        for one in others
    ]
    return busy, members


def why_none(rhythms: Sequence[Rhythm]) -> str:
    """Why these bodies are offered no date: what nobody set or keeps first, since somebody may mend it."""
    asked = [one for one in rhythms if one.tally.cadence.is_set or one.undecided]
    if not asked:
        return "Aucun article ne fixe ce rythme : les réunions sont comptées, rien n’est attendu."
    if not any(one.kept for one in asked):
        return "Le registre des réunions n’est pas tenu : Kevread ne sait pas ce qui manque."
    decided = [one for one in asked if one.kept and not one.undecided]
    if not decided:
        return "Le texte prévoit un rythme, mais son nombre n’est pas encore décidé."
    if any(one.to_plan for one in decided):
        return "Des réunions restent à planifier, mais aucun jour de l’année qui reste ne leur convient."
    if any(one.tally.missing for one in decided):
        return "Ce qui pouvait encore se tenir est planifié ; ce qui a manqué ne se rattrape plus cette année."
    return "Tout ce qui est attendu cette année est tenu ou planifié."


def end_of(starts: time, minutes: int) -> time:
    """The end of a meeting, the same day: one that would pass midnight stops just before."""
    end = datetime.combine(date(2000, 1, 1), starts) + timedelta(minutes=minutes)
    return end.time() if end.day == 1 else time(23, 59)


def wish_of(
    rhythm: Rhythm,
    habits: Mapping[UUID, tuple[int, time, int]],
    members: Mapping[UUID, frozenset[object]],
    choices: Choices,
    first: date,
) -> Wish:
    tally = rhythm.tally
    months = [n for n, month in enumerate(tally.months, start=1) if month is Month.TO_PLAN]
    usual = habits.get(rhythm.body.pk)
    weekday, starts, minutes = usual or (choices.weekday, choices.starts, choices.minutes)
    return Wish(
        key=str(rhythm.body.pk),
        name=rhythm.body.name,
        number=0 if tally.cadence.per_month_min is not None else tally.to_plan,
        months=tuple(month for month in months if first <= date(tally.seen.year, month, 28)),
        taken=frozenset((*tally.seen.held, *tally.seen.planned)),
        members=members.get(rhythm.body.pk, frozenset()),
        weekday=weekday,
        starts=starts,
        minutes=minutes,
        usual=usual is not None,
    )


def habits_of(bodies: Sequence[Body], today: date) -> dict[UUID, tuple[int, time, int]]:
    """The weekday, the hour and the length (minutes) that each body's meetings most often had in two years; of those as
    frequent, the latest. A body that met once has no habit yet. One query."""
    seen: dict[UUID, list[tuple[int, time, int]]] = defaultdict(list)
    rows = Meeting.objects.held().between(today - HABITS, today).filter(body__in=bodies).order_by("-starts_at")
    for body, starts_at, ends_at in rows.values_list("body_id", "starts_at", "ends_at"):
        here = timezone.localtime(starts_at)
        length = max(30, round((ends_at - starts_at).total_seconds() / 60))
        seen[body].append((here.weekday(), here.time().replace(second=0, microsecond=0), length))
    return {body: Counter(times).most_common(1)[0][0] for body, times in seen.items() if len(times) > 1}


def members_of(bodies: set[UUID], on: date) -> dict[UUID, frozenset[object]]:
    """Who sits in each body that day, alternates too. One query."""
    people: dict[UUID, set[object]] = defaultdict(set)
    rows = Mandate.objects.on(on).filter(seat__body__in=bodies)
    for body, person in rows.values_list("seat__body", "person"):
        people[body].add(person)
    return {body: frozenset(there) for body, there in people.items()}
