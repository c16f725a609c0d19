"""The verbs of the legal life of associations."""

from datetime import timedelta

from kevread.common.errors import Refused
from kevread.statutes.models import HandingOver
from kevread.statutes.operations import decide_day, undo_day
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

YESTERDAY = TODAY - timedelta(days=1)


def undecided(scene: Scene) -> None:
    """What this world decided of the first local is taken back."""
    with arranging():
        HandingOver.objects.filter(local=scene.first).update(undone_on=TODAY, undone_because="Rien n’est décidé")


@guarded("statutes.decide_day", twice=Refused)
def decide(scene: Scene) -> Guarded:
    undecided(scene)
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "other", on=TODAY)
    asked = {"side": scene.first, "other": scene.grouping, "subject": "staff", "decision": decision}
    return Guarded(
        do=lambda day=TODAY, **who: decide_day(day=day, **asked, **who),
        at=scene.first,
        edges=[Edge({"day": TODAY}, {"day": YESTERDAY}, "day")],
    )


@guarded("statutes.undo_day", twice=Refused)
def undo(scene: Scene) -> Guarded:
    found = HandingOver.objects.select_related("local", "grouping").get(local=scene.first, subject="staff")
    return Guarded(
        do=lambda **who: undo_day(handing_over=found, reason="Ce jour est celui d’un autre pôle", **who),
        at=[scene.first, scene.grouping],
    )
