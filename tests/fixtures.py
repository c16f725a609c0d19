"""The worlds that tests of any room may ask for. What builds them is imported when it is asked: a file of pure arithmetic
waits for none of it."""

from copy import deepcopy

import pytest
from django.db import transaction

from . import databases


@pytest.fixture(scope="session")
def peopled(_never_the_real_database, django_db_blocker):
    """The small conforming world, built once and committed in a database of its own."""
    from .conftest import arranging
    from .worlds import world

    with django_db_blocker.unblock(), databases.database("small", "tables"):
        with databases.at("small"), arranging():
            built = world()
        yield built


@pytest.fixture(scope="module")
def small(peopled, django_db_blocker):
    """The small world, in a transaction that is never committed: what a test changes is undone for the next."""
    with django_db_blocker.unblock(), databases.at("small"), transaction.atomic():
        yield deepcopy(peopled)
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


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """A meeting where one may vote, built once a module in a transaction that is never committed."""
    from .conftest import arranging
    from .gatherings.polling import under_way

    with django_db_blocker.unblock(), transaction.atomic():
        with arranging():
            built = under_way()
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def met(db, standing):
    """That meeting, for one test to change."""
    return deepcopy(standing)


@pytest.fixture
def somebody(db):
    from .conftest import arranging
    from .factories import PersonFactory

    with arranging():
        return PersonFactory(given_name="Anne", family_name="Martin")


@pytest.fixture
def committed(peopled, django_db_blocker):
    """A copy of the small world that other connections see. What hangs there is what hangs on what is copied: it is not all
    read again, for each test, as that of another database."""
    with django_db_blocker.unblock(), databases.moved("committed", copy_of=databases.prefixed("small")):
        databases.taken_for_known()
        yield deepcopy(peopled)


@pytest.fixture
def counted(django_assert_num_queries):
    return django_assert_num_queries
