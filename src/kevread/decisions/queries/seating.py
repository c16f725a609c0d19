"""The seats that a decision of an organisation may fill, and the mandates that none of its decisions gave yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from kevread.decisions.asks import ELECTED
from kevread.decisions.models import Application, Decision
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.seats.models import Body, Mandate, Seat


@dataclass(frozen=True, slots=True)
class Place:
    """A seat, and on whose behalf: of the organisation's own bodies, or its own places in those of another."""

    seat: Seat
    represents: Organisation | None = None

    @property
    def key(self) -> str:
        """As the address says it."""
        return f"{self.seat.body.slug}.{self.seat.title}"

    @property
    def asked(self) -> dict[str, Any]:
        return {"seat": self.seat.pk, "represents": self.represents.pk if self.represents else None}


def places_of(organisation: Organisation, on: date) -> list[Place]:
    """Its own seats, which represent nobody in particular, then those that it names elsewhere. Teams hire, and are left out.
    Two queries."""
    open_seats = (
        Seat.objects.on(on)
        .exclude(body__kind=Body.Kind.TEAM)
        .select_related("body__organisation")
        .order_by("body__organisation__search", "body__rank", "rank")
    )
    own = open_seats.filter(body__organisation=organisation, one_per="")
    joined = Affiliation.objects.on(on).filter(member=organisation).values("of")
    others = open_seats.filter(body__organisation__in=joined, one_per=organisation.scale)
    return [*map(Place, own), *(Place(seat, organisation) for seat in others)]


def elected_by(decision: Decision, places: list[Place]) -> list[tuple[Person, Place]]:
    """Who was elected by it, and to which of these places: the rooms above tell."""
    by_seat = {one.seat.pk: one for one in reversed(places)}
    found = [pair for elected in ELECTED for pair in elected(decision)]
    return [(person, by_seat[seat.pk]) for person, seat in found if seat.pk in by_seat]


def unattributed(organisation: Organisation, on: date) -> list[Mandate]:
    """The mandates of its board and bureau that no decision gave, the last first: an election or a ratification may be
    said of them. One query."""
    given = Application.objects.filter(mandate=OuterRef("pk"), dropped_at__isnull=True)
    kinds = (Body.Kind.BOARD, Body.Kind.BUREAU)
    rows = Mandate.objects.on(on).filter(seat__body__organisation=organisation, seat__body__kind__in=kinds)
    found = rows.filter(~Exists(given)).select_related("person", "seat__body").order_by("-period__startswith", "pk")
    return list(found[:30])
