"""The verbs of delegations."""

from datetime import date, timedelta
from typing import Any

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.delegations import operations
from kevread.delegations.models import Dealing, Grant
from kevread.delegations.operations import Terms
from kevread.documents.files import File
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
UNTIL = date(2027, 6, 30)
PAPER = File("delegation.pdf", b"%PDF-1.7 signed", "application/pdf")


def of_board(scene: Scene) -> Grant:
    """What the board of the grouping entrusts its direction with."""
    rows = Grant.objects.select_related("organisation", "holder", "post__seat", "body")
    return rows.get(organisation=scene.grouping, nature="hr")


@guarded("delegations.record", twice=Refused)
def record(scene: Scene) -> Guarded:
    """By those who enter what bodies decide; whoever presides the second pôle is near, and is none of them here."""
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "delegation-rh", on=TODAY)
    asked = {"organisation": scene.grouping, "body": line.body, "decided_in": line.pk}

    def do(first: date = TODAY, **who: object) -> Grant:
        terms = Terms(post, "hr", ("recruter",), Period.through(first, UNTIL))
        return operations.record(terms=terms, **asked, **who)

    near = scene.world.holder(f"{scene.second.slug}-board", "president").person
    edges = [Edge({"first": TODAY}, {"first": YESTERDAY}, "first")]
    return Guarded(do=do, at=scene.grouping, others=[near, post.person], edges=edges, own=True)


@guarded("delegations.deposit", twice=Refused)
def deposit(scene: Scene) -> Guarded:
    grant = of_board(scene)
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(accepted_on=None)
    return Guarded(
        do=lambda signed_on=TODAY, **who: operations.deposit(grant=grant, file=PAPER, signed_on=signed_on, **who),
        at=scene.grouping,
        own=True,
        edges=[Edge({"signed_on": TODAY}, {"signed_on": TOMORROW}, "signed_on")],
    )


@guarded("delegations.put_to_signature", twice=Refused)
def put_to_signature(scene: Scene) -> Guarded:
    """Or by whoever gave it; whoever it is for accepts it otherwise."""
    grant = of_board(scene)
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(accepted_on=None)
    president = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    return Guarded(
        do=lambda **who: operations.put_to_signature(grant=grant, signer=president, **who), at=scene.grouping, own=True
    )


@guarded("delegations.end")
def end(scene: Scene) -> Guarded:
    """Or by whoever holds it, who gives it back; a colleague does not."""
    grant = of_board(scene)
    near = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
    return Guarded(
        do=lambda last=TODAY, **who: operations.end(grant=grant, last=last, note="", **who),
        at=scene.grouping,
        own=True,
        people=[grant.holder],
        others=[near],
        edges=[Edge({"last": YESTERDAY}, {"last": YESTERDAY - timedelta(days=1)}, "last")],
    )


@guarded("delegations.annul", twice=Refused)
def annul(scene: Scene) -> Guarded:
    grant = of_board(scene)
    asked = {"grant": grant, "reason": "Inscrite deux fois."}
    return Guarded(
        do=lambda **who: operations.annul(**asked, **who), at=scene.grouping, others=[grant.holder], own=True
    )


def of_officer(scene: Scene) -> dict[str, Any]:
    officer = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    return {"officer": officer, "counterpart": "Son atelier", "subject": "Impression des affiches", "cents": 40_000}


@guarded("delegations.declare_dealing", twice=Refused)
def declare_dealing(scene: Scene) -> Guarded:
    """Or by whoever it binds, who declares it; a colleague at the board does not."""
    asked = of_officer(scene) | {"organisation": scene.grouping}
    near = scene.world.holder(f"{scene.grouping.slug}-board", "vice-president").person
    return Guarded(
        do=lambda concluded_on=TODAY, **who: operations.declare(concluded_on=concluded_on, **asked, **who),
        at=scene.grouping,
        people=[asked["officer"].person],
        others=[near],
        edges=[Edge({"concluded_on": TODAY}, {"concluded_on": TOMORROW}, "concluded_on")],
    )


def declared(scene: Scene) -> Dealing:
    asked = of_officer(scene) | {"organisation": scene.grouping, "concluded_on": YESTERDAY}
    return operations.declare(actor=SYSTEM, now=NOW, **asked)


@guarded("delegations.report_dealings", twice=Refused)
def report_dealings(scene: Scene) -> Guarded:
    dealing = declared(scene)
    asked = {"organisation": scene.grouping, "year": TODAY.year}
    return Guarded(
        do=lambda on=TODAY, **who: operations.report(on=on, **asked, **who),
        at=scene.grouping,
        others=[dealing.officer],
        edges=[
            Edge({"on": YESTERDAY}, {"on": YESTERDAY - timedelta(days=1)}, "on"),
            Edge({"on": TODAY}, {"on": TOMORROW}, "on"),
        ],
    )


@guarded("delegations.annul_dealing", twice=Refused)
def annul_dealing(scene: Scene) -> Guarded:
    dealing = declared(scene)
    asked = {"dealing": dealing, "reason": "Déclarée deux fois."}
    return Guarded(
        do=lambda **who: operations.annul_dealing(**asked, **who), at=scene.grouping, others=[dealing.officer]
    )
