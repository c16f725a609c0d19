"""The verbs of accounts."""

from datetime import date
from io import BytesIO

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Organisation
from kevread.ledgers import operations
from kevread.ledgers.models import Book
from tests.conftest import NOW
from tests.ledgers.files import fec, rent
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

REASON = "C’était un brouillon."


def book(of: Organisation) -> Book:
    asked = {"organisation": of, "name": "a.txt", "last": date(2026, 12, 31)}
    return operations.read(actor=SYSTEM, file=BytesIO(fec(rent())), now=NOW, **asked)


@guarded("ledgers.read")
def read(scene: Scene) -> Guarded:
    def do(last=date(2026, 12, 31), **who):
        return operations.read(organisation=scene.first, file=BytesIO(fec(rent())), name="a.txt", last=last, **who)

    edges = [Edge({"last": date(2027, 1, 14)}, {"last": date(2028, 1, 1)}, "last")]
    return Guarded(do=do, at=scene.first, edges=edges)


@guarded("ledgers.keep", twice=Refused)
def keep(scene: Scene) -> Guarded:
    found = book(scene.first)
    return Guarded(do=lambda **who: operations.keep(book=found, seen=None, **who), at=scene.first)


@guarded("ledgers.drop", twice=Refused)
def drop(scene: Scene) -> Guarded:
    found = book(scene.first)
    return Guarded(do=lambda **who: operations.drop(book=found, **who), at=scene.first)


@guarded("ledgers.undo", twice=Refused)
def undo(scene: Scene) -> Guarded:
    found = operations.keep(actor=SYSTEM, book=book(scene.first), seen=None, now=NOW)
    return Guarded(do=lambda **who: operations.undo(book=found, reason=REASON, **who), at=scene.first)
