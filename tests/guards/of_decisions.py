"""The verbs of the register of decisions."""

from datetime import timedelta
from typing import Any

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Application, Decision, FollowUp
from kevread.decisions.operations import (
    annulling,
    applying,
    classing,
    entering,
    following,
    founding,
    outside,
    parting,
    ratifying,
    register,
)
from kevread.documents.files import File
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.decided import RECENTLY, advised, decided, met
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

TOMORROW = TODAY + timedelta(days=1)
BEFORE = RECENTLY - timedelta(days=1)


def of_the_board(scene: Scene, type_: str = "convention", **more: Any) -> Decision:
    with arranging():
        return decided(f"{scene.grouping.slug}-board", type_, **more)


@guarded("decisions.record")
def record(scene: Scene) -> Guarded:
    """A decision of today is recorded; one of tomorrow is not."""
    asked = {"body": scene.world.body(f"{scene.grouping.slug}-board"), "title": "Une décision", "text": "Adoptée."}
    return Guarded(
        do=lambda **who: register.record_decision(**asked | {"outcome": "adopted", "decided_on": TODAY} | who),
        at=scene.grouping,
        edges=[Edge({"decided_on": TODAY}, {"decided_on": TOMORROW}, "decided_on")],
    )


@guarded("decisions.enter_past")
def enter_past(scene: Scene) -> Guarded:
    """A decision of today is entered; one of tomorrow is not."""
    asked = {"body": scene.world.body(f"{scene.grouping.slug}-board"), "title": "Une décision", "text": "Adoptée."}
    return Guarded(
        do=lambda **who: entering.enter_past_decision(**asked | {"outcome": "adopted", "decided_on": TODAY} | who),
        at=scene.grouping,
        edges=[Edge({"decided_on": TODAY}, {"decided_on": TOMORROW}, "decided_on")],
    )


RECORD = {"body": "Le collectif", "title": "S’organiser autour de groupements", "text": "Il en est ainsi décidé."}
PAPER = File("releve.pdf", b"%PDF-1.7 un releve", "application/pdf")


@guarded("decisions.found", twice=Refused)
def found(scene: Scene) -> Guarded:
    return Guarded(do=lambda **who: founding.found(organisation=scene.world.head, **RECORD, **who), at=scene.world.head)


@guarded("decisions.deposit_founding_paper", twice=Refused)
def deposit_founding_paper(scene: Scene) -> Guarded:
    row = founding.found(actor=SYSTEM, organisation=scene.world.head, now=NOW, **RECORD)
    return Guarded(
        do=lambda **who: founding.deposit_founding_paper(founding=row, file=PAPER, **who), at=scene.world.head
    )


@guarded("decisions.give_advice")
def give_advice(scene: Scene) -> Guarded:
    asked = {"body": scene.world.body(f"{scene.grouping.slug}-board"), "title": "Un avis", "text": "Favorable."}
    asked |= {"advises": "convention", "favourable": True}
    return Guarded(
        do=lambda **who: register.give_advice(**asked | {"decided_on": TODAY} | who),
        at=scene.grouping,
        edges=[Edge({"decided_on": TODAY}, {"decided_on": TOMORROW}, "decided_on")],
    )


@guarded("decisions.correct", twice=Refused)
def correct(scene: Scene) -> Guarded:
    decision = of_the_board(scene)
    asked = {"decision": decision, "title": "Mieux dite", "text": "Elle est adoptée.", "reason": "Une faute de frappe"}
    return Guarded(do=lambda **who: register.correct_decision(**asked, **who), at=scene.grouping)


@guarded("decisions.annul", twice=Refused)
def annul(scene: Scene) -> Guarded:
    decision = of_the_board(scene)
    why = "Inscrite deux fois, constaté en relisant le registre"
    return Guarded(do=lambda **who: annulling.annul_decision(decision=decision, reason=why, **who), at=scene.grouping)


@guarded("decisions.classify", twice=Invalid)
def classify(scene: Scene) -> Guarded:
    decision = of_the_board(scene, "")
    return Guarded(
        do=lambda **who: classing.classify_decision(decision=decision, type="convention", **who), at=scene.grouping
    )


@guarded("decisions.cite_advice", twice=Invalid)
def cite_advice(scene: Scene) -> Guarded:
    """The right is asked where the decision is; that of who advised does not serve."""
    decision = of_the_board(scene, "convention", after=())
    with arranging():
        advice = advised(f"{scene.first.slug}-board", "convention", on=RECENTLY)
    return Guarded(
        do=lambda **who: register.cite_advice(decision=decision, advice=advice, **who),
        at=scene.grouping,
    )


@guarded("decisions.note_outside_advice")
def note_outside_advice(scene: Scene) -> Guarded:
    asked = {
        "decision": of_the_board(scene, "convention-collective"),
        "organ": "cse",
        "favourable": True,
        "text": "Oui.",
    }
    return Guarded(
        do=lambda **who: outside.note_outside_advice(**asked | {"given_on": TODAY} | who),
        at=scene.grouping,
        edges=[Edge({"given_on": TODAY}, {"given_on": TOMORROW}, "given_on")],
    )


@guarded("decisions.annul_outside_advice", twice=Refused)
def annul_outside_advice(scene: Scene) -> Guarded:
    asked = {"organ": "cse", "favourable": True, "text": "Oui.", "given_on": RECENTLY, "now": NOW}
    decision = of_the_board(scene, "convention-collective")
    advice = outside.note_outside_advice(actor=SYSTEM, decision=decision, **asked)
    why = "Noté pour une autre décision, constaté ce matin"
    return Guarded(do=lambda **who: outside.annul_outside_advice(advice=advice, reason=why, **who), at=scene.grouping)


def taken_in_the_place_of_the_pole(scene: Scene) -> Decision:
    """The grouping's board designated who represents a pôle: that is for the pôle's own board."""
    return of_the_board(scene, "representants-pole")


def of_the_pole(scene: Scene) -> Decision:
    with arranging():
        return decided(f"{scene.first.slug}-board", "representants-pole")


@guarded("decisions.submit", twice=Refused)
def submit(scene: Scene) -> Guarded:
    """The right is asked where the body that could ratify meets; that of who decided in its place does not serve."""
    wrong = taken_in_the_place_of_the_pole(scene)
    with arranging():
        meeting = met(f"{scene.first.slug}-board", on=TOMORROW, state="draft", opened_at=None, closed_at=None)
    return Guarded(
        do=lambda **who: ratifying.submit_decision(decision=wrong, to=meeting, **who),
        at=scene.first,
    )


@guarded("decisions.ratify", twice=Invalid)
def ratify(scene: Scene) -> Guarded:
    """The right is asked where the body that ratifies is; that of who decided in its place does not serve."""
    wrong, line = taken_in_the_place_of_the_pole(scene), of_the_pole(scene)
    return Guarded(
        do=lambda **who: ratifying.ratify_decision(decision=line, ratifies=wrong, **who),
        at=scene.first,
    )


@guarded("decisions.annul_ratification", twice=Refused)
def annul_ratification(scene: Scene) -> Guarded:
    wrong, line = taken_in_the_place_of_the_pole(scene), of_the_pole(scene)
    link = ratifying.ratify_decision(actor=SYSTEM, decision=line, ratifies=wrong, now=NOW)
    return Guarded(
        do=lambda **who: ratifying.annul_ratification(
            ratification=link, reason="Dite par erreur, un autre siège.", **who
        ),
        at=scene.first,
    )


@guarded("decisions.propose_application")
def propose(scene: Scene) -> Guarded:
    decision = of_the_board(scene, "modalite-locale")
    asked = {"name": "R6.6.board_members_associated", "value": "2", "since": TODAY}
    do = applying.propose_application

    def proposed(since: Any = TODAY, **who: Any) -> Application:
        return do(decision=decision, kind="setting", asked=asked | {"since": since}, **who)

    return Guarded(
        do=proposed,
        at=scene.grouping,
        edges=[Edge({"since": RECENTLY}, {"since": BEFORE}, "since")],
    )


def application(scene: Scene) -> Application:
    """An administrator of the first pôle, elected by its assembly."""
    with arranging():
        decision = decided(f"{scene.first.slug}-assembly", "election-conseil-pole")
        person = PersonFactory()
    seat = scene.seat(f"{scene.first.slug}-board", "administrator")
    asked = {"seat": seat.pk, "person": person.pk, "first": TODAY}
    return applying.propose_application(actor=SYSTEM, decision=decision, kind="mandate", asked=asked, now=NOW)


@guarded("decisions.apply", twice=Refused)
def apply(scene: Scene) -> Guarded:
    """Two rights: that of applying what the body decided, and that of the verb that it opens."""
    wanted = application(scene)
    return Guarded(
        do=lambda **who: applying.apply_decision(application=wanted, **who),
        at=scene.first,
        also={"fill_seat": scene.first},
        instead=("fill_seat",),
    )


@guarded("decisions.drop_application", twice=Refused)
def drop(scene: Scene) -> Guarded:
    wanted = application(scene)
    return Guarded(
        do=lambda **who: applying.drop_application(application=wanted, note="A refusé le siège.", **who),
        at=scene.first,
    )


@guarded("decisions.settle", twice=Refused)
def settle(scene: Scene) -> Guarded:
    decision = of_the_board(scene)
    asked = {"decision": decision, "room": "finance", "note": "Saisi le 3 novembre."}
    return Guarded(do=lambda **who: applying.settle_decision(**asked, **who), at=scene.grouping)


@guarded("decisions.follow")
def follow(scene: Scene) -> Guarded:
    """It is due on the day of the decision at the earliest."""
    decision, owner = of_the_board(scene), scene.administrator_of(scene.first)
    return Guarded(
        do=lambda due=TODAY, **who: following.follow(decision=decision, what="Signer", owner=owner, due=due, **who),
        at=scene.grouping,
        edges=[Edge({"due": RECENTLY}, {"due": BEFORE}, "due")],
    )


@guarded("decisions.finish_follow_up", twice=Refused)
def finish(scene: Scene) -> Guarded:
    """Whoever answers for it too; done on a day between the decision and today, both included."""
    decision = of_the_board(scene)
    owner, other = scene.administrator_of(scene.first), scene.administrator_of(scene.first)
    with arranging():
        follow_up = FollowUp.objects.create(decision=decision, what="Signer", owner=owner, due=TODAY)
    return Guarded(
        do=lambda done_on=TODAY, **who: following.finish_follow_up(follow_up=follow_up, done_on=done_on, **who),
        at=scene.grouping,
        people=[owner],
        others=[other],
        edges=[
            Edge({"done_on": TODAY}, {"done_on": TOMORROW}, "done_on"),
            Edge({"done_on": RECENTLY}, {"done_on": BEFORE}, "done_on"),
        ],
    )


@guarded("decisions.part", twice=Refused)
def part(scene: Scene) -> Guarded:
    """The right is asked of the register where one undoes it; that of the other one does not serve."""
    neighbour = f"{scene.world.groupings[1].slug}-board"
    with arranging():
        advice = advised("college-territoire", "carte", on=RECENTLY - timedelta(days=9))
        other = decided(neighbour, "carte", after=[advice])
        one = decided(f"{scene.grouping.slug}-board", "carte", after=[advice], joins=[other])
    asked = {"decision": one, "other": other, "reason": "Deux cartes, et non une seule."}
    return Guarded(do=lambda **who: parting.part_decisions(**asked, **who), at=scene.grouping)


@guarded("decisions.join", twice=Invalid)
def join(scene: Scene) -> Guarded:
    """The right is asked of the register in which it is said; that of the other one does not serve."""
    neighbour = f"{scene.world.groupings[1].slug}-board"
    with arranging():
        advice = advised("college-territoire", "carte", on=RECENTLY - timedelta(days=9))
        one, other = (decided(body, "carte", after=[advice]) for body in (f"{scene.grouping.slug}-board", neighbour))
    return Guarded(do=lambda **who: register.join_decision(decision=one, other=other, **who), at=scene.grouping)
