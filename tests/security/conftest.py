"""The small world, and those who look at it, as the tests of seats know them."""

import pytest

from tests.clients import entered_as
from tests.seats.conftest import committed, counted, readers, scene, small, somebody

__all__ = ["committed", "counted", "readers", "scene", "small", "somebody"]


@pytest.fixture
def coordination(scene, settings):
    """The client of somebody who may do everything: what stops them is never a right. A failure of the site is a 500."""
    client = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    client.raise_request_exception = False
    return client
