"""Who may do everything: what stops them is never a right."""

import pytest

from tests.clients import entered_as


@pytest.fixture
def coordination(scene, settings):
    """The client of somebody who may do everything: what stops them is never a right. A failure of the site is a 500."""
    client = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    client.raise_request_exception = False
    return client
