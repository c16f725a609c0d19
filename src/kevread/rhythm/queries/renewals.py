"""The mandates that end within a year, in one plan: which assemblies renew them, in what order, and when each could meet.

An organisation whose representatives sit in the bodies of another comes before it: whoever is elected there is then
designated here. The order is read off the mandates that end, not off the kinds of organisations.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kevread.charter.queries.text import circle_of
from kevread.common.actor import Actor, Grounds
from kevread.common.periods import MONTHS
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.meetings.models import Meeting
from kevread.meetings.permissions import may_prepare
from kevread.rhythm.queries.pauses import days_off, to_avoid
from kevread.rhythm.queries.planner import LEAD, Choices, Offer, busy_between, end_of, habits_of
from kevread.rhythm.rules.planning import Busy, Limits, Wish, propose
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.forecast import successors
from kevread.seats.queries.records import ENDING_SOON

ELECTED = (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU)
STEP = 28  # days between those who come first and those who come after them
BEFORE = timedelta(days=122)  # a meeting sooner than that before the mandates end does not renew them


@dataclass(slots=True)
class Renewal:
    """An organisation whose mandates end: how many, from when to when; after which others its assembly meets, and None where
    it has none that day. `planned`: the meeting of it that is there already; `offer`: the date that one could take."""

    organisation: Organisation
    by: date
    last: date
    count: int
    prepared: int  # of these, those whose successor is written already
    of_boards: int  # of these, those of boards: what the agenda of the assembly bears (`renewed.points_of`)
    rank: int = 0
    after: tuple[Organisation, ...] = ()
    assembly: Body | None = None
    planned: Meeting | None = None
    grounds: Grounds = field(default_factory=lambda: Grounds(False, ""))
    offer: Offer | None = None

    @property
    def day(self) -> date:
        """On which it meets, as it is planned or could be; failing that, by which it is to."""
        return self.planned.day if self.planned else self.offer.day if self.offer else self.by

    @property
    def is_open(self) -> bool:
        """Whether its assembly is to be planned: it has one, of which no meeting is planned, and not all is prepared."""
        return self.assembly is not None and self.planned is None and self.prepared < self.count


@dataclass(frozen=True, slots=True)
class Renewals:
    lines: list[Renewal]  # in the order of the days on which they meet, or by which they are to
    apart: int  # mandates that end within the year in bodies that no assembly renews
    by_month: tuple[tuple[str, int], ...]  # « juin 2027 », 208

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def of_boards(self) -> int:
        return sum(line.of_boards for line in self.lines)

    @property
    def assemblies(self) -> int:
        return sum(line.assembly is not None for line in self.lines)

    @property
    def planned(self) -> list[Renewal]:
        return [line for line in self.lines if line.planned]

    @property
    def is_open(self) -> bool:
        """Whether one of these assemblies is still to be planned, by whoever may."""
        return any(line.is_open for line in self.lines)

    @property
    def beyond(self) -> bool:
        """Whether some are to be planned that the reader may not plan."""
        return any(line.is_open and not line.grounds for line in self.lines)

    @property
    def offered(self) -> list[Renewal]:
        return [line for line in self.lines if line.offer]


def renewals(scale: Organisation, actor: Actor, on: date, choices: Choices) -> Renewals:
    """The plan of an organisation and of its members that the reader may read; of the whole network at its head. The number
    of queries does not grow. A team is hired, not elected; the spaces follow from the others: neither is here."""
    ending = ending_in(scale, actor, on)
    mandates = elected(ending)
    lines = lines_of(mandates, on)
    find_assemblies(lines, actor, on)
    if any(line.is_open and line.grounds for line in lines.values()):
        every = Mandate.objects.on(on).filter(period__endswith__lte=on + timedelta(days=ENDING_SOON))
        offers = offers_to_all(elected(every), actor, on, choices)
        for key, line in lines.items():
            line.offer = offers.get(key) if line.is_open and line.grounds else None
    months: dict[str, int] = defaultdict(int)
    for mandate in sorted(mandates, key=lambda one: one.dates.last or date.max):
        if last := mandate.dates.last:
            months[f"{MONTHS[last.month - 1]} {last.year}"] += 1
    ordered = sorted(lines.values(), key=lambda line: (line.day, line.rank, line.organisation.name))
    apart = ending.exclude(seat__body__kind__in=ELECTED).count()
    return Renewals(ordered, apart, tuple(months.items()))


def ending_in(scale: Organisation, actor: Actor, on: date) -> QuerySet[Mandate]:
    """The mandates that end within a year in an organisation and its members, of those that the reader may read."""
    ending = Mandate.objects.on(on).filter(period__endswith__lte=on + timedelta(days=ENDING_SOON)).visible_to(actor)
    found: QuerySet[Mandate] = ending.filter(seat__body__organisation__in=circle_of(scale, on, actor).everyone)
    return found


def standing_in(scale: Organisation, actor: Actor, on: date) -> list[Meeting]:
    """The meetings of these assemblies that are planned already."""
    lines = lines_of(elected(ending_in(scale, actor, on)), on)
    find_assemblies(lines, actor, on)
    return [line.planned for line in lines.values() if line.planned]


def offers_to_all(mandates: list[Mandate], actor: Actor, on: date, choices: Choices) -> dict[UUID, Offer]:
    """The date that each assembly of the network could take, whoever reads: what is proposed to one stays out of the way of
    what is proposed to the others. Of what this reader may not read, nothing is named."""
    lines = lines_of(mandates, on)
    find_assemblies(lines, actor, on)
    offer_dates(list(lines.values()), actor, on, choices)
    return {key: line.offer for key, line in lines.items() if line.offer}


def elected(ending: QuerySet[Mandate]) -> list[Mandate]:
    rows = ending.filter(seat__body__kind__in=ELECTED).select_related("seat__body__organisation", "represents")
    return list(rows.order_by("period", "pk"))


def lines_of(mandates: list[Mandate], on: date) -> dict[UUID, Renewal]:
    """By organisation, each with its rank."""
    follows = successors(mandates, on)
    theirs: dict[UUID, list[Mandate]] = defaultdict(list)
    for mandate in mandates:
        theirs[mandate.seat.body.organisation_id].append(mandate)
    lines = {
        key: Renewal(
            some[0].seat.body.organisation,
            by=min(one.dates.last for one in some if one.dates.last),
            last=max(one.dates.last for one in some if one.dates.last),
            count=len(some),
            prepared=sum(one.pk in follows for one in some),
            of_boards=sum(one.seat.body.kind == Body.Kind.BOARD for one in some),
        )
        for key, some in theirs.items()
    }
    put_in_order(lines, theirs)
    return lines


def put_in_order(lines: Mapping[UUID, Renewal], theirs: Mapping[UUID, Iterable[Mandate]]) -> None:
    """Give each its rank: above that of all who are represented in its bodies by mandates that end. Two that represent each
    other keep the rank that they had when one came back."""
    feeds = {
        key: {
            one.represents.pk: one.represents
            for one in some
            if one.represents and one.represents.pk in lines and one.represents.pk != key
        }
        for key, some in theirs.items()
    }
    ranks = ranked({key: set(some) for key, some in feeds.items()})
    for key, line in lines.items():
        line.rank = ranks[key]
        line.after = tuple(sorted(feeds[key].values(), key=lambda one: one.name))


def ranked[Key](before: Mapping[Key, Collection[Key]]) -> dict[Key, int]:
    """How many come one after another before each.

    >>> ranked({"pôle": [], "groupement": ["pôle"], "tête": ["pôle", "groupement"]})
    {'pôle': 0, 'groupement': 1, 'tête': 2}
    >>> sorted(ranked({"a": ["b"], "b": ["a"]}))  # each sits in the other: none is first, and it ends all the same
    ['a', 'b']
    """
    found = dict.fromkeys(before, 0)
    for _ in before:  # as many times as the longest chain may have links
        for key, some in before.items():
            found[key] = max([found[key], *(1 + found[one] for one in some)]) if some else 0
        if all(found[key] > found[one] for key, some in before.items() for one in some):
            break
    return found


def find_assemblies(lines: Mapping[UUID, Renewal], actor: Actor, on: date) -> None:
    """The assembly of each, whether one of its meetings is planned by then, and whether the reader may plan it."""
    rows = Body.objects.on(on).filter(organisation__in=lines, kind=Body.Kind.ASSEMBLY).select_related("organisation")
    for body in rows.order_by("rank", "pk"):
        line = lines[body.organisation_id]
        if line.assembly is None:
            line.assembly, line.grounds = body, may_prepare(actor, body)
    last = max((line.by for line in lines.values()), default=on)
    meetings = Meeting.objects.planned().between(on, last).filter(body__organisation__in=lines)
    for meeting in meetings.select_related("body").order_by("starts_at", "pk"):
        line = lines[meeting.body.organisation_id]
        if line.planned is None and line.assembly == meeting.body and line.by - BEFORE <= meeting.day <= line.by:
            line.planned = meeting


def planned_between(bodies: Collection[UUID], first: date, last: date) -> dict[UUID, list[date]]:
    """The days on which these bodies mean to meet, read now."""
    found: dict[UUID, list[date]] = defaultdict(list)
    rows = Meeting.objects.planned().between(first, last).filter(body__in=bodies)
    for body, starts_at in rows.values_list("body_id", "starts_at"):
        found[body].append(timezone.localtime(starts_at).date())
    return found


def offer_dates(lines: Collection[Renewal], actor: Actor, today: date, choices: Choices) -> None:
    """A date for each assembly that is to be planned: by the day on which the first of its mandates ends, those who come
    before others first, a month apart, no two at the same time for one person."""
    asking = [line for line in lines if line.is_open]
    if not asking:
        return
    highest = max(line.rank for line in lines)
    first, last = today + LEAD, max(line.by for line in asking)
    habits = habits_of([line.assembly for line in asking if line.assembly], today)
    busy, _ = busy_between(actor, first, last, (), today)
    members = sitting_at([line.organisation.pk for line in asking], today)
    off = {day: name for year in range(first.year, last.year + 1) for day, name in days_off(year).items()}
    pauses = to_avoid(first, last, august=choices.august)
    met: dict[UUID, dict[date, str]] = defaultdict(dict)  # the days of those who are represented in the same bodies
    guests = {key: line.after for key, line in ((line.organisation.pk, line) for line in lines)}
    hosts = {one.pk: [key for key, some in guests.items() if one in some] for some in guests.values() for one in some}
    for line in sorted(asking, key=lambda line: (line.rank, line.by, line.organisation.name)):
        assert line.assembly is not None
        usual, reads = habits.get(line.assembly.pk), actor.hat_for("read", line.organisation.pk)
        weekday, starts, minutes = usual or (choices.weekday, choices.starts, choices.minutes)
        end = line.by - timedelta(days=STEP * (highest - line.rank))
        start = max(first, end - timedelta(days=STEP - 1))
        wish = Wish(
            key=str(line.assembly.pk),
            name=f"{line.assembly.name}, {line.organisation.name}" if reads else "",
            number=1,
            members=frozenset(members[line.organisation.pk]),
            weekday=weekday,
            starts=starts,
            minutes=minutes,
            usual=usual is not None,
        )
        shared = hosts.get(line.organisation.pk, [])
        avoided = pauses | {day: said for host in shared for day, said in met[host].items()}
        months_off = frozenset() if choices.august else frozenset({8})
        limits = Limits(start, max(start, end), off, months_off, avoided)
        for one in propose([wish], limits, busy):
            line.offer = Offer(line.assembly, one.day, one.starts, end_of(one.starts, one.minutes), one.why)
            told = f"l’assemblée {of(line.organisation.name)}" if reads else "une autre assemblée"
            for host in shared:
                met[host][one.day] = f"{told} y est proposée"
            busy.append(Busy(one.day, wish.name, wish.is_evening, wish.members))


def sitting_at(organisations: Collection[UUID], on: date) -> dict[UUID, set[object]]:
    """Who comes to the assembly of each: those who sit in one of its elected bodies. One query."""
    people: dict[UUID, set[object]] = defaultdict(set)
    rows = Mandate.objects.on(on).filter(seat__body__organisation__in=organisations, seat__body__kind__in=ELECTED)
    for organisation, person in rows.values_list("seat__body__organisation", "person"):
        people[organisation].add(person)
    return people
