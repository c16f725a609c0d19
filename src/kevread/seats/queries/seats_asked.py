"""What a fact is asked of when an article says « team » or « team/direction »: which mandates, of which register."""

from kevread.common.parameters import Seat
from kevread.seats.models import Body


def in_seat(seat: Seat) -> dict[str, str]:
    """The mandates of « team », or of « team/direction »."""
    kind, _, title = seat.partition("/")
    return {"seat__body__kind": kind} | ({"seat__title": title} if title else {})


def register_of(seat: Seat) -> str:
    """Posts are in the register of the team, the rest in that of mandates."""
    return "team" if seat.partition("/")[0] == Body.Kind.TEAM else "mandates"
