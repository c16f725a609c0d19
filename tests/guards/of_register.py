"""The verbs of staff by which a register says more of a contract, or of whom another employs."""

from datetime import date, timedelta

from kevread.base.models import as_range
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.staff import operations
from kevread.staff.operations.informing import EARLIEST
from tests.conftest import NOW, TODAY, arranging
from tests.employed import placed
from tests.seats.scene import Scene
from tests.staff.conftest import Staffing

from .asking import Edge, Guarded, guarded
from .of_staff import FIRST, TOMORROW, WRONG, near

WORKER = operations.Worker(
    "Ozan", "Kergoat", "Turque", date(1990, 1, 1), "m", "Accueil", "Intérim des Essais", "1 rue des Essais, Rennes"
)


@guarded("staff.hand_information", twice=Invalid)
def hand_information(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    return Guarded(
        do=lambda handed_on=TODAY, **who: operations.hand_information(
            contract=contract, parts=["first"], handed_on=handed_on, **who
        ),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[
            Edge({"handed_on": TODAY}, {"handed_on": TOMORROW}, "handed_on"),
            Edge({"handed_on": FIRST - EARLIEST}, {"handed_on": FIRST - EARLIEST - timedelta(days=1)}, "handed_on"),
        ],
    )


@guarded("staff.annul_information", twice=Refused)
def annul_information(scene: Scene) -> Guarded:
    staffing = Staffing(scene)
    contract = staffing.contract()
    operations.hand_information(actor=staffing.direction, contract=contract, parts=["rest"], handed_on=TODAY, now=NOW)
    return Guarded(
        do=lambda **who: operations.annul_information(contract=contract, part="rest", **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
    )


@guarded("staff.place", twice=Refused)
def place(scene: Scene) -> Guarded:
    asked = {"employer": scene.grouping, "kind": "temporary", "worker": WORKER}
    return Guarded(
        do=lambda first=TODAY, **who: operations.place(period=Period(first), **asked, **who),
        at=scene.grouping,
        others=near(scene),
        edges=[Edge({"first": WORKER.born_on + timedelta(days=1)}, {"first": WORKER.born_on}, "born_on")],
    )


@guarded("staff.end_placing", twice=Invalid)
def end_placing(scene: Scene) -> Guarded:
    with arranging():
        row = placed(scene.grouping, period=as_range(Period(FIRST)))
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_placing(placed=row, last=last, **who),
        at=scene.grouping,
        others=near(scene),
        edges=[Edge({"last": FIRST}, {"last": FIRST - timedelta(days=1)}, "last")],
    )


@guarded("staff.annul_placing", twice=Refused)
def annul_placing(scene: Scene) -> Guarded:
    with arranging():
        row = placed(scene.grouping)
    return Guarded(
        do=lambda **who: operations.annul_placing(placed=row, reason=WRONG, **who),
        at=scene.grouping,
        others=near(scene),
    )
