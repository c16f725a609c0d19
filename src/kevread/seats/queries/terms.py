"""How long a mandate lasts and how many sit on a board, by what the articles of association of its organisation say."""

from dataclasses import dataclass
from datetime import date

from kevread.charter.engine import values_on
from kevread.seats.models import Body, Mandate, Seat

YEARS, SEATS = "L1.22.board_years", "L1.22.board_seats"


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the settings that articles write say of a board on a day: the years of a mandate, the seats, at most; None where
    nobody decided it. `people`: how many sit there that day."""

    years: int | None
    seats: int | None
    people: int


def fixed_for(seat: Seat, on: date) -> Fixed | None:
    """Of the board that a seat is of; none for any other body. Two queries."""
    if seat.body.kind != Body.Kind.BOARD:
        return None
    values, owner = values_on(on), seat.body.organisation_id
    there = Mandate.objects.on(on).filter(seat__body=seat.body_id, seat__is_alternate=False)
    people = there.values("person").distinct().count()
    return Fixed(values.get((YEARS, owner)), values.get((SEATS, owner)), people)
