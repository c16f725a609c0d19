"""« Qui me représente »: the organisations of the network that have a commune; who leads them, as they agreed to be shown."""

from dataclasses import dataclass
from datetime import date

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.directory.queries import located
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.faces import Face, Faces
from kevread.seats.queries.records import OFFICERS
from kevread.territory.models import Certainty, Zone


@dataclass(frozen=True, slots=True)
class Led:
    """An organisation, how well it is known that the commune is its, and who leads it: each seat and how its holder is
    shown. A seat that nobody holds is not told: the public sees no fault."""

    organisation: Organisation
    certainty: str
    seats: list[tuple[Mandate, Face]]

    @property
    def is_supposed(self) -> bool:
        return self.certainty == Certainty.SUPPOSED


@dataclass(frozen=True, slots=True)
class Represented:
    """A commune, the intercommunality where it lies, and those who have it: the nearest first."""

    commune: Zone
    epci: Zone | None
    by: list[Led]


def represented(commune: Zone, on: date, today: date, reader: Actor) -> Represented:
    """Seven queries at most."""
    (place,) = located([commune], on)
    having: list[tuple[Organisation, str]] = []
    if place.local:
        having.append((place.local.organisation, place.local.certainty))
    if place.grouping and place.strategic:  # as well known as that the commune lies in its territory
        having.append((place.grouping.organisation, place.strategic.certainty))
    mandates = list(
        Mandate.objects.visible_to(reader)
        .on(on)
        .filter(
            seat__body__organisation__in=[organisation.pk for organisation, _ in having],
            seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.BUREAU),
            seat__title__in=OFFICERS,
        )
        .select_related("seat__body", "person")
        .order_by("seat__body__rank", "seat__rank", "person__search", "pk")
    )
    faces = Faces(reader, today, [mandate.person for mandate in mandates])
    by = []
    for organisation, certainty in having:
        own = [mandate for mandate in mandates if mandate.seat.body.organisation_id == organisation.pk]
        first = own[0].seat.body_id if own else None  # the board, else the bureau: nobody is named twice
        by.append(
            Led(organisation, certainty, [(one, faces.of(one.person)) for one in own if one.seat.body_id == first])
        )
    return Represented(commune, place.epci.parent if place.epci else None, by)
