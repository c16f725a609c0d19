"""The small world, whose head has a skills plan that was decided."""

import pytest

from tests.conftest import arranging
from tests.skilled import skilled
from tests.worlds import World


@pytest.fixture(scope="module")
def small(small: World) -> World:
    with arranging():
        skilled(small.head, small.groupings)
    return small
