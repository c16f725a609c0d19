"""The verbs of memberships."""

from datetime import timedelta
from typing import Any

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.decisions.models import Application
from kevread.directory.models import Affiliation
from kevread.membership import operations
from kevread.membership.models import Admission, Step
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, since
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
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


def affiliation(scene: Scene) -> Affiliation:
    with arranging():
        return AffiliationFactory(member__legal_form="association", of=scene.grouping, period=since(YESTERDAY))


def removal(scene: Scene) -> Step:
    with arranging():
        by = decided(f"{scene.grouping.slug}-board", "radiation", on=YESTERDAY)
        told = Application.objects.create(decision=by, kind="removal", asked={})
    asked = {"affiliation": affiliation(scene), "application": told, "reason": REASON}
    return operations.remove(actor=SYSTEM, now=NOW, **asked)


@guarded("membership.resign", twice=Refused)
def resign(scene: Scene) -> Guarded:
    found = affiliation(scene)
    return Guarded(
        do=lambda last=TODAY, **who: operations.resign(affiliation=found, told_on=TODAY, last=last, **who),
        at=scene.grouping,
        edges=[Edge({"last": TODAY}, {"last": YESTERDAY}, "last")],
    )


@guarded("membership.give_notice")
def give_notice(scene: Scene) -> Guarded:
    found = affiliation(scene)
    return Guarded(
        do=lambda told_on=TODAY, **who: operations.give_notice(
            affiliation=found, told_on=told_on, note="Une lettre recommandée.", **who
        ),
        at=scene.grouping,
        edges=[Edge({"told_on": TODAY}, {"told_on": TOMORROW}, "told_on")],
    )


@guarded("membership.remove", twice=Refused)
def remove(scene: Scene) -> Guarded:
    with arranging():
        by = decided(f"{scene.grouping.slug}-board", "radiation", on=YESTERDAY)
        told = Application.objects.create(decision=by, kind="removal", asked={})
    asked = {"affiliation": affiliation(scene), "application": told, "reason": REASON}
    return Guarded(do=lambda **who: operations.remove(**asked, **who), at=scene.grouping)


@guarded("membership.notify_removal", twice=Refused)
def notify_removal(scene: Scene) -> Guarded:
    step = removal(scene)
    return Guarded(
        do=lambda last=TODAY, **who: operations.notify_removal(step=step, notified_on=TODAY, last=last, **who),
        at=scene.grouping,
        edges=[Edge({"last": TODAY}, {"last": YESTERDAY}, "last")],
    )


@guarded("membership.undo_step", twice=Refused)
def undo_step(scene: Scene) -> Guarded:
    step = removal(scene)
    return Guarded(do=lambda **who: operations.undo_step(step=step, reason=REASON, **who), at=scene.grouping)


@guarded("membership.file_change", twice=Refused)
def file_change(scene: Scene) -> Guarded:
    found = affiliation(scene)
    return Guarded(
        do=lambda filed_on=TODAY, **who: operations.file_change(
            affiliation=found, change="entry", filed_on=filed_on, **who
        ),
        at=scene.grouping,
        edges=[Edge({"filed_on": TODAY}, {"filed_on": TOMORROW}, "filed_on")],
    )


@guarded("membership.take_back_filing", twice=Refused)
def take_back_filing(scene: Scene) -> Guarded:
    asked = {"affiliation": affiliation(scene), "change": "entry", "filed_on": TODAY}
    filing = operations.file_change(actor=SYSTEM, now=NOW, **asked)
    return Guarded(do=lambda **who: operations.take_back_filing(filing=filing, **who), at=scene.grouping)


@guarded("membership.declare_headcount")
def declare_headcount(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "number": 140}
    return Guarded(
        do=lambda counted_on=TODAY, **who: operations.declare_headcount(counted_on=counted_on, **asked, **who),
        at=scene.first,
        edges=[Edge({"counted_on": TODAY}, {"counted_on": TOMORROW}, "counted_on")],
    )


@guarded("membership.tell_request", twice=Refused)
def tell_request(scene: Scene) -> Guarded:
    found = affiliation(scene)
    asked = {"affiliation": found, "perimeter": "", "perimeter_note": "", "commune": None}
    return Guarded(
        do=lambda received_on=YESTERDAY, **who: operations.tell_request(received_on=received_on, **asked, **who),
        at=scene.grouping,
        edges=[Edge({"received_on": YESTERDAY}, {"received_on": TODAY}, "received_on")],
    )
