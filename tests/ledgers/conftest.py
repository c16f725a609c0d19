import pytest
from django.test import Client

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import MandateFactory, PersonFactory, since
from tests.seats.scene import Scene

from .framed import framed


@pytest.fixture
def president(scene: Scene) -> Actor:
    """Of a pôle: keeps its accounts, with its treasurer."""
    return actor_of(scene.world.holder(f"{scene.first.slug}-board", "president").person, TODAY)


@pytest.fixture
def client(scene: Scene, settings) -> Client:
    return entered_as(scene.world.holder(f"{scene.first.slug}-board", "president").person, settings)


@pytest.fixture
def treasurer(scene: Scene, settings) -> Client:
    """Who keeps the money of the pôle, and nothing else of it."""
    with arranging():
        person = PersonFactory()
        MandateFactory(
            seat=scene.seat(f"{scene.first.slug}-board", "treasurer"), person=person, period=since(), represents=None
        )
    return entered_as(person, settings)


@pytest.fixture
def members(scene, small, monkeypatch) -> list[Organisation]:
    """The head and the groupings of the small federation, as its common framework would name them."""
    return framed([small.head, *small.groupings], monkeypatch)


@pytest.fixture
def six(scene, small, monkeypatch) -> list[Organisation]:
    """As many as the founding text has."""
    return framed(small.organisations[:6], monkeypatch)
