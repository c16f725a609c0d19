"""The verbs of accounts."""

from datetime import date
from io import BytesIO

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.ledgers import operations
from kevread.ledgers.models import Book, Code, Key, Passage
from tests.conftest import NOW, arranging
from tests.factories import since
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
        asked = {"first": date(2026, 1, 2), "last": last, "file": BytesIO(fec(rent())), "name": "a.txt"}
        return operations.read(organisation=scene.first, **asked, **who)

    edges = [Edge({"last": date(2027, 12, 31)}, {"last": date(2028, 1, 1)}, "last")]
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


def coded(of: Organisation) -> Code:
    """Under a prefix that only tests give."""
    with arranging():
        return Code.objects.create(organisation=of, axis="P", code="T-A", label="…", period=since(date(2026, 1, 1)))


def passage(of: Organisation) -> Passage:
    asked = {"account": "61", "section": "", "codes": {}, "parts": [("SUPPORT", 1)], "since": date(2026, 1, 1)}
    return operations.set_passage(actor=SYSTEM, organisation=of, now=NOW, **asked)


def key(of: Organisation) -> Key:
    asked = {"year": 2026, "source": "SUPPORT", "basis": "fixed", "parts": [("ANIMATION", 1)]}
    return operations.set_key(actor=SYSTEM, organisation=of, now=NOW, **asked)


@guarded("ledgers.open_code", twice=Invalid)
def open_code(scene: Scene) -> Guarded:
    head = scene.world.head
    asked = {"organisation": head, "axis": "P", "code": "CRESS-A", "label": "…", "since": date(2026, 1, 1)}
    return Guarded(do=lambda **who: operations.open_code(**asked, **who), at=head)


@guarded("ledgers.close_code", twice=Refused)
def close_code(scene: Scene) -> Guarded:
    found = coded(scene.first)
    return Guarded(
        do=lambda last=date(2026, 12, 31), **who: operations.close_code(code=found, last=last, **who),
        at=scene.first,
        edges=[Edge({"last": date(2026, 1, 1)}, {"last": date(2025, 12, 31)}, "last")],
    )


@guarded("ledgers.set_passage")
def set_passage(scene: Scene) -> Guarded:
    asked = {"account": "61", "section": "", "codes": {}, "parts": [("SUPPORT", 1)], "since": date(2026, 1, 1)}
    return Guarded(do=lambda **who: operations.set_passage(organisation=scene.first, **asked, **who), at=scene.first)


@guarded("ledgers.end_passage", twice=Refused)
def end_passage(scene: Scene) -> Guarded:
    found = passage(scene.first)
    return Guarded(
        do=lambda last=date(2026, 12, 31), **who: operations.end_passage(passage=found, last=last, **who),
        at=scene.first,
        edges=[Edge({"last": date(2026, 1, 1)}, {"last": date(2025, 12, 31)}, "last")],
    )


@guarded("ledgers.set_key")
def set_key(scene: Scene) -> Guarded:
    asked = {"year": 2026, "source": "SUPPORT", "basis": "fixed", "parts": [("ANIMATION", 1)]}
    return Guarded(do=lambda **who: operations.set_key(organisation=scene.first, **asked, **who), at=scene.first)


@guarded("ledgers.freeze_keys", twice=Refused)
def freeze_keys(scene: Scene) -> Guarded:
    key(scene.first)
    return Guarded(do=lambda **who: operations.freeze_keys(organisation=scene.first, year=2026, **who), at=scene.first)
