"""The small world, whose boards gave their directions a delegation; and its verdicts, as it is."""

from datetime import date

import pytest

from kevread.charter.models import Keeping
from tests.charter.people import holder
from tests.charter.proofs import Board, board
from tests.clients import entered_as
from tests.concorded import BEFORE, every_kind_in_force
from tests.conftest import arranging
from tests.gatherings.decided import decided, founded, led
from tests.skilled import skilled, skilled_before
from tests.worlds import World


@pytest.fixture(scope="module")
def small(small: World) -> World:
    with arranging():
        for grouping in small.groupings:
            decided(f"{grouping.slug}-board", "delegation-rh", on=BEFORE)
        founded(small.head)
        led(small.head, on=BEFORE, due=date(2027, 12, 31))  # none is late on the days that are tried here
        skilled_before(skilled(small.head, small.groupings))
        every_kind_in_force(small.head, [small.body(f"{one.slug}-board") for one in (small.head, *small.groupings)])
    return small


@pytest.fixture(scope="module")
def conforming(small) -> Board:
    return board()


@pytest.fixture
def grouping(small: World):
    return small.groupings[0]


@pytest.fixture
def inside(small: World, grouping, settings):
    """The direction of the grouping."""
    return entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)


@pytest.fixture
def unregistered(small: World):
    """The head does not keep its register of decisions yet: they are named in words."""
    with arranging():
        Keeping.objects.filter(organisation=small.head, register="decisions").delete()


@pytest.fixture
def head(small: World, settings):
    """The coordination of the network."""
    return entered_as(holder(small, "cress-team", "direction"), settings)


@pytest.fixture
def outside(settings):
    return entered_as(None, settings)


@pytest.fixture
def elsewhere(small: World, settings):
    """The president of a local of the other grouping."""
    return entered_as(holder(small, f"{small.locals[small.groupings[1]][0].slug}-board", "president"), settings)
