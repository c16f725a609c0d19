"""To whom a seat may be given: those who are eligible first, with why; those who are not, with what does not hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from kevread.common.errors import Way
from kevread.common.periods import day_in_words
from kevread.common.words import terms
from kevread.directory.models import Organisation, Person
from kevread.seats.conditions import RESTS_ON, Place, condition, refusal_of, required, told_of
from kevread.seats.loader import article_of
from kevread.seats.models import Body, Mandate, Seat

from .composition import openings_of
from .places import Opening, eligible, offered
from .pools import pool_for, pools_of, share_of

SHOWN, SHOWN_APART = 20, 10


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why somebody may not be given the seat; `rule` is the article, or nothing; `first` is where one would first be given
    the seat that this one rests on."""

    sentence: str
    rule: str = ""
    first: Way | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, the mandates by which one knows who they are, and what stands in the way."""

    person: Person
    mandates: list[Mandate]
    obstacles: list[Obstacle] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Candidates:
    eligible: list[Candidate]
    more: int  # eligible people beyond those shown
    others: list[Candidate]  # only when one searches


def candidates(seat: Seat, represents: Organisation | None, on: date, search: str) -> Candidates:
    """Eligible people: those of the organisation represented first; for an elective seat, those who administer it, then its
    team. The number of queries depends on the conditions only."""
    home = represents or seat.body.organisation
    near = Mandate.objects.on(on).filter(person=OuterRef("pk"), seat__body__organisation=home)
    chosen = near.filter(seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.BUREAU))
    first = ("-chosen", "-near") if seat.body.is_elective else ("-near",)
    found = eligible(seat, represents=represents, on=on, search=search)
    number = found.count()
    found = found.annotate(near=Exists(near), chosen=Exists(chosen))
    people = list(found.order_by(*first, "search", "pk")[:SHOWN])
    others = others_found(seat, represents, on, search) if terms(search) else []
    known = mandates_of([*people, *(person for person, _ in others)], on)
    return Candidates(
        [Candidate(person, known[person.pk]) for person in people],
        max(0, number - len(people)),
        [Candidate(person, known[person.pk], obstacles) for person, obstacles in others],
    )


def others_found(
    seat: Seat, represents: Organisation | None, on: date, search: str
) -> list[tuple[Person, list[Obstacle]]]:
    """The people of that name who may not be given the seat, each with everything that stands in the way."""
    able = eligible(seat, represents=represents, on=on, search=search)
    people = Person.objects.usable().exclude(pk__in=able.order_by().values("pk"))
    for word in terms(search):
        people = people.filter(search__contains=word)
    return obstacles_of(list(people.order_by("search", "pk")[:SHOWN_APART]), seat, represents, on)


def obstacles_of(
    people: list[Person], seat: Seat, represents: Organisation | None, on: date
) -> list[tuple[Person, list[Obstacle]]]:
    """What stands in the way of each. Two queries at most for each condition, and one for the seats that they have."""
    place = Place(seat, represents, on)
    keys = [person.pk for person in people]
    meeting = {
        name: set(Person.objects.filter(condition(name).people(place), pk__in=keys).values_list("pk", flat=True))
        for name in required(seat)
    }
    seated: dict[UUID, Mandate] = {}
    if seat.body.kind != Body.Kind.TEAM:
        there = Mandate.objects.on(on).filter(person__in=keys, seat__body=seat.body).select_related("seat")
        seated = {mandate.person_id: mandate for mandate in there.order_by("period", "pk")}
    lacked = {name for name in meeting if len(meeting[name]) < len(people)}
    firsts = {name: first_seat(name, place) for name in lacked}
    found = []
    for person in people:
        obstacles = [
            Obstacle(refusal_of(name, person, place, whole=True), article_of(name), firsts[name])
            for name in required(seat)
            if person.pk not in meeting[name]
        ]
        if mandate := seated.get(person.pk):
            until = f", jusqu’au {day_in_words(mandate.dates.last)}" if mandate.dates.last else ""
            obstacles.append(Obstacle(f"{person} y siège déjà : {mandate.seat.name}{until}."))
        found.append((person, obstacles))
    return found


def first_seat(name: str, place: Place) -> Way | None:
    """The body, of whom one represents, where one sits first: its page says who gives its seats, and offers it to whoever
    may. One query, where the condition asks for another mandate."""
    if name not in RESTS_ON:
        return None
    owner = place.organisation if name == "on-the-board" else place.behalf
    rows = Body.objects.on(place.on).filter(organisation=owner, kind__in=RESTS_ON[name])
    body = rows.order_by("rank", "slug").first()
    where = {"scale": owner.slug, "body": body.slug} if body else {}
    return Way(f"{body.name}, {owner.name}", "seats:body", where) if body else None


def rests_on(seat: Seat, represents: Organisation | None, on: date) -> Way | None:
    """The body where one sits first, for a seat that rests on another. One query at most for each condition."""
    place = Place(seat, represents, on)
    return next((way for name in required(seat) if (way := first_seat(name, place))), None)


def asked_for(seat: Seat, represents: Organisation | None, on: date) -> list[tuple[str, str]]:
    """What this seat asks for, in clauses that begin a sentence and name those for whom it is; each with its article."""
    place = Place(seat, represents, on)
    return [(told_of(name, place), article_of(name)) for name in seat.conditions]


def mandates_of(people: Iterable[Person], on: date) -> dict[UUID, list[Mandate]]:
    """What each of these people holds that day. One query."""
    found: dict[UUID, list[Mandate]] = defaultdict(list)
    rows = (
        Mandate.objects.on(on)
        .filter(person__in=[person.pk for person in people])
        .select_related("seat__body__organisation")
        .order_by("seat__body__rank", "seat__rank", "pk")
    )
    for mandate in rows:
        found[mandate.person_id].append(mandate)
    return found


def shares_of(seat: Seat, on: date) -> list[Opening]:
    """The places of a seat, for each of those it has places for, that day."""
    return [opening for opening in openings_on(seat.body, on) if opening.seat.pk == seat.pk]


def counted_with(seat: Seat, on: date) -> dict[UUID, Opening]:
    """For each member that the holder of this seat may represent, the places of the body that a setting counts for it,
    whatever the seat: those of each pôle; those of all direct members together."""
    pooled = [
        opening
        for opening in openings_on(seat.body, on)
        if opening.seat.is_alternate == seat.is_alternate and pool_for(opening.seat, share_of(opening))
    ]
    by_member = {opening.represents.pk: opening for opening in pooled if opening.represents}
    direct = next((opening for opening in pooled if not opening.seat.one_per), None)
    if direct:
        by_member |= {row.pk: direct for row in offered(seat, on).filter(scale="")}
    return by_member


def openings_on(body: Body, on: date) -> list[Opening]:
    mandates = Mandate.objects.on(on).filter(seat__body=body).select_related("person", "represents", "seat")
    return openings_of([body], on, mandates.order_by("person__search", "pk"))[body.pk]


def holding(opening: Opening, on: date) -> list[Mandate]:
    """Who takes these places, whatever their own seat, that day."""
    seat, pool = opening.seat, pool_for(opening.seat, share_of(opening))
    there = Mandate.objects.on(on).filter(seat__body=seat.body, seat__is_alternate=seat.is_alternate)
    rows = there.select_related("person", "seat", "represents").order_by("person__search", "pk")
    own = {mandate.pk for mandate in opening.holders}
    return [mandate for mandate in rows if mandate.pk in own or (pool and pool in pools_of(mandate))]


def rests_until(seat: Seat, person: Person, represents: Organisation | None, on: date) -> date | None:
    """The last day on which the person meets what the seat asks for all along: that of their mandate, or post, in the
    organisation represented. None when the seat rests on nothing, or on a mandate without an end."""
    if represents is None or not any(condition(name).lasting for name in seat.conditions):
        return None
    there = Mandate.objects.on(on).filter(person=person, seat__body__organisation=represents)
    lasts = [mandate.dates.last for mandate in there]
    return max((last for last in lasts if last), default=None) if None not in lasts else None


def others_until(seat: Seat, on: date) -> date | None:
    """The last day that most of the mandates of that body have: what one would likely type, and never more than said."""
    there = Mandate.objects.on(on).filter(seat__body=seat.body_id).exclude(origin=Mandate.Origin.EXISTING)
    lasts = Counter(mandate.dates.last for mandate in there)
    last, number = max(lasts.items(), key=lambda one: one[1], default=(None, 0))
    return last if 2 * number > lasts.total() else None
