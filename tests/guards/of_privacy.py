"""The verbs of privacy."""

from datetime import timedelta

from kevread.common.errors import Refused
from kevread.privacy import operations
from kevread.privacy.models import Breach, Demand, Restriction
from kevread.privacy.operations.breaches import mark_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

ASKED = {"kind": "rectify", "text": "Mon nom s’écrit autrement."}


@guarded("privacy.note_request", twice=Refused)
def note_request(scene: Scene) -> Guarded:
    with arranging():
        person = PersonFactory()

    def do(received_on=TODAY, **who):
        return operations.note(organisation=scene.first, person=person, received_on=received_on, **ASKED, **who)

    day = Edge({"received_on": TODAY}, {"received_on": TODAY + timedelta(days=1)}, "received_on")
    return Guarded(do=do, at=scene.first, edges=[day])


@guarded("privacy.answer", twice=Refused)
def answer(scene: Scene) -> Guarded:
    with arranging():
        person = PersonFactory()
        demand = Demand.objects.create(organisation=scene.first, person=person, received_on=TODAY, **ASKED)
    asked = {"demand": demand, "outcome": "granted", "text": "C’est corrigé."}
    return Guarded(do=lambda **who: operations.answer(**asked, **who), at=scene.first)


@guarded("privacy.extend", twice=Refused)
def extend(scene: Scene) -> Guarded:
    with arranging():
        person = PersonFactory()
        demand = Demand.objects.create(organisation=scene.first, person=person, received_on=TODAY, **ASKED)
    asked = {"demand": demand, "because": "Trois fichiers sont à relire."}
    return Guarded(do=lambda **who: operations.extend(**asked, **who), at=scene.first)


@guarded("privacy.erase", twice=Refused)
def erase(scene: Scene) -> Guarded:
    with arranging():
        person = PersonFactory(given_name="Zénaïde", family_name="Quistinic")
    asked = {"person": person, "within": scene.world.head, "why": "Sa demande"}
    return Guarded(do=lambda **who: operations.erase(**asked, **who), at=scene.world.head)


@guarded("privacy.restrict", twice=Refused)
def restrict(scene: Scene) -> Guarded:
    with arranging():
        person = PersonFactory()
    asked = {"person": person, "within": scene.world.head, "why": "Sa demande"}
    return Guarded(do=lambda **who: operations.restrict(**asked, **who), at=scene.world.head)


@guarded("privacy.lift_restriction", twice=Refused)
def lift(scene: Scene) -> Guarded:
    with arranging():
        person = PersonFactory(limited_since=TODAY)
        Restriction.objects.create(person=person, why="Sa demande", decided_by=person, since=NOW)
    asked = {"person": person, "within": scene.world.head, "why": "C’est corrigé."}
    return Guarded(do=lambda **who: operations.lift(**asked, **who), at=scene.world.head)


@guarded("privacy.decide_purge", twice=Refused)
def decide_purge(scene: Scene) -> Guarded:
    with arranging():
        person = PersonFactory()
        long_ago = NOW - timedelta(days=6 * 366)
        Demand.objects.create(
            organisation=scene.first, person=person, received_on=long_ago.date(), outcome="granted", answer="Fait.",
            answered_by=person, answered_at=long_ago, **ASKED,
        )  # fmt: skip
    asked = {"within": scene.world.head, "kinds": ["demands"], "why": "Décision n° 3"}
    return Guarded(do=lambda **who: operations.decide_purge(**asked, **who), at=scene.world.head)


@guarded("privacy.validate_register", twice=Refused)
def validate_register(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "contact": "La coordination", "joint": None}
    return Guarded(do=lambda **who: operations.validate(**asked, **who), at=scene.first)


SHEET = {"what": "Une liste s’est perdue.", "concerned": "Dix membres", "risk": "none"}


@guarded("privacy.open_breach", twice=Refused)
def open_breach(scene: Scene) -> Guarded:
    def do(known_at=NOW, **who):
        return operations.open_breach(organisation=scene.first, known_at=known_at, **SHEET, **who)

    return Guarded(do=do, at=scene.first)


def breach_of(scene: Scene) -> Breach:
    with arranging():
        person = PersonFactory()
        more = {"measures": "Elle fut retrouvée.", "because": "Nul ne l’a lue."}
        return Breach.objects.create(organisation=scene.first, opened_by=person, known_at=NOW, **SHEET, **more)


@guarded("privacy.amend_breach")
def amend_breach(scene: Scene) -> Guarded:
    breach = breach_of(scene)
    asked = {"breach": breach, "seen": mark_of(breach), **SHEET}
    return Guarded(do=lambda **who: operations.amend_breach(**asked, **who), at=scene.first)


@guarded("privacy.close_breach", twice=Refused)
def close_breach(scene: Scene) -> Guarded:
    breach = breach_of(scene)
    return Guarded(do=lambda **who: operations.close_breach(breach=breach, **who), at=scene.first)
