"""What a seat holds on a day, what is vacant, and who may hold it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kevread.charter.queries.text import values_on
from kevread.common.facts import GROUPING, HEAD, LOCAL, SCALES
from kevread.common.words import terms
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.seats.conditions import Place, asked_of
from kevread.seats.loader import families
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.rules import Places


@dataclass(slots=True)
class Opening:
    """A seat on a day, for one pôle, grouping or family, or in all: its places, and who holds them."""

    seat: Seat
    places: Places
    holders: list[Mandate]
    represents: Organisation | None = None
    family: str = ""
    family_name: str = ""

    @property
    def vacant(self) -> int | None:
        return self.places.vacant

    @property
    def on_behalf(self) -> str:
        return self.represents.name if self.represents else self.family_name


def representable(seat: Seat, on: date) -> QuerySet[Organisation]:
    """The organisations that the holder of a seat may represent, that day, in the order of their names.

    A seat per pôle: the pôles that are members of the body's organisation, or all of them at the head of network; a
    seat per grouping likewise. A seat that is not « per » anything: any member of the organisation, or itself.
    """
    owner = seat.body.organisation
    there = Organisation.objects.on(on).order_by("search", "slug")
    if seat.one_per == Seat.OnePer.FAMILY:
        return there.none()
    if seat.one_per:
        there = there.filter(scale=seat.one_per)
        return there if owner.scale == HEAD else there.filter(_member_of(owner, on))
    inside = Q(pk=owner.pk) | Q(_member_of(owner, on))
    return there.filter(inside | Q(scale__in=SCALES)) if owner.scale == HEAD else there.filter(inside)


def _member_of(owner: Organisation, on: date) -> Exists:
    return Exists(Affiliation.objects.on(on).filter(member=OuterRef("pk"), of=owner))


def eligible(seat: Seat, *, represents: Organisation | None, on: date, search: str = "") -> QuerySet[Person]:
    """The people who may be given this seat that day, by name: they meet its conditions, and do not sit there yet.

    One query. `search` is a piece of a name, with or without accents.
    """
    people = Person.objects.filter(asked_of(Place(seat, represents, on)))
    if seat.body.kind != Body.Kind.TEAM:
        people = people.exclude(Exists(Mandate.objects.on(on).filter(person=OuterRef("pk"), seat__body=seat.body)))
    for word in terms(search):
        people = people.filter(search__contains=word)
    return people.order_by("search", "pk")


def openings(body: Body, on: date) -> list[Opening]:
    """Every seat of a body that day, in order, with its places and holders. The number of queries is constant.

    A setting (« R3.7 ») limits how many people represent a pôle in the body, whatever their seat: its places are taken
    by all of them. A plain number counts the holders of the seat itself. What was decided nowhere is `undecided`.
    """
    seats = list(body.seats.on(on).select_related("body__organisation").order_by("rank", "title"))
    mandates = list(
        Mandate.objects.on(on)
        .filter(seat__body=body)
        .select_related("person", "represents", "seat")
        .order_by("person__search", "pk")
    )
    by_seat: dict[tuple[UUID, object], list[Mandate]] = defaultdict(list)
    by_represented: dict[tuple[bool, object], list[Mandate]] = defaultdict(list)
    for mandate in mandates:
        whom = mandate.represents_id or mandate.family or None
        by_seat[mandate.seat_id, whom].append(mandate)
        by_represented[mandate.seat.is_alternate, whom].append(mandate)
    numbers = _numbers(seats, body, on)
    groups = _represented(seats, body, mandates, on)
    found = []
    for seat in seats:
        undecided = bool(seat.places_setting) and numbers[seat.pk] is None
        if not seat.one_per:
            holders = [mandate for mandate in mandates if mandate.seat_id == seat.pk]
            found.append(Opening(seat, Places(numbers[seat.pk], len(holders), undecided), holders))
            continue
        for represents, family in groups[seat.pk]:
            key = represents.pk if represents else family
            holders = by_seat[seat.pk, key]
            taken = by_represented[seat.is_alternate, key] if seat.places_setting else holders
            places = Places(numbers[seat.pk], len(taken), undecided)
            found.append(Opening(seat, places, holders, represents, family, families().get(family, family)))
    return found


def _numbers(seats: list[Seat], body: Body, on: date) -> dict[UUID, int | None]:
    """How many places each seat has: its own number, or the one that its setting holds that day."""
    values = values_on(on) if any(seat.places_setting for seat in seats) else {}

    def number(seat: Seat) -> int | None:
        if not seat.places_setting:
            return seat.places
        return values.get((seat.places_setting, body.organisation_id), values.get((seat.places_setting, None)))

    return {seat.pk: number(seat) for seat in seats}


def _represented(
    seats: list[Seat], body: Body, mandates: list[Mandate], on: date
) -> dict[UUID, list[tuple[Organisation | None, str]]]:
    """For each seat, those it has places for. Whoever sits there without being entitled to is shown too."""
    rows: dict[str, list[Organisation]] = {}
    for scale in (LOCAL, GROUPING):
        seat = next((seat for seat in seats if seat.one_per == scale), None)
        if seat:
            rows[scale] = list(representable(seat, on))
    groups: dict[UUID, list[tuple[Organisation | None, str]]] = {}
    for seat in seats:
        seated = [mandate for mandate in mandates if mandate.seat_id == seat.pk]
        if seat.one_per == Seat.OnePer.FAMILY:
            known = [*families(), *sorted({m.family for m in seated if m.family} - set(families()))]
            groups[seat.pk] = [(None, family) for family in known]
        elif seat.one_per:
            entitled = {organisation.pk for organisation in rows[seat.one_per]}
            others = {m.represents_id: m.represents for m in seated if m.represents_id not in entitled}
            groups[seat.pk] = [(organisation, "") for organisation in [*rows[seat.one_per], *others.values()]]
    return groups
