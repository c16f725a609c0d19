"""The scene, where other connections see it."""

from collections.abc import Iterator

import pytest

from tests import databases
from tests.conftest import arranging
from tests.seats.scene import Scene
from tests.worlds import World, world


@pytest.fixture(scope="module")
def standing(_never_the_real_database, django_db_blocker) -> Iterator[World]:
    """The small world, committed in a database of its own: each test has a copy."""
    with django_db_blocker.unblock(), databases.moved("guarded", "tables"):
        with arranging():
            built = world()
        yield built


@pytest.fixture
def shared(standing) -> Iterator[Scene]:
    """The scene, in a database that other connections see."""
    with databases.moved("guarded_copy", copy_of=databases.prefixed("guarded")):
        grouping = standing.groupings[0]
        yield Scene(standing, grouping, *standing.locals[grouping])
