"""The verbs of what anybody may read."""

from kevread.common.errors import Refused
from kevread.decisions.models import Decision
from kevread.publishing.models import MadePublic
from kevread.publishing.operations import publish_decision, withdraw_decision
from tests.conftest import NOW, arranging
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Guarded, guarded


def of_the_board(scene: Scene) -> Decision:
    with arranging():
        return decided(f"{scene.grouping.slug}-board", "convention")


@guarded("publishing.publish_decision", twice=Refused)
def published(scene: Scene) -> Guarded:
    found = of_the_board(scene)
    return Guarded(do=lambda **who: publish_decision(decision=found, **who), at=scene.grouping, own=True)


@guarded("publishing.withdraw_decision", twice=Refused)
def withdrawn(scene: Scene) -> Guarded:
    found = of_the_board(scene)
    with arranging():
        MadePublic.objects.create(decision=found, published_at=NOW)
    return Guarded(do=lambda **who: withdraw_decision(decision=found, **who), at=scene.grouping, own=True)
