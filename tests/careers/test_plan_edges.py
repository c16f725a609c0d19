"""The edges of a plan that no ordinary walk meets: who supports it, by which decision, what is gathered, taken out, done."""

from datetime import timedelta

import pytest

from kevread.careers import operations
from kevread.careers.models import Training
from kevread.careers.operations.checks import MOST_CENTS, MOST_PEOPLE
from kevread.common.errors import Invalid, Refused
from kevread.seats.models import Mandate
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided
from tests.guards.of_careers import MEASURED, NEXT, WHY, handed_in, need_of, plan_of, training_of

from .test_plan import lead

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_who_supports_a_plan_is_of_the_team_of_the_head_that_day(scene):
    asked = {"actor": scene.coordination, "head": scene.world.head, "year": NEXT, "told_by": TODAY, "now": NOW}
    here = {"seat__body__organisation": scene.world.head, "seat__body__kind": "team"}
    good = Mandate.objects.on(TODAY).filter(**here).select_related("seat__body", "person").first()
    elsewhere = Mandate.objects.on(TODAY).get(pk=scene.world.holder(f"{scene.grouping.slug}-team", "direction").pk)
    board = Mandate.objects.on(TODAY).get(pk=scene.world.holder("cress-board", "president").pk)
    with arranging():
        over = scene.world.seated(
            "cress-team", "coordination", origin="hiring", period=since(TODAY - 9 * DAY, TODAY - DAY)
        )
    for wrong in (elsewhere, board, over):
        with pytest.raises(Invalid) as refusal:
            operations.open_plan(**asked, adviser=wrong)
        assert refusal.value.field == "adviser"
    assert operations.open_plan(**asked, adviser=good).adviser == good


def test_a_year_that_is_over_is_planned_no_more(scene):
    asked = {"actor": scene.coordination, "head": scene.world.head, "told_by": TODAY, "now": NOW}
    for year in (TODAY.year - 1, TODAY.year + 3):
        with pytest.raises(Invalid) as refusal:
            operations.open_plan(**asked, year=year)
        assert refusal.value.field == "year"


def test_a_plan_is_consolidated_by_what_is_decided_by_then_and_holds_something(scene):
    plan = plan_of(scene)
    with arranging():
        now, later = (decided("cress-board", "plan-competences", on=day) for day in (TODAY, TODAY + DAY))
    with pytest.raises(Refused, match="ne comprend encore aucune formation"):
        operations.consolidate(actor=lead(scene), plan=plan, decision=now, now=NOW)
    training_of(plan)
    with pytest.raises(Invalid, match="pas encore prise"):
        operations.consolidate(actor=lead(scene), plan=plan, decision=later, now=NOW)
    assert operations.consolidate(actor=lead(scene), plan=plan, decision=now, now=NOW).decision == now


def test_a_training_gathers_something_and_is_not_taken_out_once_it_was_followed(scene):
    plan, them = plan_of(scene), lead(scene)
    with pytest.raises(Invalid, match="au moins un besoin"):
        operations.gather(actor=them, plan=plan, title="Animer", needs=[], now=NOW, **MEASURED)
    assert not Training.objects.filter(plan=plan).exists()
    training = training_of(plan)
    with arranging():
        Training.objects.filter(pk=training.pk).update(outcome="not_done", closed_on=TODAY, note="Reportée")
    with pytest.raises(Refused, match="déjà retirée, ou suivie"):
        operations.remove_training(actor=them, training=training, reason=WHY, now=NOW)


def test_what_is_typed_of_a_need_or_a_date_is_one_of_what_is_proposed(scene):
    plan = plan_of(scene)
    need = need_of(scene, plan, "")
    with pytest.raises(Invalid) as refusal:
        operations.settle_need(actor=scene.direction, need=need, outcome="perhaps", now=NOW)
    assert refusal.value.field == "outcome"
    with pytest.raises(Invalid) as refusal:
        operations.plan_occasion(
            actor=scene.direction, organisation=scene.grouping, kind="party", planned_on=TODAY, now=NOW
        )
    assert refusal.value.field == "kind"
    handed_in(scene, plan)


def test_the_last_that_is_taken_of_what_became_of_a_training(scene):
    training = Training.objects.get()  # that of the plan that was decided
    told = {"actor": lead(scene), "training": training, "closed_on": TODAY, "now": NOW}
    done = {"outcome": "done", "trained": 1, "spent": 0}
    for wrong, field in (
        ({"trained": MOST_PEOPLE + 1}, "trained"),
        ({"spent": MOST_CENTS + 1}, "spent"),
        ({"spent": -1}, "spent"),
        ({"note": "é" * 301}, "note"),
        ({"outcome": "not_done", "note": "é" * 4}, "note"),
        ({"closed_on": TODAY + DAY}, "closed_on"),
    ):
        with pytest.raises(Invalid) as refusal:
            operations.follow(**told | done | wrong)
        assert refusal.value.field == field, wrong
    for right in (
        {"trained": 1, "spent": 0},
        {"trained": MOST_PEOPLE, "spent": MOST_CENTS, "note": "é" * 300},
        {"outcome": "not_done", "note": "é" * 5},
    ):
        assert operations.follow(**told | done | right).note == right.get("note", "")
    with arranging():
        Training.objects.filter(pk=training.pk).update(undone_on=TODAY, undone_because=WHY)
    with pytest.raises(Refused, match="retirée du plan"):
        operations.follow(**told | done)
