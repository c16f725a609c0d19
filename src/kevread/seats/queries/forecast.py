"""The mandates that end within twelve months: by month, whose, what falls with them, who follows, and who may prepare it.

What falls is what `operations.cascade_of` would propose: the same conditions, asked of everybody at once, since the ends
are written already. The number of queries depends on how long the chain is, not on the mandates.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from kevread.charter.queries.text import circle_of
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.periods import MONTHS, Period
from kevread.directory.models import Organisation, Person
from kevread.seats.asks import Renewing, renewing
from kevread.seats.conditions import ELECTED, Place, condition, lasting, refusal_of
from kevread.seats.loader import article_of
from kevread.seats.models import Body, Delegation, Mandate, MandateQuerySet, ZoneLead
from kevread.seats.permissions import hat_used, places_of, right_to_fill

from .records import ENDING_SOON

AT_ONCE = 300  # questions of one query
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A mandate that ends, and the one that follows in the same place, if it is prepared."""

    mandate: Mandate
    successor: Mandate | None
    fillable: bool

    @property
    def share(self) -> str:
        """For whom the place is, as the form that fills it is asked."""
        return self.mandate.represents.slug if self.mandate.represents else self.mandate.family


@dataclass(frozen=True, slots=True)
class Fall:
    """A mandate that would no longer rest on anything: why, and by which article."""

    mandate: Mandate
    why: str
    rule: str


@dataclass(slots=True)
class Line:
    """What ends for somebody on a day, and what follows from it."""

    person: Person
    last: date
    terms: list[Term]
    falls: list[Fall] = field(default_factory=list)
    leads: list[ZoneLead] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    name: str  # « juin 2027 »
    count: int  # mandates
    lines: list[Line]


@dataclass(slots=True)
class Ending:
    """What ends in an organisation on a day: how many mandates, of how many the next one is written; how many are of bodies
    that an assembly renews, and whether some of these wait."""

    organisation: Organisation
    last: date
    count: int = 0
    prepared: int = 0
    elected: int = 0
    is_elected: bool = False
    assembly: Renewing | None = None


def by_organisation(months: Iterable[Month]) -> list[Ending]:
    """The same mandates in one plan: by day, then by organisation. No query."""
    found: dict[tuple[date, UUID], Ending] = {}
    for line in (line for month in months for line in month.lines):
        for term in line.terms:
            body = term.mandate.seat.body
            one = found.setdefault((line.last, body.organisation_id), Ending(body.organisation, line.last))
            one.count += 1
            one.prepared += term.successor is not None
            one.elected += body.kind in ELECTED
            one.is_elected |= term.successor is None and body.kind in ELECTED
    return sorted(found.values(), key=lambda one: (one.last, one.organisation.search, one.organisation.slug))


def with_assemblies(plan: list[Ending], actor: Actor, on: date) -> list[Ending]:
    """The same, each with the assembly that renews what waits there."""
    known = renewing({one.organisation.pk for one in plan if one.is_elected}, actor, on)
    return [replace(one, assembly=known.get(one.organisation.pk) if one.is_elected else None) for one in plan]


def assemblies_ahead(scale: Organisation, actor: Actor, on: date) -> tuple[list[Renewing], int]:
    """Of what ends within twelve months where this person reads: the assemblies that are planned, the first in front, and how
    many they may still plan."""
    rows = ending(scale, actor, on).filter(seat__body__kind__in=ELECTED).select_related(None)
    keys = {key for key in rows.values_list("seat__body__organisation", flat=True) if actor.hat_for("read", key)}
    known = renewing(keys, actor, on).values()
    planned = sorted(
        (one for one in known if one.day), key=lambda one: (one.day or date.max, one.meeting or UUID(int=0))
    )
    return planned, sum(one.may_plan for one in known)


def within(months: Iterable[Month], slug: str) -> list[Month]:
    """Of these months, what ends in one organisation."""
    found = []
    for month in months:
        lines = [
            replace(line, terms=there)
            for line in month.lines
            if (there := [term for term in line.terms if term.mandate.seat.body.organisation.slug == slug])
        ]
        if lines:
            found.append(Month(month.name, sum(len(line.terms) for line in lines), lines))
    return found


def ending(scale: Organisation, actor: Actor, on: date) -> MandateQuerySet:
    """The mandates in force that day that end within twelve months, the first to end in front. At the head: in every body
    that this reader may read; elsewhere: in the organisation's own bodies, and wherever somebody represents it."""
    there = Mandate.objects.visible_to(actor).on(on).filter(period__endswith__lte=on + timedelta(days=ENDING_SOON))
    if scale.scale == HEAD:
        there = there.filter(seat__body__organisation__in=circle_of(scale, on, actor).everyone)
    else:  # one, then the other: asked together, PostgreSQL would walk every mandate of the network
        held = Mandate.objects.on(on)
        keys = [
            key
            for rows in (held.filter(seat__body__organisation=scale), held.filter(represents=scale))
            for key in rows.values_list("pk", flat=True)
        ]
        there = there.filter(pk__in=keys)
    ordered: MandateQuerySet = there.select_related("seat__body__organisation", "represents", "person").order_by(
        "period__endswith", "person__search", "person", "seat__body__rank", "seat__rank", "pk"
    )
    return ordered


def forecast(scale: Organisation, actor: Actor, on: date) -> list[Month]:
    """Month by month; a month without an end is not there."""
    terms = list(ending(scale, actor, on))
    follows = successors(terms, on)
    lines: dict[tuple[UUID, date], Line] = {}
    for mandate in terms:
        last = last_of(mandate)
        line = lines.setdefault((mandate.person_id, last), Line(mandate.person, last, []))
        fillable = hat_used(actor, right_to_fill(mandate.seat), places_of(mandate.seat, mandate.represents)) is not None
        line.terms.append(Term(mandate, follows.get(mandate.pk), fillable))
    tell_what_falls(lines, actor, on)
    months: dict[str, list[Line]] = defaultdict(list)
    for line in lines.values():
        months[month_of(line.last)].append(line)
    return [Month(name, sum(len(line.terms) for line in some), some) for name, some in months.items()]


def counts_by_month(scale: Organisation, actor: Actor, on: date) -> list[tuple[str, int]]:
    """« juin 2027 », 208. Three queries at most."""
    counts: dict[str, int] = defaultdict(int)
    for mandate in ending(scale, actor, on).select_related(None).only("period"):
        counts[month_of(last_of(mandate))] += 1
    return list(counts.items())


def last_of(mandate: Mandate) -> date:
    assert mandate.dates.last is not None
    return mandate.dates.last


def month_of(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def successors(terms: list[Mandate], on: date) -> dict[UUID, Mandate]:
    """For each mandate, the one that begins after it in the same place; one that begins follows one that ends. One query."""
    later = Mandate.objects.filter(seat__in={m.seat_id for m in terms}, period__startswith__gt=on)
    waiting: dict[tuple[object, ...], list[Mandate]] = defaultdict(list)
    for one in later.exclude(end_reason=Mandate.EndReason.MISTAKE).select_related("person").order_by("period", "pk"):
        waiting[place_of(one)].append(one)
    found = {}
    for mandate in terms:
        there = waiting[place_of(mandate)]
        if next_one := next((one for one in there if one.dates.start and one.dates.start > last_of(mandate)), None):
            there.remove(next_one)
            found[mandate.pk] = next_one
    return found


def place_of(mandate: Mandate) -> tuple[object, ...]:
    """Seats « per » something are shared out; the others are not, whoever is represented."""
    whom = (mandate.represents_id, mandate.family) if mandate.seat.one_per else ()
    return (mandate.seat_id, *whom)


def tell_what_falls(lines: dict[tuple[UUID, date], Line], actor: Actor, on: date) -> None:
    """Write on each line the mandates, the references and the secretariats that do not outlive what ends that day."""
    if not lines:
        return
    people = {person for person, _ in lines}
    year = Period(on, on + timedelta(days=ENDING_SOON + 1))
    held: dict[UUID, list[Mandate]] = defaultdict(list)
    rows = Mandate.objects.visible_to(actor).touching(year).filter(person__in=people)
    for mandate in rows.select_related("seat__body__organisation", "represents", "person").order_by(
        "seat__body__rank", "pk"
    ):
        held[mandate.person_id].append(mandate)
    for mandate, why, rule, day in falling(lines, held):
        lines[mandate.person_id, day].falls.append(Fall(mandate, why, rule))
    ends = {term.mandate.pk: line for line in lines.values() for term in line.terms}
    leads = ZoneLead.objects.filter(mandate__in=ends).select_related("zone").order_by("zone__search", "pk")
    for lead in leads:
        if lead.in_force(ends[lead.mandate_id].last):
            ends[lead.mandate_id].leads.append(lead)
    entrusted = Delegation.objects.touching(year).filter(holder__in=people).select_related("granter")
    for delegation in entrusted.order_by("granter__search", "pk"):
        for (person, last), line in lines.items():
            after = last + DAY
            if person == delegation.holder_id and delegation.in_force(after) and loses_post(line, held[person], after):
                line.delegations.append(delegation)


def is_delegate(mandate: Mandate) -> bool:
    return mandate.seat.title == "delegate" and mandate.seat.body.kind == Body.Kind.TEAM


def loses_post(line: Line, held: list[Mandate], after: date) -> bool:
    """Whether a post of délégué·e ends that day, and no other remains."""
    had = any(is_delegate(term.mandate) for term in line.terms)
    return had and not any(is_delegate(mandate) and mandate.in_force(after) for mandate in held)


def falling(
    lines: Iterable[tuple[UUID, date]], held: dict[UUID, list[Mandate]]
) -> list[tuple[Mandate, str, str, date]]:
    """The mandates whose lasting conditions held on the last day and no longer do on the day after, to a fixpoint: which,
    why, by which article, from which end. One query for each link of the chain."""
    waiting = [
        (mandate, last)
        for person, last in lines
        for mandate in held[person]
        if mandate.in_force(last) and mandate.in_force(last + DAY) and lasting(mandate.seat)
    ]
    already = unmet([(mandate, last) for mandate, last in waiting], {})
    waiting = [one for one in waiting if one not in already]
    fallen: dict[UUID, date] = {}  # mandate → the day from which it is no longer there
    found = []
    while lost := unmet([(mandate, last + DAY) for mandate, last in waiting], fallen):
        for (mandate, after), name in lost.items():
            if mandate.pk in fallen:
                continue
            fallen[mandate.pk] = after
            place = Place(mandate.seat, mandate.represents, after)
            found.append((mandate, refusal_of(name, mandate.person, place), article_of(name), after - DAY))
        waiting = [one for one in waiting if one[0].pk not in fallen]
    return found


def unmet(asked: list[tuple[Mandate, date]], fallen: dict[UUID, date]) -> dict[tuple[Mandate, date], str]:
    """For each mandate and day, the first lasting condition that its holder does not meet, when there is one, the fallen
    ones left aside."""
    questions: dict[tuple[UUID, UUID | None, date, str], tuple[str, Place]] = {}
    for mandate, day in asked:
        gone = frozenset(key for key, since in fallen.items() if since <= day)
        for name in lasting(mandate.seat):
            key = (mandate.seat_id, mandate.represents_id, day, name)
            if key not in questions:
                questions[key] = (f"q{len(questions)}", Place(mandate.seat, mandate.represents, day, fallen=gone))
    met: dict[tuple[UUID, str], bool] = {}
    keys = list(questions)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        answers = {
            questions[key][0]: ExpressionWrapper(
                Q(pk__isnull=False) & condition(key[3]).people(questions[key][1]), output_field=BooleanField()
            )
            for key in some
        }
        people = Person.objects.filter(pk__in={mandate.person_id for mandate, _ in asked}).annotate(**answers)
        for person, *values in people.values_list("pk", *answers):
            met |= {(person, name): value for name, value in zip(answers, values, strict=True)}
    found: dict[tuple[Mandate, date], str] = {}
    for mandate, day in asked:
        for name in lasting(mandate.seat):
            column, _ = questions[mandate.seat_id, mandate.represents_id, day, name]
            if not met[mandate.person_id, column]:
                found.setdefault((mandate, day), name)
    return found
