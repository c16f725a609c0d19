"""What is asked of a seat for several days at once is answered as for each of them."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.directory.models import Organisation
from kevread.seats.conditions import TOGETHER, Place, broken_by, meets_all, required
from kevread.seats.models import Mandate, Seat
from tests.arrange import TODAY, arranging
from tests.worlds import end

pytestmark = pytest.mark.django_db
DAYS = [TODAY - timedelta(days=400), TODAY, date(TODAY.year - 1, 12, 31), date(TODAY.year, 1, 1)]


def test_several_days_are_answered_as_one_by_one(small):
    """Whoever sits, some of whom no longer do; on behalf of each kind of organisation, and of nobody; whatever the days."""
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    with arranging():
        end(Mandate.objects.filter(seat__body__organisation=small.locals[grouping][1]))
        outside = Organisation.objects.filter(scale="").first()
    held = Mandate.objects.select_related("person").order_by("seat__body__organisation", "seat__title", "pk")
    people = [one.person for one in held[:: max(1, held.count() // 9)]]
    seats = [one for one in Seat.objects.select_related("body__organisation").order_by("pk") if required(one)]
    kinds = {tuple(required(one)): one for one in seats}.values()
    said = set()
    for seat, person, behalf in product(kinds, people, (None, local, grouping, outside)):
        for days in (DAYS[:1], DAYS[1:2], DAYS):
            places = [Place(seat, behalf, day) for day in days]
            one_by_one = not any(broken_by(person, place) for place in places)
            assert meets_all(person, places) is one_by_one, (seat, person, behalf, days)
            said.add((one_by_one, len(days)))
    assert said == {(True, 1), (False, 1), (True, 4), (False, 4)}


def test_days_beyond_those_of_one_query_are_asked_too(small):
    grouping = small.groupings[0]
    mandate = Mandate.objects.select_related("person", "represents", "seat__body__organisation").get(
        pk=small.holder(f"{grouping.slug}-board", "president").pk
    )
    days = [TODAY - timedelta(days=number) for number in range(TOGETHER)]
    places = [Place(mandate.seat, mandate.represents, day) for day in days]
    assert meets_all(mandate.person, places)
    long_ago = Place(mandate.seat, mandate.represents, date(1990, 1, 1))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert not meets_all(mandate.person, [*places, long_ago])
    assert len(asked) == 2
