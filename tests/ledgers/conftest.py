import pytest
from django.test import Client

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.seats.queries import actor_of
from kevread.staff.models import Assignment, Post
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


@pytest.fixture
def posts(scene) -> list[Post]:
    """Two of the grouping, each filled by one person; the others are filled no more."""
    rows = list(Post.objects.select_related("employer").filter(employer=scene.grouping).order_by("pk"))
    with arranging():
        for post in rows:
            own = Assignment.objects.filter(post=post).order_by("pk")
            own.filter(pk__in=[one.pk for one in (own if post in rows[2:] else own[1:])]).update(end_reason="mistake")
            own.update(share=50 if post == rows[0] else 100)
    return rows[:2]
