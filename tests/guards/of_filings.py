"""The verbs of filings."""

from datetime import date, timedelta
from typing import Any

from kevread.base.models import as_range
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.documents.files import receive
from kevread.filings.models import Declaration, Happening, Publication
from kevread.filings.operations import attach, declare, publish, take_back, tell, unpublish, untell
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.preparing import a_pdf
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded
from .of_finance import CLOSED, closes, funder, granted

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def happened(scene: Scene) -> Happening:
    with arranging():
        return Happening.objects.create(
            organisation=scene.grouping, kind="seat", happened_on=YESTERDAY, what="Le siège passe à Redon"
        )


def declared(scene: Scene) -> Declaration:
    one = happened(scene)
    with arranging():
        return Declaration.objects.create(
            organisation=scene.grouping, kind="seat", happened_on=YESTERDAY, covers=[str(one.pk)], filed_on=TODAY
        )


@guarded("filings.tell", twice=Refused)
def told(scene: Scene) -> Guarded:
    asked = {"organisation": scene.grouping, "kind": "seat", "what": "Le siège passe à Redon"}
    return Guarded(
        do=lambda day=TODAY, **who: tell(happened_on=day, **asked, **who),
        at=scene.grouping,
        edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "happened_on")],
    )


@guarded("filings.untell", twice=Refused)
def untold(scene: Scene) -> Guarded:
    one = happened(scene)
    return Guarded(do=lambda **who: untell(happening=one, reason="Le siège n’a pas bougé", **who), at=scene.grouping)


@guarded("filings.declare", twice=Refused)
def filed(scene: Scene) -> Guarded:
    happened(scene)

    def do(day: date = TODAY, **who: Any) -> object:
        return declare(organisation=scene.grouping, kind="seat", happened_on=YESTERDAY, filed_on=day, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "filed_on"),
            Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "filed_on"),
        ],
    )


@guarded("filings.take_back", twice=Refused)
def taken_back(scene: Scene) -> Guarded:
    one = declared(scene)
    return Guarded(
        do=lambda **who: take_back(declaration=one, reason="Refusée par le greffe", **who), at=scene.grouping
    )


@guarded("filings.attach", twice=Refused)
def joined(scene: Scene) -> Guarded:
    one = declared(scene)
    file = receive("recepisse.pdf", a_pdf())
    return Guarded(do=lambda **who: attach(declaration=one, file=file, **who), at=scene.grouping)


def publishable(scene: Scene, title: str = "Comptes 2025") -> None:
    """Last year had more public money than the law lets unpublished, and the assembly approved its accounts."""
    closes(scene.grouping)
    with arranging():
        commune = funder("commune", "Commune des Tilleuls")
        decided(f"{scene.grouping.slug}-assembly", "comptes", on=date(2026, 6, 10), title=title)
    year = as_range(Period.through(date(2025, 1, 1), CLOSED))
    granted(scene.grouping, cents=153_000_01, period=year, notified_on=date(2025, 1, 10), funder=commune)


def said_published(scene: Scene) -> Declaration:
    asked = {"kind": "accounts", "happened_on": CLOSED, "covers": [CLOSED.isoformat()], "filed_on": TODAY}
    with arranging():
        return Declaration.objects.create(organisation=scene.grouping, **asked)


@guarded("filings.declare_accounts", twice=Refused)
def accounts_filed(scene: Scene) -> Guarded:
    publishable(scene)

    def do(day: date = TODAY, **who: Any) -> object:
        return declare(organisation=scene.grouping, kind="accounts", happened_on=CLOSED, filed_on=day, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "filed_on"),
            Edge({"day": CLOSED + timedelta(days=1)}, {"day": CLOSED}, "filed_on"),
        ],
    )


@guarded("filings.take_back_accounts", twice=Refused)
def accounts_taken_back(scene: Scene) -> Guarded:
    one = said_published(scene)
    return Guarded(
        do=lambda **who: take_back(declaration=one, reason="Dépôt rejeté", **who), at=scene.grouping, own=True
    )


@guarded("filings.attach_accounts", twice=Refused)
def accounts_joined(scene: Scene) -> Guarded:
    one = said_published(scene)
    file = receive("depot.pdf", a_pdf())
    return Guarded(do=lambda **who: attach(declaration=one, file=file, **who), at=scene.grouping, own=True)


@guarded("filings.publish", twice=Refused)
def out(scene: Scene) -> Guarded:
    with arranging():
        Publication.objects.filter(organisation=scene.grouping).update(undone_on=TODAY, undone_because="Une autre")
    return Guarded(
        do=lambda day=TODAY, **who: publish(organisation=scene.grouping, published_on=day, **who),
        at=scene.grouping,
        edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "published_on")],
    )


@guarded("filings.unpublish", twice=Refused)
def not_out(scene: Scene) -> Guarded:
    row = Publication.objects.select_related("organisation").get(organisation=scene.grouping)
    return Guarded(
        do=lambda **who: unpublish(publication=row, reason="Une autre association", **who), at=scene.grouping
    )
