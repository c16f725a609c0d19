"""How long a mandate lasts, by what the articles of association of its organisation say of its board."""

from datetime import date

from kevread.charter.engine import values_on
from kevread.seats.models import Body, Seat

YEARS = "L1.22.board_years"


def years_of_term(seat: Seat, on: date) -> int | None:
    """The years of a mandate on a board, as the setting that its articles write says them that day; none where nobody decided
    it, and for any other body. One query."""
    if seat.body.kind != Body.Kind.BOARD:
        return None
    said: int | None = values_on(on).get((YEARS, seat.body.organisation_id))
    return said
