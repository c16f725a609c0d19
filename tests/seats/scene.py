"""A grouping of the small world, its two pôles, and what the tests say of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kevread.common.actor import Actor
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate, Seat
from kevread.seats.queries import actor_of
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.worlds import World


@dataclass
class Scene:
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
    def presidency(self) -> Actor:
        return self.actor(f"{self.grouping.slug}-board", "president")

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
