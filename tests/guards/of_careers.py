"""The verbs of careers."""

from datetime import date, timedelta
from typing import Any

from kevread.careers import operations
from kevread.careers.models import HandedOver, HandIn, Handover, Need, Occasion, PathwayStep, SkillsPlan, Training
from kevread.careers.operations.handing import list_everything
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.staff.models import Contract
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.decided import decided
from tests.guards.of_staff import near
from tests.seats.scene import Scene
from tests.skilled import skilled
from tests.welcomed import welcomed

from .asking import Edge, Guarded, guarded

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
WHY = "Inscrit par erreur"
NEXT = TODAY.year + 1
MEASURED = {"people": 2, "hours": 14, "cost": 120_000}


def plan_of(scene: Scene, **more: Any) -> SkillsPlan:
    """That of next year, open."""
    with arranging():
        return SkillsPlan.objects.create(
            organisation=scene.world.head, year=NEXT, opened_on=TODAY, told_by=TOMORROW, **more
        )


def decided_plan(scene: Scene) -> SkillsPlan:
    """That of this year, which its head consolidated."""
    with arranging():
        return skilled(scene.world.head, scene.world.groupings)


def need_of(scene: Scene, plan: SkillsPlan, outcome: str = "") -> Need:
    with arranging():
        return Need.objects.create(
            plan=plan, employer=scene.grouping, subject="Animer", told_on=TODAY, outcome=outcome, **MEASURED
        )


def handed_in(scene: Scene, plan: SkillsPlan) -> HandIn:
    with arranging():
        return HandIn.objects.create(plan=plan, employer=scene.grouping, handed_on=TODAY)


def training_of(plan: SkillsPlan) -> Training:
    with arranging():
        return Training.objects.create(plan=plan, title="Animer", **MEASURED)


@guarded("careers.open_plan", twice=Refused)
def opened(scene: Scene) -> Guarded:
    return Guarded(
        do=lambda day=TODAY, **who: operations.open_plan(head=scene.world.head, year=NEXT, told_by=day, **who),
        at=scene.world.head,
        others=near(scene),
        edges=[
            Edge({"day": TODAY}, {"day": YESTERDAY}, "told_by"),
            Edge({"day": date(NEXT, 12, 31)}, {"day": date(NEXT + 1, 1, 1)}, "told_by"),
        ],
    )


@guarded("careers.gather", twice=Invalid)
def gathered(scene: Scene) -> Guarded:
    plan = plan_of(scene)
    need = need_of(scene, plan, "kept")
    handed_in(scene, plan)
    return Guarded(
        do=lambda **who: operations.gather(plan=plan, title="Animer", needs=[need], **MEASURED, **who),
        at=scene.world.head,
        others=near(scene),
    )


@guarded("careers.remove_training", twice=Refused)
def removed(scene: Scene) -> Guarded:
    training = training_of(plan_of(scene))
    return Guarded(
        do=lambda **who: operations.remove_training(training=training, reason=WHY, **who), at=scene.world.head
    )


@guarded("careers.consolidate", twice=Refused)
def consolidated(scene: Scene) -> Guarded:
    plan = plan_of(scene)
    training_of(plan)
    with arranging():
        line = decided("cress-board", "plan-competences")
    return Guarded(
        do=lambda **who: operations.consolidate(plan=plan, decision=line, **who),
        at=scene.world.head,
        others=near(scene),
    )


@guarded("careers.reopen_plan", twice=Refused)
def reopened(scene: Scene) -> Guarded:
    plan = decided_plan(scene)
    return Guarded(do=lambda **who: operations.reopen_plan(plan=plan, reason=WHY, **who), at=scene.world.head)


@guarded("careers.undo_plan", twice=Refused)
def undone(scene: Scene) -> Guarded:
    plan = plan_of(scene)
    return Guarded(do=lambda **who: operations.undo_plan(plan=plan, reason=WHY, **who), at=scene.world.head)


@guarded("careers.follow")
def followed(scene: Scene) -> Guarded:
    training = decided_plan(scene).trainings.get()

    def do(day: date = TODAY, **who: Any) -> object:
        return operations.follow(training=training, outcome="done", closed_on=day, trained=3, spent=100, **who)

    return Guarded(
        do=do, at=scene.world.head, others=near(scene), edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "closed_on")]
    )


@guarded("careers.tell_need", twice=Refused)
def told(scene: Scene) -> Guarded:
    plan = plan_of(scene)
    asked = {"plan": plan, "employer": scene.grouping, "subject": "Animer"} | MEASURED
    return Guarded(do=lambda **who: operations.tell_need(**asked, **who), at=scene.grouping, others=near(scene))


@guarded("careers.settle_need", twice=Refused)
def settled(scene: Scene) -> Guarded:
    need = need_of(scene, plan_of(scene))
    return Guarded(
        do=lambda **who: operations.settle_need(need=need, outcome="kept", **who),
        at=scene.grouping,
        others=near(scene),
    )


@guarded("careers.withdraw_need", twice=Refused)
def withdrawn(scene: Scene) -> Guarded:
    need = need_of(scene, plan_of(scene))
    return Guarded(do=lambda **who: operations.withdraw_need(need=need, reason=WHY, **who), at=scene.grouping)


@guarded("careers.hand_in", twice=Refused)
def handed(scene: Scene) -> Guarded:
    plan = plan_of(scene)
    return Guarded(
        do=lambda **who: operations.hand_in(plan=plan, employer=scene.grouping, **who),
        at=scene.grouping,
        others=near(scene),
    )


@guarded("careers.take_back_needs", twice=Refused)
def taken_back(scene: Scene) -> Guarded:
    plan = plan_of(scene)
    handed_in(scene, plan)
    return Guarded(
        do=lambda **who: operations.take_back_needs(plan=plan, employer=scene.grouping, reason=WHY, **who),
        at=scene.grouping,
    )


@guarded("careers.plan_occasion", twice=Refused)
def planned(scene: Scene) -> Guarded:
    asked = {"organisation": scene.grouping, "kind": "council", "planned_on": TOMORROW}
    return Guarded(do=lambda **who: operations.plan_occasion(**asked, **who), at=scene.grouping, others=near(scene))


@guarded("careers.hold_occasion", twice=Refused)
def held(scene: Scene) -> Guarded:
    occasion = Occasion.objects.get(organisation=scene.grouping, kind="talk")
    return Guarded(
        do=lambda day=TODAY, **who: operations.hold_occasion(occasion=occasion, held_on=day, result="Tenu.", **who),
        at=scene.grouping,
        others=near(scene),
        edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "held_on")],
    )


@guarded("careers.undo_occasion", twice=Refused)
def dropped(scene: Scene) -> Guarded:
    occasion = Occasion.objects.get(organisation=scene.grouping, kind="talk")
    return Guarded(do=lambda **who: operations.undo_occasion(occasion=occasion, reason=WHY, **who), at=scene.grouping)


@guarded("careers.say_welfare")
def said(scene: Scene) -> Guarded:
    asked = {"employer": scene.grouping, "payroll": 100, "budget": 1}
    return Guarded(
        do=lambda year=TODAY.year, **who: operations.say_welfare(year=year, **asked, **who),
        at=scene.grouping,
        others=near(scene),
        edges=[
            Edge({"year": TODAY.year}, {"year": TODAY.year + 1}, "year"),
            Edge({"year": TODAY.year - 5}, {"year": TODAY.year - 6}, "year"),
        ],
    )


def leaving(scene: Scene) -> Contract:
    """The contract of the grouping’s territorial delegate."""
    person = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
    return Contract.objects.get(employer=scene.grouping, person=person)


def handover_of(scene: Scene, to: Person | None = None) -> Handover:
    with arranging():
        made = Handover.objects.create(
            employer=scene.grouping, contract=leaving(scene), last_day=TOMORROW, opened_on=TODAY
        )
        list_everything(made, TODAY)
        if to:
            made.things.update(to=to, entrusted_on=TODAY)
    return made


def taker(scene: Scene) -> Person:
    return scene.world.holder(f"{scene.grouping.slug}-team", "direction").person


@guarded("careers.open_handover", twice=Refused)
def left(scene: Scene) -> Guarded:
    contract = leaving(scene)
    first = contract.dates.start
    assert first
    return Guarded(
        do=lambda day=TODAY, **who: operations.open_handover(contract=contract, last_day=day, **who),
        at=scene.grouping,
        others=near(scene),
        edges=[Edge({"day": first}, {"day": first - timedelta(days=1)}, "last_day")],
    )


@guarded("careers.take_stock", twice=Refused)
def brought_up_to_date(scene: Scene) -> Guarded:
    row = handover_of(scene)
    with arranging():
        HandedOver.objects.filter(pk=row.things.earliest("pk").pk).delete()
    return Guarded(do=lambda **who: operations.take_stock(handover=row, **who), at=scene.grouping)


@guarded("careers.entrust")
def entrusted(scene: Scene) -> Guarded:
    row = handover_of(scene)
    thing, person = row.things.earliest("pk"), taker(scene)
    return Guarded(
        do=lambda **who: operations.entrust(handover=row, to={thing: person}, **who),
        at=scene.grouping,
        others=near(scene),
    )


@guarded("careers.close_handover", twice=Refused)
def closed(scene: Scene) -> Guarded:
    row = handover_of(scene, taker(scene))
    with arranging():
        row.things.update(agreed_on=TODAY)
    return Guarded(
        do=lambda **who: operations.close_handover(handover=row, **who), at=scene.grouping, others=near(scene)
    )


@guarded("careers.undo_handover", twice=Refused)
def annulled(scene: Scene) -> Guarded:
    row = handover_of(scene)
    return Guarded(do=lambda **who: operations.undo_handover(handover=row, reason=WHY, **who), at=scene.grouping)


def newcomer_of(scene: Scene) -> Mandate:
    with arranging():
        return welcomed(scene.grouping, TODAY - timedelta(days=9))


@guarded("careers.accompany", twice=Refused)
def accompanied(scene: Scene) -> Guarded:
    mandate, companion = newcomer_of(scene), taker(scene)
    return Guarded(
        do=lambda **who: operations.accompany(mandate=mandate, step="role", companion=companion, **who),
        at=scene.grouping,
        others=[mandate.person, companion],
    )


@guarded("careers.tell_step", twice=Refused)
def told_step(scene: Scene) -> Guarded:
    mandate, companion = newcomer_of(scene), taker(scene)
    with arranging():
        PathwayStep.objects.create(mandate=mandate, step="role", companion=companion)
        elsewhere = PathwayStep.objects.create(mandate=mandate, step="pairs", companion=PersonFactory())
    first = mandate.period.lower
    return Guarded(
        do=lambda day=TODAY, **who: operations.tell_step(mandate=mandate, step="role", done_on=day, **who),
        at=scene.grouping,
        people=[mandate.person, companion],
        others=[elsewhere.companion],
        edges=[
            Edge({"day": first}, {"day": first - timedelta(days=1)}, "done_on"),
            Edge({"day": TODAY}, {"day": TOMORROW}, "done_on"),
        ],
    )


@guarded("careers.undo_step", twice=Refused)
def undone_step(scene: Scene) -> Guarded:
    mandate, companion = newcomer_of(scene), taker(scene)
    with arranging():
        row = PathwayStep.objects.create(mandate=mandate, step="role", companion=companion, done_on=TODAY)
    return Guarded(
        do=lambda **who: operations.undo_step(row=row, reason=WHY, **who),
        at=scene.grouping,
        others=[mandate.person, companion],
    )
