"""The verbs of allowances."""

from datetime import date, timedelta
from typing import Any

from kevread.allowances.models import Allowance
from kevread.allowances.operations import Paid, record, undo
from kevread.common.errors import Refused
from kevread.seats.models import Mandate
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

NOVEMBER = date(2026, 11, 1)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def president(scene: Scene) -> Mandate:
    return Mandate.objects.select_related("seat__body", "person").get(
        pk=scene.world.holder(f"{scene.grouping.slug}-board", "president").pk
    )


def paid(scene: Scene, **more: Any) -> Allowance:
    """A lump sum of November, to the president of the grouping."""
    told = {
        "organisation": scene.grouping,
        "mandate": president(scene),
        "kind": "lump",
        "first": NOVEMBER,
        "last": NOVEMBER,
        "cents": 32_000,
        "paid_on": TODAY,
    }
    with arranging():
        return Allowance.objects.create(**{**told, **more})


@guarded("allowances.record", twice=Refused)
def recorded(scene: Scene) -> Guarded:
    with arranging():
        line = decided(f"{scene.grouping.slug}-assembly", "indemnite", on=YESTERDAY)
    mandate = president(scene)

    def do(day: date = TODAY, last: date = NOVEMBER, **who: Any) -> Allowance:
        asked = Paid(mandate, "lump", NOVEMBER, last, 32_000, day, line)
        return record(organisation=scene.grouping, paid=asked, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "paid_on"),
            Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "decision"),
            Edge({"last": date(2027, 10, 1)}, {"last": date(2027, 11, 1)}, "last"),
            Edge({"last": NOVEMBER}, {"last": date(2026, 10, 31)}, "last"),
        ],
    )


@guarded("allowances.undo", twice=Refused)
def undone(scene: Scene) -> Guarded:
    one = paid(scene)
    return Guarded(do=lambda **who: undo(allowance=one, reason="Inscrit deux fois", **who), at=scene.grouping, own=True)
