"""A territorial delegate and somebody of a shared post, in the small world; and those who are near."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kevread.common.actor import Actor
from kevread.directory.models import Organisation, Person
from kevread.seats.queries import actor_of
from kevread.staff.models import Assignment, Contract, Post
from kevread.supervision.models import Matter
from kevread.supervision.operations import raise_matter, say, settle
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since
from tests.seats.scene import Scene

HIRED = date(2024, 3, 1)
WRITTEN = "Ce que notre ligne en pense, en quelques mots."
DECIDED = "Voilà ce qui est décidé, et pourquoi."


@dataclass
class Two:
    """`delegate` works for the first pôle, `support` for all: both are employed by the grouping."""

    scene: Scene
    territorial: Post
    shared: Post
    delegate: Assignment
    support: Assignment

    @property
    def grouping(self) -> Organisation:
        return self.scene.grouping

    @property
    def pole(self) -> Organisation:
        return self.scene.first

    @property
    def person(self) -> Person:
        return self.delegate.contract.person

    @property
    def direction(self) -> Actor:
        return self.scene.direction

    @property
    def board(self) -> Actor:
        """An administrator of the pôle who does not preside."""
        return self.scene.actor(f"{self.pole.slug}-board", "administrator")

    @property
    def chair(self) -> Actor:
        return self.scene.president_of(self.pole)

    @property
    def oneself(self) -> Actor:
        return actor_of(self.person, TODAY) if actor_of(self.person, TODAY).person else Actor(person=self.person.pk)

    def raised(self, code: str, actor: Actor | None = None, line: str = "employer", **more: Any) -> Matter:
        place = {"employer": self.grouping, "pole": self.pole, "person": self.grouping}[line]
        about: dict[str, Any] = {"post": self.territorial, "person": self.person, "title": "Un objet", "place": place}
        if code == "recrutement":
            about |= {"person": None, "poles": [self.pole]}
        return raise_matter(actor=actor or self.direction, code=code, line=line, **{"now": NOW} | about | more)

    def said(self, matter: Matter, line: str, **more: Any) -> Any:
        place = self.grouping if line == "employer" else self.pole
        actor = more.pop("actor", None) or (self.direction if line == "employer" else self.board)
        return say(matter=matter, line=line, actor=actor, **{"place": place, "text": WRITTEN, "now": NOW} | more)

    def settled(self, matter: Matter, **more: Any) -> Matter:
        asked = {"actor": self.direction, "place": self.grouping, "conclusion": DECIDED, "now": NOW}
        return settle(matter=matter, **asked | more)


def later(**passed: int) -> datetime:
    return NOW + timedelta(**passed)


@pytest.fixture
def two(scene) -> Two:
    with arranging():
        Matter.objects.all().delete()  # those of the world where this begins
        return two_posts(scene)


def two_posts(scene: Scene) -> Two:
    """Call it inside `arranging()`."""
    term = since(HIRED)
    posts = [
        Post.objects.create(
            employer=scene.grouping, function=function, name=name, is_territorial=territorial, period=term
        )
        for function, name, territorial in (
            ("delegue-territorial", "Délégué·e du pays", True),
            ("gestion", "Administration et gestion", False),
        )
    ]
    held = []
    for post, local in zip(posts, (scene.first, None), strict=True):
        contract = Contract.objects.create(
            employer=scene.grouping,
            person=PersonFactory(),
            kind="cdi",
            occupation=post.name,
            agreement="eclat",
            seniority_from=HIRED,
            period=term,
        )
        held.append(Assignment.objects.create(post=post, contract=contract, local=local, share=100, period=term))
    return Two(scene, *posts, *held)
