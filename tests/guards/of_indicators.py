"""The verbs of what funders ask to measure."""

from datetime import date
from decimal import Decimal
from typing import Any

from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.finance import operations
from kevread.finance.models import Attained, Indicator
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded
from .of_finance import TOMORROW, YESTERDAY, granted

WHY = "La convention dit autrement."


def asked(at: Organisation, **more: Any) -> Indicator:
    """Of a funding whose first day is yesterday."""
    found = granted(at)
    with arranging():
        told = {"label": "Personnes accompagnées", "unit": "personnes", "target": Decimal(40), "said_on": YESTERDAY}
        made = Indicator.objects.create(**{"funding": found, "said_by": PersonFactory(), **told, **more})
    return Indicator.objects.select_related("funding__organisation").get(pk=made.pk)


def attained(one: Indicator, value: Decimal = Decimal(12), day: date = YESTERDAY, **more: Any) -> Attained:
    with arranging():
        told = {"value": value, "day": day, "source": "Registre des accueils", "said_on": day}
        made = Attained.objects.create(**{"indicator": one, "said_by": PersonFactory(), **told, **more})
    return Attained.objects.select_related("indicator__funding__organisation").get(pk=made.pk)


@guarded("finance.ask_indicator", twice=Invalid)
def indicator_asked(scene: Scene) -> Guarded:
    one = granted(scene.grouping)
    told = {"funding": one, "label": "Ateliers tenus", "unit": "ateliers", "target": None}
    return Guarded(do=lambda **who: operations.ask_indicator(**told, **who), at=scene.grouping, own=True)


@guarded("finance.undo_indicator", twice=Refused)
def indicator_undone(scene: Scene) -> Guarded:
    one = asked(scene.grouping)
    return Guarded(
        do=lambda **who: operations.undo_indicator(indicator=one, reason=WHY, **who), at=scene.grouping, own=True
    )


@guarded("finance.say_attained", twice=Invalid)
def attained_said(scene: Scene) -> Guarded:
    one = asked(scene.grouping)

    def do(day: date = TODAY, **who: Any) -> object:
        return operations.say_attained(indicator=one, day=day, value=Decimal(7), source="Registre des accueils", **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "day"),
            Edge({"day": YESTERDAY}, {"day": date.fromordinal(YESTERDAY.toordinal() - 1)}, "day"),
        ],
    )


@guarded("finance.undo_attained", twice=Refused)
def attained_undone(scene: Scene) -> Guarded:
    one = attained(asked(scene.grouping))
    return Guarded(
        do=lambda **who: operations.undo_attained(attained=one, reason=WHY, **who), at=scene.grouping, own=True
    )
