"""A plan from what employers ask to what is done; what each step refuses; and who reads what."""

import pytest
from django.urls import reverse

from kevread.careers import operations
from kevread.careers.models import HandIn, Need, SkillsPlan, Training, Welfare
from kevread.common.errors import Invalid, Refused
from kevread.journal.models import Change
from kevread.seats.queries import actor_of
from tests.charter.people import holder
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.of_careers import MEASURED, NEXT, WHY, handed_in, need_of, plan_of, training_of

pytestmark = pytest.mark.django_db


def lead(scene):
    return actor_of(holder(scene.world, "cress-team", "direction"), TODAY)


def test_a_need_goes_from_its_employer_to_a_training_that_was_done(scene):
    plan, us, them = plan_of(scene), scene.direction, lead(scene)
    need = operations.tell_need(
        actor=us, plan=plan, employer=scene.grouping, subject="Animer une réunion", now=NOW, **MEASURED
    )
    with pytest.raises(Refused, match="ni retenu ni écarté"):
        operations.hand_in(actor=us, plan=plan, employer=scene.grouping, now=NOW)
    with pytest.raises(Invalid, match="retenus et remis"):
        operations.gather(actor=them, plan=plan, title="Animer", needs=[need], now=NOW, **MEASURED)
    operations.settle_need(actor=us, need=need, outcome="kept", now=NOW)
    with pytest.raises(Invalid, match="retenus et remis"):
        operations.gather(actor=them, plan=plan, title="Animer", needs=[need], now=NOW, **MEASURED)
    operations.hand_in(actor=us, plan=plan, employer=scene.grouping, now=NOW)
    with pytest.raises(Refused, match="sont remis"):
        operations.tell_need(actor=us, plan=plan, employer=scene.grouping, subject="Écrire", now=NOW, **MEASURED)
    with arranging():
        line = decided("cress-board", "plan-competences")
        elsewhere = decided(f"{scene.grouping.slug}-board", "plan-competences")
        rejected = decided("cress-board", "plan-competences", outcome="rejected")
    with pytest.raises(Refused, match="aucune formation"):
        operations.consolidate(actor=them, plan=plan, decision=line, now=NOW)
    training = operations.gather(actor=them, plan=plan, title="Animer", needs=[need], now=NOW, **MEASURED)
    with pytest.raises(Refused, match="réunit déjà"):
        operations.take_back_needs(actor=us, plan=plan, employer=scene.grouping, reason=WHY, now=NOW)
    for wrong in (elsewhere, rejected):
        with pytest.raises(Invalid, match="décision adoptée"):
            operations.consolidate(actor=them, plan=plan, decision=wrong, now=NOW)
    with pytest.raises(Refused, match="pas encore consolidé"):
        operations.follow(actor=them, training=training, outcome="done", closed_on=TODAY, trained=1, spent=0, now=NOW)
    operations.consolidate(actor=them, plan=plan, decision=line, now=NOW)
    with pytest.raises(Refused, match="consolidé"):
        operations.remove_training(actor=them, training=training, reason=WHY, now=NOW)
    done = operations.follow(
        actor=them, training=training, outcome="done", closed_on=TODAY, trained=2, spent=90_000, now=NOW
    )
    assert (done.outcome, done.trained, done.spent) == ("done", 2, 90_000)
    undone = operations.follow(
        actor=them, training=training, outcome="not_done", closed_on=TODAY, note="Reportée", trained=2, now=NOW
    )
    assert (undone.outcome, undone.trained, undone.spent) == ("not_done", None, None)


def test_a_need_that_was_kept_and_not_gathered_holds_the_plan_back(scene):
    plan = plan_of(scene)
    training_of(plan)
    need_of(scene, plan, "kept")
    with arranging():
        line = decided("cress-board", "plan-competences")
    hand = handed_in(scene, plan)
    with pytest.raises(Refused, match="dans aucune formation"):
        operations.consolidate(actor=lead(scene), plan=plan, decision=line, now=NOW)
    with arranging():
        HandIn.objects.filter(pk=hand.pk).update(
            undone_on=TODAY
        )  # nobody at the head may read it: it waits for nothing
    assert operations.consolidate(actor=lead(scene), plan=plan, decision=line, now=NOW).consolidated_on == TODAY


def test_a_training_that_is_taken_out_gives_its_needs_back(scene):
    plan = plan_of(scene)
    need = need_of(scene, plan, "kept")
    handed_in(scene, plan)
    training = operations.gather(actor=lead(scene), plan=plan, title="Animer", needs=[need], now=NOW, **MEASURED)
    operations.remove_training(actor=lead(scene), training=training, reason=WHY, now=NOW)
    assert Need.objects.get(pk=need.pk).training is None
    operations.take_back_needs(actor=scene.direction, plan=plan, employer=scene.grouping, reason=WHY, now=NOW)


def test_what_is_done_once_says_for_how_many_and_what_is_not_says_why(scene):
    training, them = Training.objects.get(), lead(scene)
    told = {"actor": them, "training": training, "closed_on": TODAY, "now": NOW}
    for wrong, field in (
        ({"outcome": "done", "spent": 0}, "trained"),
        ({"outcome": "done", "trained": 0, "spent": 0}, "trained"),
        ({"outcome": "done", "trained": 1}, "spent"),
        ({"outcome": "not_done", "note": "non"}, "note"),
        ({"outcome": "perhaps"}, "outcome"),
    ):
        with pytest.raises(Invalid) as refused:
            operations.follow(**told, **wrong)
        assert refused.value.field == field


def test_what_an_employer_asks_is_read_by_its_line_until_it_is_handed_in(scene):
    plan = plan_of(scene)
    need = need_of(scene, plan, "kept")
    rows = Need.objects.filter(pk=need.pk)
    ours, head = scene.direction, lead(scene)
    near = scene.president_of(scene.second)

    def read(actor) -> bool:
        return Need.objects.visible_to(actor).filter(pk=need.pk).exists()

    assert rows.exists() and read(ours) and not read(head) and not read(near)
    handed_in(scene, plan)
    assert read(ours) and read(head) and not read(near)
    with arranging():
        HandIn.objects.filter(plan=plan).update(undone_on=TODAY)
    assert not read(head)


def test_no_payroll_leaves_its_employer(scene, readers):
    """Neither by the list, the page, the file nor the journal."""
    operations.say_welfare(
        actor=scene.direction, employer=scene.grouping, year=TODAY.year, payroll=12_345_600, budget=61_728, now=NOW
    )
    row = Welfare.objects.get(employer=scene.grouping, payroll=12_345_600)
    for actor in (lead(scene), scene.president_of(scene.second)):
        assert not Welfare.objects.visible_to(actor).filter(pk=row.pk).exists()
    assert Welfare.objects.visible_to(scene.direction).filter(pk=row.pk).exists()
    told = Change.objects.filter(table="careers_welfare").latest("id")
    assert "payroll" in Welfare.UNTOLD and "budget" in Welfare.UNTOLD and told.row == row.pk
    page = said(readers.direction.get(reverse("careers:headcount", args=[scene.grouping.slug])))
    assert "123 456 €" in page


def test_the_plan_of_a_year_is_one_and_a_mistake_leaves_room(scene):
    plan, them = plan_of(scene), lead(scene)
    asked = {"actor": them, "head": scene.world.head, "year": NEXT, "told_by": TODAY, "now": NOW}
    with pytest.raises(Refused, match="déjà ouvert"):
        operations.open_plan(**asked)
    operations.undo_plan(actor=them, plan=plan, reason=WHY, now=NOW)
    made = operations.open_plan(**asked)
    handed_in(scene, made)
    with pytest.raises(Refused, match="ne s’annule plus"):
        operations.undo_plan(actor=them, plan=made, reason=WHY, now=NOW)
    stranger = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    with pytest.raises(Invalid, match="équipe"):
        operations.open_plan(**asked | {"year": NEXT + 1}, adviser=stranger)
    assert SkillsPlan.objects.standing().filter(year=NEXT).count() == 1


def test_a_plan_asks_groupings_and_the_head_and_no_pole(scene):
    plan, pole = plan_of(scene), scene.second
    with pytest.raises(Refused, match="pas ceux"):
        operations.tell_need(
            actor=scene.president_of(pole), plan=plan, employer=pole, subject="Animer", now=NOW, **MEASURED
        )
    with pytest.raises(Refused, match="pas ceux"):
        operations.hand_in(actor=scene.president_of(pole), plan=plan, employer=pole, now=NOW)
    assert operations.hand_in(actor=lead(scene), plan=plan, employer=scene.world.head, now=NOW)
