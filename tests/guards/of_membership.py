"""The verbs of memberships."""

from datetime import timedelta
from typing import Any

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.decisions.models import Application
from kevread.membership import operations
from kevread.membership.models import Admission
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

TOMORROW = TODAY + timedelta(days=1)
ASKED = {
    "name": "La Halle aux fils", "legal_form": "association", "siren": "732829320", "reach": "local",
    "given_name": "Zoé", "family_name": "Lagarde", "commune": None,
}  # fmt: skip
FOUND = {"member": None, "reach": "local", "perimeter": "inside", "perimeter_note": "Ses statuts", "college": ""}
REASON = "Le conseil avait ajourné ce point."


def admission(scene: Scene) -> Admission:
    asked = {"organisation": scene.first, "asked": ASKED, "received_on": TODAY}
    return operations.enter(actor=SYSTEM, now=NOW, **asked)


def application(scene: Scene, **more: Any) -> Application:
    """What a decision of the board of today says."""
    with arranging():
        found = decided(f"{scene.first.slug}-board", "adhesion", on=TODAY)
        return Application.objects.create(decision=found, kind="admission", asked=more)


@guarded("membership.enter", twice=Refused)
def enter(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "asked": ASKED}
    return Guarded(
        do=lambda received_on=TODAY, **who: operations.enter(received_on=received_on, **asked, **who),
        at=scene.first,
        edges=[Edge({"received_on": TODAY}, {"received_on": TOMORROW}, "received_on")],
    )


@guarded("membership.instruct")
def instruct(scene: Scene) -> Guarded:
    found = admission(scene)
    return Guarded(do=lambda **who: operations.instruct(admission=found, **FOUND, **who), at=scene.first)


@guarded("membership.admit", twice=Refused)
def admit(scene: Scene) -> Guarded:
    asked = {"admission": admission(scene), "application": application(scene)}
    return Guarded(
        do=lambda since=TODAY, **who: operations.admit(since=since, **asked, **who),
        at=scene.first,
        edges=[Edge({"since": TODAY}, {"since": TODAY - timedelta(days=1)}, "since")],
    )


@guarded("membership.turn_down", twice=Refused)
def turn_down(scene: Scene) -> Guarded:
    asked = {"admission": admission(scene), "application": application(scene), "reason": REASON}
    return Guarded(do=lambda **who: operations.turn_down(**asked, **who), at=scene.first)


@guarded("membership.reopen", twice=Refused)
def reopen(scene: Scene) -> Guarded:
    found = admission(scene)
    told = {"admission": found, "application": application(scene), "since": TODAY}
    operations.admit(actor=SYSTEM, now=NOW, **told)
    return Guarded(do=lambda **who: operations.reopen(admission=found, reason=REASON, **who), at=scene.first)
