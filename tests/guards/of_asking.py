"""The verbs of what the form of a request asks, and of what volunteers give."""

from datetime import date, timedelta
from typing import Any

from kevread.common.errors import Refused
from kevread.directory.models import Organisation
from kevread.finance import operations
from kevread.finance.models import GivenTime, HourRate
from tests.conftest import TODAY, arranging
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded
from .of_finance import TOMORROW, YESTERDAY, asked

TABLE = "compte;libellé;montant\n64;Salaires;900\n864;Bénévolat;100\n74;Fondation des Marais;900\n875;Bénévolat;100"


def rate(at: Organisation, cents: int = 12_00, since: date = TODAY - timedelta(days=300)) -> HourRate:
    with arranging():
        return HourRate.objects.create(organisation=at, since=since, cents=cents, source="Conseil du 3 mars")


def given(at: Organisation, minutes: int = 90, day: date = YESTERDAY, **more: Any) -> GivenTime:
    with arranging():
        told = {"kind": "preparing", "words": "Le forum des associations"} | more
        return GivenTime.objects.create(organisation=at, minutes=minutes, day=day, **told)


@guarded("finance.complete_request")
def completed(scene: Scene) -> Guarded:
    one = asked(scene.grouping)
    return Guarded(
        do=lambda **who: operations.complete_request(request=one, answers={"audience": "Les habitant·es"}, **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.write_plan")
def plan_written(scene: Scene) -> Guarded:
    one = asked(scene.grouping)
    return Guarded(do=lambda **who: operations.write_plan(request=one, table=TABLE, **who), at=scene.grouping, own=True)


@guarded("finance.say_rate", twice=Refused)
def rate_said(scene: Scene) -> Guarded:
    def do(since: date = TODAY, **who: Any) -> object:
        return operations.say_rate(
            organisation=scene.grouping, since=since, cents=12_00, source="Conseil du 3 mars", **who
        )

    return Guarded(do=do, at=scene.grouping, own=True, edges=[Edge({"since": TODAY}, {"since": TOMORROW}, "since")])


@guarded("finance.undo_rate", twice=Refused)
def rate_undone(scene: Scene) -> Guarded:
    one = rate(scene.grouping)
    return Guarded(
        do=lambda **who: operations.undo_rate(rate=one, reason="Une faute de frappe", **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.give_time")
def time_given(scene: Scene) -> Guarded:
    def do(day: date = TODAY, **who: Any) -> object:
        return operations.give_time(
            organisation=scene.grouping, day=day, kind="travel", minutes=90, words="Le forum", **who
        )

    return Guarded(do=do, at=scene.grouping, own=True, edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "day")])


@guarded("finance.undo_time", twice=Refused)
def time_undone(scene: Scene) -> Guarded:
    one = given(scene.grouping)
    return Guarded(
        do=lambda **who: operations.undo_time(time=one, reason="Compté deux fois", **who), at=scene.grouping, own=True
    )
