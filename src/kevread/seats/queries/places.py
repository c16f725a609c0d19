"""What a seat holds on a day, what is vacant, and who may hold it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kevread.common.facts import HEAD, SCALES
from kevread.common.words import terms
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.seats.conditions import Place, asked_of, is_for_members
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
    def free(self) -> int | None:
        return self.places.free

    @property
    def on_behalf(self) -> str:
        return self.represents.name if self.represents else self.family_name


def representable(seat: Seat, on: date) -> QuerySet[Organisation]:
    """The organisations that the holder of a seat may represent, that day, in the order of their names.

    A seat per pôle: the pôles that are members of the body's organisation, or all of them at the head of network; a
    seat per grouping likewise. A seat that is not « per » anything: any member of the organisation; or itself, but where
    one represents a member.
    """
    owner = seat.body.organisation
    there = Organisation.objects.on(on).order_by("search", "slug")
    if seat.one_per == Seat.OnePer.FAMILY:
        return there.none()
    if seat.one_per:
        there = there.filter(scale=seat.one_per)
        return there if owner.scale == HEAD else there.filter(_member_of(owner, on))
    inside = Q(_member_of(owner, on))
    if not is_for_members(seat):
        inside |= Q(pk=owner.pk)
    return there.filter(inside | Q(scale__in=SCALES)) if owner.scale == HEAD else there.filter(inside)


def offered(seat: Seat, on: date) -> QuerySet[Organisation]:
    """Of these, those that the seat's conditions admit whoever the person is: what a screen offers."""
    there = representable(seat, on)
    return there.filter(scale="") if "direct-member" in seat.conditions else there


def _member_of(owner: Organisation, on: date) -> Exists:
    return Exists(Affiliation.objects.on(on).filter(member=OuterRef("pk"), of=owner))


def eligible(seat: Seat, *, represents: Organisation | None, on: date, search: str = "") -> QuerySet[Person]:
    """The people who may be given this seat that day, by name: they meet its conditions, and do not sit there yet.

    One query. `search` is a piece of a name, with or without accents.
    """
    people = Person.objects.usable().filter(asked_of(Place(seat, represents, on)))
    if seat.body.kind != Body.Kind.TEAM:
        people = people.exclude(Exists(Mandate.objects.on(on).filter(person=OuterRef("pk"), seat__body=seat.body)))
    for word in terms(search):
        people = people.filter(search__contains=word)
    return people.order_by("search", "pk")
