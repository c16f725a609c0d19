"""The small conforming world, built once a module in a transaction that is never committed; and actors."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.queries import Opening, actor_of, openings_of
from tests import databases
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory, since
from tests.seats.screens import Readers
from tests.worlds import World, world

OPEN = Period(TODAY)


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> World:
    with django_db_blocker.unblock(), transaction.atomic():
        with arranging():
            built = world()
        yield built
        transaction.set_rollback(True)


@dataclass
class Scene:
    """A grouping of the small world, its two pôles, and what the tests say of them."""

    world: World
    grouping: Organisation
    first: Organisation
    second: Organisation

    def seat(self, body: str, title: str) -> Seat:
        return self.world.seat(body, title)

    @property
    def board(self) -> Seat:
        """The seat of administrator of the grouping's board."""
        return self.seat(f"{self.grouping.slug}-board", "administrator")

    def administrator_of(self, local: Organisation, **more: Any) -> Person:
        """Somebody new on the board of a pôle."""
        with arranging():
            return self.world.seated(f"{local.slug}-board", "administrator", **more).person

    def actor(self, body: str, title: str, **where: Any) -> Actor:
        """Who acts from the seat that somebody has in this world."""
        return actor_of(self.world.holder(body, title, **where).person, TODAY)

    @property
    def direction(self) -> Actor:
        return self.actor(f"{self.grouping.slug}-team", "direction")

    @property
    def coordination(self) -> Actor:
        return self.actor("cress-team", "direction")

    def president_of(self, local: Organisation) -> Actor:
        return self.actor(f"{local.slug}-board", "president")

    def free_a_place(self, local: Organisation) -> Mandate:
        """The administrator who represents this pôle on the grouping's board leaves it."""
        mandate = self.world.holder(f"{self.grouping.slug}-board", "administrator", represents=local)
        with arranging():
            mandate.period = since(mandate.period.lower, TODAY - timedelta(days=1))
            mandate.save()
        return mandate


@pytest.fixture
def scene(db, small) -> Scene:
    grouping = small.groupings[0]
    return Scene(small, grouping, *small.locals[grouping])


@pytest.fixture
def somebody(db) -> Person:
    with arranging():
        return PersonFactory(given_name="Anne", family_name="Martin")


@pytest.fixture
def counted(django_assert_num_queries):
    return django_assert_num_queries


def openings(body: Body, on: date) -> list[Opening]:
    """The seats of a body that day, with their places and holders. One query, and those of `openings_of`."""
    mandates = Mandate.objects.on(on).filter(seat__body=body).select_related("person", "represents", "seat")
    return openings_of([body], on, mandates.order_by("pk"))[body.pk]


@pytest.fixture
def committed(apart) -> World:
    """A small world that other connections see."""
    with arranging():
        return world()


@pytest.fixture
def readers(scene, settings) -> Readers:
    """Those who look at screens."""
    return Readers(scene, settings)


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
