"""Brittany as `init` leaves it, and its first person; the seats of a body."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from kevread.charter.engine import verdicts
from kevread.charter.sentences import is_to_look_at
from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.seats.models import Body, Mandate
from kevread.seats.queries import Opening, actor_of, openings_of
from tests import databases
from tests.clients import entered_as
from tests.conftest import TODAY

OPEN = Period(TODAY)


def openings(body: Body, on: date) -> list[Opening]:
    """The seats of a body that day, with their places and holders. One query, and those of `openings_of`."""
    mandates = Mandate.objects.on(on).filter(seat__body=body).select_related("person", "represents", "seat")
    return openings_of([body], on, mandates.order_by("pk"))[body.pk]


def looked_at(clause, organisation, on):
    """Whether that day a clause of ours is departed from: that nobody else sits there is our reading, and refuses nothing."""
    found = verdicts(on, rules=[clause.partition("/")[0]], organisations=[organisation.pk])
    return any(is_to_look_at(one) for one in found if one.clause.key == clause)


@pytest.fixture(scope="module")
def real(_never_the_real_database, django_db_blocker) -> Person:
    """Brittany as `init` leaves it, and its first person."""
    who = ("first_secretary", "--prenom=Anne", "--nom=Martin", "--courriel=anne@exemple.fr")
    with django_db_blocker.unblock(), databases.moved("real", "founded"):
        with override_settings(KEVREAD_ON=TODAY.isoformat()):
            call_command(*who, stdout=StringIO())
        yield Person.objects.get()


@pytest.fixture
def anne(db, real) -> Person:
    return real


@pytest.fixture
def coordination(anne) -> Actor:
    return actor_of(anne, TODAY)


@pytest.fixture
def entered(anne, settings) -> Client:
    return entered_as(anne, settings)
