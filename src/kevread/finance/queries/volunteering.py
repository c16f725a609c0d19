"""What volunteers gave in a fiscal year, line by line: the meetings where those who administer were, and what somebody says of
the time given beside. Nobody is named."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kevread.attendance.models import Presence
from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.finance.models import GivenTime, HourRate
from kevread.finance.rules import minutes_there, worth
from kevread.meetings.models import Meeting
from kevread.seats.models import Body, Mandate
from kevread.staff.models import Contract

from .closings import closings
from .reports import Due

ADMINISTERING = (Body.Kind.BOARD, Body.Kind.BUREAU)
ACCOUNTS = ("864", "875")  # what volunteers give, as it is used and as it is received (ANC 2018-06)
type Stays = list[tuple[datetime, datetime | None]]


@dataclass(frozen=True, slots=True)
class Gift:
    """A line: on which day, what, how many people, how long they were there in all (None: not known), what an hour was worth
    that day (None: nobody said it), and where the line comes from. `row`: what somebody said, if it is that."""

    day: date
    what: str
    people: int | None
    minutes: int | None
    rate: int | None
    origin: str
    meeting: UUID | None = None
    row: GivenTime | None = None

    @property
    def cents(self) -> int | None:
        return worth(self.minutes, self.rate)


@dataclass(frozen=True, slots=True)
class Volunteering:
    """A fiscal year, as far as a day; what an hour was said to be worth, the last first."""

    first: date
    last: date
    gifts: Sequence[Gift]
    rates: Sequence[HourRate] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(one.minutes or 0 for one in self.gifts)

    @property
    def cents(self) -> int:
        """What is known of it."""
        return sum(one.cents or 0 for one in self.gifts)

    @property
    def untimed(self) -> list[Gift]:
        return [one for one in self.gifts if one.minutes is None]

    @property
    def unrated(self) -> list[Gift]:
        return [one for one in self.gifts if one.minutes is not None and one.rate is None]

    @property
    def is_whole(self) -> bool:
        return not self.untimed and not self.unrated

    @property
    def told(self) -> int | None:
        """What it is worth; None where nothing of it is known."""
        return self.cents if any(one.cents is not None for one in self.gifts) else None


def volunteering(
    organisation: Organisation, actor: Actor, on: date, closed_on: date | None = None
) -> Volunteering | None:
    """Of the fiscal year that closes that day, or of the one under way; None where nobody says when years close. Seven queries,
    whatever there is."""
    told = closings(on, [organisation.pk]).get(organisation.pk)
    if told is None or (closed_on is not None and told.after(closed_on) != closed_on):
        return None
    last = closed_on or told.after(on)
    first = told.first_day(last)
    rows = HourRate.objects.visible_to(actor).standing().filter(organisation=organisation)
    rates = list(rows.order_by("-since"))
    period = Period.through(first, min(last, on)) if first <= on else None
    gifts = [] if period is None else sorted(
        [*sat(organisation, actor, period, rates), *declared(organisation, actor, period, rates)],
        key=lambda one: (one.day, one.what),
    )  # fmt: skip
    return Volunteering(first, last, gifts, rates)


def said_so_far(organisation: Organisation, actor: Actor, on: date) -> Volunteering:
    """What somebody said of the time given, until that day: all there is where nobody says when years close. Two queries."""
    rows = HourRate.objects.visible_to(actor).standing().filter(organisation=organisation)
    rates = list(rows.order_by("-since"))
    gifts = list(declared(organisation, actor, Period.through(date.min, on), rates))
    return Volunteering(date.min, on, sorted(gifts, key=lambda one: (one.day, one.what)), rates)


def given_in(due: Due, actor: Actor, on: date) -> int | None:
    """What volunteers gave in the year of a report, in cents; None where part of it is not known."""
    found = volunteering(due.funding.organisation, actor, on, due.closed_on)
    return found.told if found is not None and found.is_whole else None


def rate_on(rates: Iterable[HourRate], day: date) -> int | None:
    """`rates`: the last first."""
    return next((one.cents for one in rates if one.since <= day), None)


def declared(organisation: Organisation, actor: Actor, period: Period, rates: Sequence[HourRate]) -> Iterable[Gift]:
    rows = GivenTime.objects.visible_to(actor).standing().filter(organisation=organisation)
    for one in rows.filter(day__range=(period.start, period.last)):
        what = named(one.get_kind_display(), one.words)
        yield Gift(
            one.day, what, None, one.minutes, rate_on(rates, one.day), "Inscrit par qui tient les comptes", row=one
        )


def named(kind: str, words: str) -> str:
    """
    >>> named("Déplacement", "Aller au conseil"), named("Préparation", "Préparation du forum")
    ('Déplacement : Aller au conseil', 'Préparation du forum')
    """
    return words if words.lower().startswith(kind.lower()) else f"{kind} : {words}"


def sat(organisation: Organisation, actor: Actor, period: Period, rates: Sequence[HourRate]) -> Iterable[Gift]:
    """The meetings of its bodies that were held, where somebody who administers it that day, and whom neither it nor the one
    they stand for employs, was noted to be there; those of its board and its bureau of which nobody noted who was: how long
    is then not known."""
    assert period.start is not None and period.last is not None
    meetings = Meeting.objects.visible_to(actor).held().filter(body__organisation=organisation)
    those = list(meetings.between(period.start, period.last).select_related("body"))
    found, behalf = stays_of(those)
    seated, employed = administering(organisation, period), at_work(organisation, behalf, period)
    for meeting in those:
        day = timezone.localtime(meeting.starts_at).date()
        there = [
            stays
            for person, stays in found[meeting.pk].items()
            if any(day in one for one in seated[person])
            and not any(
                day in one
                for where in (organisation.pk, *behalf[meeting.pk, person])
                for one in employed[person, where]
            )
        ]
        name = meeting.title or meeting.body.name
        if not found[meeting.pk] and meeting.body.kind in ADMINISTERING:
            yield Gift(day, name, None, None, rate_on(rates, day), "Présences non notées", meeting=meeting.pk)
        if there:
            opened, closed = meeting.opened_at, meeting.closed_at
            known = opened is not None and closed is not None and closed > opened
            minutes = sum(minutes_there(one, opened, closed) for one in there) if known and opened and closed else None
            origin = "Présences notées" + (", heures racontées après coup" if meeting.is_recorded else "")
            yield Gift(day, name, len(there), minutes, rate_on(rates, day), origin, meeting=meeting.pk)


def stays_of(
    meetings: Sequence[Meeting],
) -> tuple[Mapping[UUID, dict[UUID, Stays]], Mapping[tuple[UUID, UUID], set[UUID]]]:
    """By meeting, who was there and when; for whom each of them sat. One query."""
    found: dict[UUID, dict[UUID, Stays]] = defaultdict(lambda: defaultdict(list))
    behalf: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    rows = Presence.objects.filter(entry__meeting__in=meetings)
    for meeting, person, represents, arrived, left in rows.values_list(
        "entry__meeting", "entry__person", "entry__represents", "arrived_at", "left_at"
    ):
        if left != arrived:  # noted by mistake
            found[meeting][person].append((arrived, left))
            if represents:
                behalf[meeting, person].add(represents)
    return found, behalf


def administering(organisation: Organisation, period: Period) -> Mapping[UUID, list[Period]]:
    """Who sits on its board or its bureau, and when. One query."""
    found: dict[UUID, list[Period]] = defaultdict(list)
    rows = Mandate.objects.touching(period).filter(
        seat__body__organisation=organisation, seat__body__kind__in=ADMINISTERING
    )
    for one in rows.only("person_id", "period"):
        found[one.person_id].append(one.dates)
    return found


def at_work(
    organisation: Organisation, behalf: Mapping[tuple[UUID, UUID], set[UUID]], period: Period
) -> Mapping[tuple[UUID, UUID], list[Period]]:
    """Who is employed by it or by those for whom people sat, and when: what is part of one’s work is no gift. One query."""
    found: dict[tuple[UUID, UUID], list[Period]] = defaultdict(list)
    others = set().union(*behalf.values())
    rows = Contract.objects.standing().touching(period).filter(Q(employer=organisation) | Q(employer__in=others))
    for one in rows.only("person_id", "employer_id", "period"):
        found[one.person_id, one.employer_id].append(one.dates)
    return found
