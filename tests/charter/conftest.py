"""The small world of a module of proofs: built once, in a transaction that is never committed."""

import pytest
from django.db import transaction

from tests.charter.proofs import Board, board
from tests.conftest import arranging
from tests.worlds import World, world


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> World:
    with django_db_blocker.unblock(), transaction.atomic():
        with arranging():
            built = world()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def conforming(small) -> Board:
    """The verdicts of the small world as it is."""
    return board()
