"""The verbs of the common framework."""

from datetime import timedelta
from typing import Any

from kevread.charter import operations
from kevread.charter.models import Keeping, Setting
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.seats.scene import Scene
from tests.worlds import put

from .asking import Edge, Guarded, guarded

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
DECISION = {"adopted_by": "Conseil du 24 novembre 2026, résolution 4", "adopted_on": TODAY}


@guarded("charter.set_setting")
def set_setting(scene: Scene) -> Guarded:
    """A common one is decided at the head; on a day that has come."""
    asked = {"name": "R3.7.representatives_per_member", "value": 3, "since": TODAY, "organisation": None} | DECISION
    return Guarded(
        do=lambda **who: operations.set_setting(**asked | who),
        at=scene.world.head,
        edges=[Edge({"adopted_on": TODAY}, {"adopted_on": TOMORROW, "since": TOMORROW}, "adopted_on")],
    )


@guarded("charter.correct_setting")
def correct_setting(scene: Scene) -> Guarded:
    """One of its own is corrected by the organisation that decided it: the head does not."""
    own = {"name": "R6.6.board_members_associated", "value": 2, "since": TODAY, "organisation": scene.grouping}
    made = operations.set_setting(actor=SYSTEM, now=NOW, **own, **DECISION)
    more = {"value": 3, "reason": "Une faute de frappe"} | DECISION
    return Guarded(do=lambda **who: operations.correct_setting(setting=made, **more, **who), at=scene.grouping)


@guarded("charter.annul_setting", twice=Refused)
def annul_setting(scene: Scene) -> Guarded:
    """One of its own is annulled by the organisation that decided it."""
    own = {"name": "R6.6.board_members_associated", "value": 2, "since": TODAY, "organisation": scene.grouping}
    made = operations.set_setting(actor=SYSTEM, now=NOW, **own, **DECISION)
    more = {"on": TODAY, "reason": "Jamais décidée par le conseil"}
    return Guarded(do=lambda **who: operations.annul_setting(setting=made, **more, **who), at=scene.grouping)


def not_kept(scene: Scene) -> Any:
    with arranging():
        Keeping.objects.filter(organisation=scene.first, register="mandates").delete()
    return {"organisation": scene.first, "register": "mandates"}


@guarded("charter.keep_register", twice=Invalid)
def keep_register(scene: Scene) -> Guarded:
    asked = not_kept(scene)
    return Guarded(
        do=lambda since=TODAY, **who: operations.keep_register(since=since, **asked, **who),
        at=scene.first,
        edges=[Edge({"since": TODAY}, {"since": TOMORROW}, "since")],
    )


@guarded("charter.stop_keeping", twice=Invalid)
def stop_keeping(scene: Scene) -> Guarded:
    kept = Keeping.objects.get(organisation=scene.first, register="mandates")
    return Guarded(do=lambda **who: operations.stop_keeping(keeping=kept, last=TODAY, **who), at=scene.first)


def proof(scene: Scene) -> dict[str, Any]:
    person = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    piece = "Procès-verbal de l’assemblée constitutive, dossier 3"
    return {"clause": "R3.4/2", "organisation": scene.grouping, "person": person, "piece": piece}


@guarded("charter.attest", twice=Invalid)
def attest(scene: Scene) -> Guarded:
    asked = proof(scene)
    return Guarded(
        do=lambda piece_on=TODAY, **who: operations.attest(piece_on=piece_on, **asked, **who),
        at=scene.grouping,
        edges=[Edge({"piece_on": TODAY}, {"piece_on": TOMORROW}, "piece_on")],
    )


@guarded("charter.withdraw_attestation", twice=Invalid)
def withdraw_attestation(scene: Scene) -> Guarded:
    made = operations.attest(actor=SYSTEM, piece_on=YESTERDAY, now=NOW, **proof(scene))
    asked = {"attestation": made, "reason": "Pièce égarée"}
    return Guarded(do=lambda **who: operations.withdraw_attestation(last=TODAY, **asked, **who), at=scene.grouping)


def derogating(scene: Scene) -> dict[str, Any]:
    """Decided before the head kept its register of decisions."""
    with arranging():
        put(Keeping.objects.filter(organisation=scene.world.head, register="decisions"), period=since(TOMORROW))
    asked = {"clause": "R3.7/1", "organisation": scene.grouping, "last": TODAY + timedelta(days=90)}
    return asked | DECISION | {"reason": "Le pôle vient de se scinder, le temps de revoir sa place."}


@guarded("charter.grant_derogation", twice=Invalid)
def grant_derogation(scene: Scene) -> Guarded:
    """At the head, whoever it is for. From the day of the decision, which has come."""
    asked = derogating(scene)
    return Guarded(
        do=lambda **who: operations.grant_derogation(**asked | {"first": TODAY} | who),
        at=scene.world.head,
        edges=[
            Edge({"first": TODAY}, {"first": YESTERDAY}, "first"),
            Edge({"last": TODAY}, {"last": YESTERDAY}, "last"),
            Edge({"adopted_on": TODAY}, {"adopted_on": TOMORROW, "first": TOMORROW}, "adopted_on"),
        ],
    )


@guarded("charter.end_derogation")
def end_derogation(scene: Scene) -> Guarded:
    """Since yesterday at the earliest, and before the day on which it ends anyway."""
    made = operations.grant_derogation(actor=SYSTEM, first=TODAY, now=NOW, **derogating(scene))
    assert made.dates.last
    asked = {"derogation": made, "reason": "La règle est de nouveau tenue."}
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_derogation(last=last, **asked, **who),
        at=scene.world.head,
        edges=[
            Edge({"last": YESTERDAY}, {"last": YESTERDAY - timedelta(days=1)}, "last"),
            Edge({"last": made.dates.last - timedelta(days=1)}, {"last": made.dates.last}, "last"),
        ],
    )


def contesting(scene: Scene) -> dict[str, Any]:
    person = Person.objects.get(pk=scene.direction.person)
    asked = {"person": person, "organisation": scene.grouping, "clause": "R3.7/1", "about": "fact"}
    return asked | {"reason": "L’une des personnes a quitté le pôle en octobre."}


@guarded("charter.contest")
def contest(scene: Scene) -> Guarded:
    """Whoever reads a finding of a day that has come."""
    asked = contesting(scene)
    return Guarded(
        do=lambda on=TODAY, **who: operations.contest_finding(on=on, **asked, **who),
        at=scene.grouping,
        edges=[Edge({"on": TODAY}, {"on": TOMORROW}, "on")],
    )


@guarded("charter.answer_contest")
def answer_contest(scene: Scene) -> Guarded:
    asked = contesting(scene)
    made = operations.contest_finding(actor=scene.direction, on=TODAY, now=NOW, **asked)
    other = scene.administrator_of(scene.first)
    more = {"person": other, "outcome": "accepted", "answer": "Sa démission est inscrite au 31 octobre."}
    return Guarded(
        do=lambda **who: operations.answer_contest(contest=made, **more, **who),
        at=scene.grouping,
        others=[asked["person"]],
    )


@guarded("charter.close_contest", twice=Refused)
def close_contest(scene: Scene) -> Guarded:
    """Recognised, and corrected since."""
    asked = contesting(scene)
    made = operations.contest_finding(actor=scene.direction, on=TODAY, now=NOW, **asked)
    other = scene.administrator_of(scene.first)
    with arranging():
        put(made, outcome="accepted", answer="Sa démission manque.", answered_by=other, answered_at=NOW)
        put(Setting.objects.filter(name="R3.7.representatives_per_member", organisation=None), value=3)
    more = {"person": other, "correction": "Sa démission est inscrite au 31 octobre."}
    return Guarded(
        do=lambda **who: operations.close_contest(contest=made, **more, **who),
        at=scene.grouping,
        others=[asked["person"]],
    )


@guarded("charter.attach_source")
def attach_source(scene: Scene) -> Guarded:
    asked = {"name": "essai", "text": "Le conseil se réunit.", "quotes": [("R3.7", "se réunit")]}
    return Guarded(do=lambda **who: operations.attach_source(**asked, **who), at=scene.world.head)
