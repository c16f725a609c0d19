"""The scene, where other connections see it."""

import pytest

from tests.seats.scene import Scene
from tests.worlds import World


@pytest.fixture
def shared(committed: World) -> Scene:
    """The scene, in a database that other connections see."""
    grouping = committed.groupings[0]
    return Scene(committed, grouping, *committed.locals[grouping])
