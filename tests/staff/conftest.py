"""What the tests of staff share: a grouping that employs, a local at whose service one works, and those who are near."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.documents.operations import sign_version
from kevread.seats.queries import actor_of
from kevread.staff import operations
from kevread.staff.models import Assignment, Contract, Post, Sheet, Terms
from kevread.staff.operations import Agreed, Description, put_to_signature
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_sign_version import code_sent
from tests.factories import PersonFactory
from tests.seats.scene import Scene
from tests.worlds import put

FIRST = date(2026, 1, 1)
WRITTEN = (Post, Sheet, Contract, Terms, Assignment)
PAY = Agreed(share=80, group="F", points=10, salary=2_400_00)


@dataclass
class Staffing:
    scene: Scene
    before: dict[Any, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = {model: model.objects.count() for model in WRITTEN}

    @property
    def is_untouched(self) -> bool:
        """Nothing was written since."""
        return self.before == {model: model.objects.count() for model in WRITTEN}

    @property
    def grouping(self) -> Organisation:
        return self.scene.grouping

    @property
    def direction(self) -> Actor:
        return self.scene.direction

    def somebody(self) -> Person:
        with arranging():
            return PersonFactory()

    def post(self, **more: Any) -> Post:
        described = Description(more.pop("axis", "animation"), more.pop("mission", "animation-territoriale"))
        asked = {
            "employer": self.grouping,
            "function": "delegue-territorial",
            "is_territorial": True,
            "period": Period(FIRST),
            "description": described,
        }
        return operations.open_post(**{"actor": self.direction, "now": NOW} | asked | more)

    def contract(self, person: Person | None = None, **more: Any) -> Contract:
        asked = {
            "employer": self.grouping,
            "person": person or self.somebody(),
            "kind": "cdi",
            "occupation": "Délégué·e territorial·e",
            "period": Period(FIRST),
            "agreed": PAY,
            "agreement": "eclat",
        }
        return operations.hire(**{"actor": self.direction, "now": NOW} | asked | more)

    def assigned(self, contract: Contract | None = None, post: Post | None = None, **more: Any) -> Assignment:
        asked = {"local": self.scene.first, "share": 50, "period": Period(FIRST)}
        return operations.assign(
            **{"actor": self.direction, "now": NOW, "post": post or self.post()}
            | {"contract": contract or self.contract()}
            | asked
            | more
        )

    def acting(self, person: Person) -> Actor:
        return actor_of(person, TODAY)


@pytest.fixture
def staffing(scene) -> Staffing:
    return Staffing(scene)


@pytest.fixture
def president(staffing):
    one = staffing.scene.world.holder(f"{staffing.grouping.slug}-board", "president").person
    with arranging():
        put(one, email="presidence@exemple.org")
        put(Person.objects.get(pk=staffing.direction.person), email="direction@exemple.org")
    one.refresh_from_db()
    return one


@pytest.fixture
def contract(staffing):
    person = staffing.somebody()
    with arranging():
        put(person, email="embauchee@exemple.org")
    person.refresh_from_db()
    return staffing.contract(person, signs_here=True, workplace="Rennes, 12 rue des Écoles")


def asks(staffing, contract, signer):
    return put_to_signature(actor=staffing.direction, contract=contract, signer=signer, now=NOW)


def signs(person, circle, now=NOW):
    actor = actor_of(person, TODAY)
    code = code_sent(actor, circle.version, now)
    return sign_version(actor=actor, version=circle.version, code=code, now=now, consents=True)
