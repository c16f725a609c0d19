"""The worlds that tests of any room may ask for. What builds them is imported when it is asked: a file of pure arithmetic
waits for none of it."""

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker):
    """The small conforming world, built once a module in a transaction that is never committed."""
    from .conftest import arranging
    from .worlds import world

    with django_db_blocker.unblock(), transaction.atomic():
        with arranging():
            built = world()
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def scene(db, small):
    """A grouping of the small world, its two pôles, and who acts there."""
    from .seats.scene import Scene

    grouping = small.groupings[0]
    return Scene(small, grouping, *small.locals[grouping])


@pytest.fixture
def readers(scene, settings):
    """Those who look at screens."""
    from .seats.screens import Readers

    return Readers(scene, settings)


@pytest.fixture
def somebody(db):
    from .conftest import arranging
    from .factories import PersonFactory

    with arranging():
        return PersonFactory(given_name="Anne", family_name="Martin")


@pytest.fixture
def committed(apart):
    """A small world that other connections see."""
    from .conftest import arranging
    from .worlds import world

    with arranging():
        return world()


@pytest.fixture
def counted(django_assert_num_queries):
    return django_assert_num_queries
