"""Somebody new on the board of a grouping of the small world. Call this inside `arranging()`."""

from datetime import date

from kevread.charter.models import Keeping
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate, Seat
from tests.arrange import TODAY
from tests.factories import MandateFactory, PersonFactory, since
from tests.worlds import put


def welcomed(grouping: Organisation, start: date = TODAY, person: Person | None = None) -> Mandate:
    """The grouping keeps pathways since long before."""
    put(Keeping.objects.filter(organisation=grouping, register="pathways"), period=since(date(2025, 1, 1)))
    seat = Seat.objects.filter(body__slug=f"{grouping.slug}-board", title="administrator").first()
    return MandateFactory(seat=seat, person=person or PersonFactory(), period=since(start))
