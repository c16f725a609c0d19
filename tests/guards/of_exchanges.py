"""The verbs of what passes between members."""

from datetime import date, timedelta
from typing import Any

from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.finance import operations
from kevread.finance.models import Exchange, Settlement
from kevread.finance.operations.exchanges import Told
from tests.conftest import TODAY, arranging
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded
from .of_finance import TOMORROW, YESTERDAY


def told_between(payer: Organisation, payee: Organisation, said_by: Organisation, **more: Any) -> Exchange:
    """A service that one owes the other; what commits rests on nothing yet."""
    with arranging():
        told = {
            "kind": "service",
            "purpose": "Comptabilité partagée",
            "cents": 1_200_00,
            "day": YESTERDAY,
            "said_on": YESTERDAY,
        }
        return Exchange.objects.create(payer=payer, payee=payee, said_by=said_by, **{**told, **more})


AGREED = {"state": "agreed", "answered_on": YESTERDAY}


@guarded("finance.say_exchange", twice=Invalid)
def exchange_said(scene: Scene) -> Guarded:
    def do(day: date = TODAY, due_on: Any = None, **who: Any) -> object:
        told = Told("service", scene.first, scene.grouping, "Comptabilité partagée", 1_200_00, day, due_on)
        return operations.say_exchange(organisation=scene.grouping, told=told, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "day"),
            Edge({"due_on": TODAY}, {"due_on": YESTERDAY}, "due_on"),
        ],
    )


@guarded("finance.agree_exchange", twice=Refused)
def exchange_agreed(scene: Scene) -> Guarded:
    one = told_between(scene.first, scene.grouping, scene.first)
    return Guarded(do=lambda **who: operations.agree_exchange(exchange=one, **who), at=scene.grouping, own=True)


@guarded("finance.contest_exchange", twice=Refused)
def exchange_contested(scene: Scene) -> Guarded:
    one = told_between(scene.first, scene.grouping, scene.first)
    return Guarded(
        do=lambda **who: operations.contest_exchange(exchange=one, answer="La moitié seulement", **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.withdraw_answer", twice=Refused)
def answer_withdrawn(scene: Scene) -> Guarded:
    one = told_between(scene.first, scene.grouping, scene.first, **AGREED)
    return Guarded(
        do=lambda **who: operations.withdraw_answer(exchange=one, reason="Nous relisons nos comptes", **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.undo_exchange", twice=Refused)
def exchange_undone(scene: Scene) -> Guarded:
    one = told_between(scene.first, scene.grouping, scene.grouping)
    return Guarded(
        do=lambda **who: operations.undo_exchange(exchange=one, reason="Inscrit deux fois", **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.settle_exchange", twice=Invalid)
def exchange_settled(scene: Scene) -> Guarded:
    one = told_between(scene.first, scene.grouping, scene.grouping)
    return Guarded(
        do=lambda day=TODAY, **who: operations.settle_exchange(exchange=one, cents=1_200_00, day=day, **who),
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "day"),
            Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "day"),
        ],
    )


def settled(one: Exchange, cents: int = 500_00) -> Settlement:
    with arranging():
        return Settlement.objects.create(exchange=one, cents=cents, day=YESTERDAY)


@guarded("finance.undo_settlement", twice=Refused)
def settlement_undone(scene: Scene) -> Guarded:
    one = settled(told_between(scene.first, scene.grouping, scene.grouping))
    return Guarded(
        do=lambda **who: operations.undo_settlement(settlement=one, reason="C’était un autre compte", **who),
        at=scene.grouping,
        own=True,
    )
