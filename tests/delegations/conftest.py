"""What the tests of delegations share: a grouping, its direction whose board entrusts it with people, and who is near."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.delegations import operations
from kevread.delegations.models import Grant
from kevread.delegations.operations import Terms
from kevread.directory.models import Organisation
from kevread.seats.models import Body, Mandate
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.seats.scene import Scene

UNTIL = date(2027, 6, 30)


@dataclass
class Delegating:
    scene: Scene

    @property
    def grouping(self) -> Organisation:
        return self.scene.grouping

    @property
    def board(self) -> Body:
        return self.scene.world.body(f"{self.grouping.slug}-board")

    def post(self, title: str) -> Mandate:
        """In the team of the grouping."""
        return self.scene.world.holder(f"{self.grouping.slug}-team", title)

    @property
    def president(self) -> Mandate:
        return self.scene.world.holder(f"{self.grouping.slug}-board", "president")

    @property
    def of_board(self) -> Grant:
        """What the board entrusts the direction with."""
        return Grant.objects.select_related("organisation", "holder", "post__seat").get(
            organisation=self.grouping, body__isnull=False, nature="hr"
        )

    def who(self, mandate: Mandate) -> Actor:
        return actor_of(mandate.person, TODAY)

    def terms(self, post: Mandate | None = None, **more: Any) -> Terms:
        said: dict[str, Any] = {"nature": "hr", "acts": ("recruter",), "period": Period.through(TODAY, UNTIL)}
        return Terms(post=post or self.post("delegate"), **said | more)

    def inside(self, post: Mandate | None = None, accepted: bool = True, **more: Any) -> Grant:
        """Given by the direction inside what it holds."""
        asked = {"organisation": self.grouping, "parent": self.of_board, "terms": self.terms(post, **more)}
        made = operations.give(actor=self.who(self.post("direction")), now=NOW, **asked)
        return self.accept(made) if accepted else made

    def by_office(self, post: Mandate | None = None, accepted: bool = True, **more: Any) -> Grant:
        """Given by the president, by their office."""
        asked = {"organisation": self.grouping, "office": self.president, "terms": self.terms(post, **more)}
        made = operations.give(actor=self.who(self.president), now=NOW, **asked)
        return self.accept(made) if accepted else made

    def accept(self, grant: Grant) -> Grant:
        return operations.accept(actor=actor_of(grant.holder, TODAY), grant=grant, now=NOW)

    def end(self, mandate: Mandate, last: date) -> None:
        """A mandate that ended after that day."""
        with arranging():
            Mandate.objects.filter(pk=mandate.pk).update(
                period=since(mandate.dates.start, last), end_reason="departure"
            )


@pytest.fixture
def delegating(scene) -> Delegating:
    return Delegating(scene)
