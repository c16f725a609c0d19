"""The verbs of accounts."""

from datetime import date, timedelta
from io import BytesIO

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Application
from kevread.directory.models import Organisation
from kevread.ledgers import operations
from kevread.ledgers.models import Book, Budget, Cash, CashLine, Code, Key, Passage
from kevread.ledgers.queries.meaning import unsaid_of
from kevread.staff.models import Post
from tests.budgeted import voted
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided
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


@guarded("ledgers.set_passages", twice=Refused)
def set_passages(scene: Scene) -> Guarded:
    found = operations.keep(actor=SYSTEM, book=book(scene.first), seen=None, now=NOW)
    said = {one.pk: "SUPPORT" for one in unsaid_of(found)}
    return Guarded(do=lambda **who: operations.set_passages(book=found, said=said, **who), at=scene.first)


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


TABLE = "compte;montant\n64;10\n74;10"


def prepared(of: Organisation, year: int = 2027) -> Budget:
    return operations.prepare_budget(actor=SYSTEM, organisation=of, year=year, table=TABLE, now=NOW)


@guarded("ledgers.prepare_budget", twice=Refused)
def prepare_budget(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "table": TABLE}
    return Guarded(
        do=lambda year=2027, **who: operations.prepare_budget(year=year, **asked, **who),
        at=scene.first,
        edges=[Edge({"year": 2027}, {"year": 2028}, "year"), Edge({"year": 2000}, {"year": 1999}, "year")],
    )


@guarded("ledgers.rewrite_budget")
def rewrite_budget(scene: Scene) -> Guarded:
    found = prepared(scene.first)
    return Guarded(do=lambda **who: operations.rewrite_budget(budget=found, table=TABLE, **who), at=scene.first)


@guarded("ledgers.drop_budget", twice=Refused)
def drop_budget(scene: Scene) -> Guarded:
    found = prepared(scene.first)
    return Guarded(do=lambda **who: operations.drop_budget(budget=found, **who), at=scene.first)


@guarded("ledgers.vote_budget", twice=Refused)
def vote_budget(scene: Scene) -> Guarded:
    found = prepared(scene.grouping)
    with arranging():
        decision = decided(f"{scene.grouping.slug}-assembly", "budget", on=TODAY)
        opened = Application.objects.create(decision=decision, kind="budget", asked={"budget": str(found.pk)})
    asked = {"budget": found, "application": opened}
    return Guarded(do=lambda **who: operations.vote_budget(**asked, **who), at=scene.grouping)


@guarded("ledgers.undo_budget", twice=Refused)
def undo_budget(scene: Scene) -> Guarded:
    with arranging():
        found = voted(scene.first, 2026)
    return Guarded(do=lambda **who: operations.undo_budget(budget=found, reason=REASON, **who), at=scene.first)


def stated(of: Organisation) -> Cash:
    asked = {"day": TODAY, "cents": 1000, "source": "Relevé"}
    return operations.state_cash(actor=SYSTEM, organisation=of, now=NOW, **asked)


def expected(of: Organisation) -> CashLine:
    return operations.add_cash(actor=SYSTEM, organisation=of, label="Loyer", cents=-1000, day=TODAY, now=NOW)


@guarded("ledgers.state_cash", twice=Refused)
def state_cash(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "cents": 1000, "source": "Relevé"}
    return Guarded(
        do=lambda day=TODAY, **who: operations.state_cash(day=day, **asked, **who),
        at=scene.first,
        edges=[
            Edge({"day": TODAY}, {"day": TODAY + timedelta(days=1)}, "day"),
            Edge({"day": date(2025, 11, 24)}, {"day": date(2025, 11, 23)}, "day"),
        ],
    )


@guarded("ledgers.undo_cash", twice=Refused)
def undo_cash(scene: Scene) -> Guarded:
    found = stated(scene.first)
    return Guarded(do=lambda **who: operations.undo_cash(cash=found, reason=REASON, **who), at=scene.first)


@guarded("ledgers.add_cash")
def add_cash(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "label": "Loyer", "cents": -1000}
    return Guarded(
        do=lambda day=TODAY, **who: operations.add_cash(day=day, **asked, **who),
        at=scene.first,
        edges=[
            Edge({"day": date(2025, 11, 24)}, {"day": date(2025, 11, 23)}, "day"),
            Edge({"day": date(2028, 11, 24)}, {"day": date(2028, 11, 25)}, "day"),
        ],
    )


@guarded("ledgers.remove_cash", twice=Refused)
def remove_cash(scene: Scene) -> Guarded:
    found = expected(scene.first)
    return Guarded(do=lambda **who: operations.remove_cash(line=found, reason=REASON, **who), at=scene.first)


@guarded("ledgers.say_time")
def say_time(scene: Scene) -> Guarded:
    post = Post.objects.select_related("employer").filter(employer=scene.grouping).order_by("pk")[0]
    asked = {"post": post, "parts": [("SUPPORT", 1)]}
    first = post.dates.start
    return Guarded(
        do=lambda since=TODAY, **who: operations.say_time(since=since, **asked, **who),
        at=scene.grouping,
        edges=[Edge({"since": first}, {"since": first - timedelta(days=1)}, "since")],
    )
