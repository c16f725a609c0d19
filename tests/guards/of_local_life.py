"""The verbs of what a local lives on."""

from datetime import date, timedelta
from typing import Any

from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.finance import operations
from kevread.finance.models import LocalBalance, LocalLine
from tests.conftest import TODAY, arranging
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded
from .of_finance import TOMORROW, YESTERDAY

OPENED = TODAY - timedelta(days=30)


def balance(at: Organisation, day: date = OPENED, cents: int = 500_00) -> LocalBalance:
    with arranging():
        return LocalBalance.objects.create(organisation=at, day=day, cents=cents, source="Relevé du compte")


def line(at: Organisation, kind: str = "life", cents: int = 100_00, day: date = YESTERDAY, **more: Any) -> LocalLine:
    with arranging():
        told = {"words": "Assemblée générale"} | more
        return LocalLine.objects.create(organisation=at, kind=kind, cents=cents, day=day, **told)


@guarded("finance.read_local_balance", twice=Invalid)
def balance_read(scene: Scene) -> Guarded:
    def do(day: date = TODAY, **who: Any) -> object:
        return operations.read_local_balance(
            organisation=scene.first, day=day, cents=-10_00, source="Relevé du compte", **who
        )

    return Guarded(do=do, at=scene.first, own=True, edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "day")])


@guarded("finance.undo_local_balance", twice=Refused)
def balance_undone(scene: Scene) -> Guarded:
    one = balance(scene.first)
    return Guarded(
        do=lambda **who: operations.undo_local_balance(balance=one, reason="Un autre relevé", **who),
        at=scene.first,
        own=True,
    )


@guarded("finance.note_local_line")
def line_noted(scene: Scene) -> Guarded:
    balance(scene.first)

    def do(day: date = TODAY, **who: Any) -> object:
        return operations.note_local_line(
            organisation=scene.first, kind="life", day=day, cents=1, words="Assemblée générale", **who
        )

    first = OPENED + timedelta(days=1)
    return Guarded(
        do=do,
        at=scene.first,
        own=True,
        edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "day"), Edge({"day": first}, {"day": OPENED}, "day")],
    )


@guarded("finance.undo_local_line", twice=Refused)
def line_undone(scene: Scene) -> Guarded:
    balance(scene.first)
    one = line(scene.first)
    return Guarded(
        do=lambda **who: operations.undo_local_line(line=one, reason="Payée deux fois", **who), at=scene.first, own=True
    )
