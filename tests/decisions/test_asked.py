"""What a decision opens is kept as JSON, and read as what its kind asks."""

from datetime import date
from uuid import uuid4

import pytest

from kevread.common.reading import Misread, plain
from kevread.decisions.rules import NO_ROW, AskedDerogation, AskedElsewhere, AskedMandate, AskedSetting, asked_as


def test_keys_and_days_are_read_as_such():
    seat = uuid4()
    found = asked_as(AskedMandate, {"seat": str(seat), "first": "2026-03-12", "last": None, "represents": ""})
    assert found == AskedMandate(seat=seat, first=date(2026, 3, 12))
    assert asked_as(AskedMandate, {"seat": seat, "first": date(2026, 3, 12)}) == found
    assert asked_as(AskedMandate, plain(found)) == found


@pytest.mark.parametrize("value", [3, "1/4", "deux", None])
def test_a_value_is_left_as_it_is(value):
    assert asked_as(AskedSetting, {"name": "R3.7.places", "value": value}).value == value


def test_a_key_that_is_none_is_that_of_no_row_and_a_day_that_is_none_is_nothing():
    found = asked_as(AskedDerogation, {"organisation": "personne", "first": "hier"})
    assert (found.organisation, found.first, found.last) == (NO_ROW, None, None)


@pytest.mark.parametrize("kind", [AskedMandate, AskedSetting, AskedDerogation, AskedElsewhere])
def test_what_a_kind_does_not_ask_is_refused(kind):
    with pytest.raises(Misread) as told:
        asked_as(kind, {"colour": "red"})
    assert (told.value.at, told.value.code) == ("colour", "unknown_key")
