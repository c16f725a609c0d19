"""The pages of plans, of dates, of headcounts: what is done from them, and who reads what; the lines of « Aujourd’hui »."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.careers.models import Need, Occasion, SkillsPlan, Training
from kevread.directory.models import Person
from tests.charter.people import holder
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.employed import employed
from tests.factories import PersonFactory
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.of_careers import NEXT, plan_of
from tests.pressing import press
from tests.reading_tables import taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(scene, settings):
    return entered_as(holder(scene.world, "cress-team", "direction"), settings)


def test_a_plan_is_asked_gathered_decided_and_followed_on_its_page(scene, readers, head):
    us, ours, theirs = readers.direction, scene.grouping.slug, scene.world.head.slug
    opened = reverse("careers:open_plan", args=[theirs])
    wrong = press(head, opened, {"year": str(NEXT), "told_by": (TODAY - timedelta(days=1)).isoformat()})
    assert wrong.status_code == 422 and "Choisissez un jour" in said(wrong)
    press(head, opened, {"year": str(NEXT), "told_by": (TODAY + timedelta(days=9)).isoformat()})
    plan = SkillsPlan.objects.get(year=NEXT)
    today = said(us.get(reverse("home:today", args=[ours])))
    assert "besoins de formation" in today
    page = reverse("careers:plan", args=[ours, plan.pk])
    told = {"subject": "Animer une réunion", "people": "2", "hours": "14", "cost": "1 200,50"}
    assert "À arbitrer" in said(press(us, reverse("careers:tell_need", args=[ours, plan.pk]), told, follow=True))
    need = Need.objects.get(plan=plan)
    assert need.cost == 120_050
    assert need.subject not in said(head.get(reverse("careers:plan", args=[theirs, plan.pk])))
    press(us, reverse("careers:change_need", args=[ours, need.pk, "retenir"]))
    press(us, reverse("careers:change_plan", args=[ours, plan.pk, "remettre"]))
    assert "Remis le" in said(us.get(page))
    assert "besoins de formation" not in said(us.get(reverse("home:today", args=[ours])))
    gather = reverse("careers:change_plan", args=[theirs, plan.pk, "reunir"])
    assert need.subject in said(head.get(gather))
    typed = {"needs": [str(need.pk)], "title": "Animer", "people": "2", "hours": "14", "cost": "1000"}
    assert "La formation est au plan" in said(press(head, gather, typed, follow=True))
    with arranging():
        line = decided("cress-board", "plan-competences", title="Le plan")
    settled = press(
        head,
        reverse("careers:change_plan", args=[theirs, plan.pk, "consolider"]),
        {"decision": str(line.pk)},
        follow=True,
    )
    assert "Le plan est consolidé" in said(settled)
    training = Training.objects.get(plan=plan)
    follow = reverse("careers:change_training", args=[theirs, training.pk, "suivre"])
    half = press(head, follow, {"outcome": "done", "closed_on": TODAY.isoformat(), "trained": "2"})
    assert half.status_code == 422 and "ce qu’elle a coûté" in said(half)
    typed = {"outcome": "done", "closed_on": TODAY.isoformat(), "trained": "2", "spent": "950"}
    assert "2 personnes formées, 950 €" in said(press(head, follow, typed, follow=True))
    assert us.get(reverse("careers:skills_xlsx", args=[ours])).status_code == 200
    rows = taken(us.get(reverse("careers:skills_csv", args=[ours])))
    assert {row["formation"] for row in rows} == {"Animer", "Animer une réunion"}
    assert "Réalisée" in said(us.get(page))


def test_dates_are_written_and_what_came_of_them_is_said(scene, readers):
    us, ours = readers.direction, scene.grouping.slug
    where = reverse("careers:occasions", args=[ours])
    day = TODAY - timedelta(days=2)
    press(us, reverse("careers:plan_occasion", args=[ours]), {"kind": "council", "planned_on": day.isoformat()})
    assert "Ont-ils eu lieu" in said(us.get(where))
    made = Occasion.objects.get(organisation=scene.grouping, kind="council")
    today = said(us.get(reverse("home:today", args=[ours])))
    assert "dire ce qui en est sorti" in today and "Voir le dialogue social" in today
    hold = reverse("careers:change_occasion", args=[ours, made.pk, "tenu"])
    late = press(us, hold, {"held_on": (TODAY + timedelta(days=1)).isoformat(), "result": "Un avis favorable."})
    assert late.status_code == 422 and "pas encore venu" in said(late)
    done = press(us, hold, {"held_on": day.isoformat(), "result": "Un avis favorable."}, follow=True)
    assert "Un avis favorable." in said(done) and "Ont-ils eu lieu" not in said(done)
    assert {row["ce qui en est sorti"] for row in taken(us.get(reverse("careers:occasions_csv", args=[ours])))} >= {
        "Un avis favorable."
    }
    assert (
        readers.direction.get(reverse("careers:change_occasion", args=[ours, made.pk, "inventer"])).status_code == 404
    )


def test_a_headcount_is_read_by_the_line_of_the_employer_and_together_at_the_head(scene, readers, head, settings):
    ours, theirs = scene.grouping.slug, scene.world.head.slug
    with arranging():
        employed(scene.grouping, PersonFactory(), share=60)
    page = said(readers.direction.get(reverse("careers:headcount", args=[ours])))
    assert "3,60" in page and "Ensemble" not in page and "À confirmer avec un·e expert·e" in page
    wide = said(head.get(reverse("careers:headcount", args=[theirs])))
    assert "Ensemble" in wide and "3,60" in wide
    pole = entered_as(Person.objects.get(pk=scene.president_of(scene.second).person), settings)
    for place in (ours, theirs, scene.second.slug):
        answer = pole.get(reverse("careers:headcount", args=[place]))
        assert "3,60" not in answer.content.decode()
        assert pole.get(reverse("careers:headcount_csv", args=[ours])).status_code == 403
    other = entered_as(holder(scene.world, f"{scene.world.groupings[1].slug}-team", "direction"), settings)
    for name in ("headcount", "headcount_csv", "headcount_xlsx"):
        assert other.get(reverse(f"careers:{name}", args=[ours])).status_code == 403
        assert other.get(reverse(f"careers:{name}", args=[theirs])).status_code == 403
    assert readers.direction.get(reverse("careers:headcount", args=[theirs])).status_code == 403


def test_no_payroll_is_shown_at_the_head_nor_to_a_pole(scene, readers, head, settings):
    ours, theirs = scene.grouping.slug, scene.world.head.slug
    typed = {"year": str(TODAY.year), "payroll": "345 678", "budget": "1 500"}
    shown = said(readers.direction.post(reverse("careers:say_welfare", args=[ours]), typed, follow=True))
    assert "345 678 €" in shown and "moins que ce que la convention demande là où un comité est élu" in shown
    pole = entered_as(Person.objects.get(pk=scene.president_of(scene.second).person), settings)
    for client in (head, pole):
        for name, place in (("headcount", ours), ("headcount", theirs), ("occasions", ours), ("skills", ours)):
            assert "345 678" not in said(client.get(reverse(f"careers:{name}", args=[place])))
        assert "345 678" not in said(client.get(reverse("chronicle:journal", args=[ours]))) if client is head else True


def test_the_plan_opens_at_the_head_only(scene, readers):
    elsewhere = readers.direction.get(reverse("careers:open_plan", args=[scene.grouping.slug]))
    assert (elsewhere.status_code, elsewhere.url) == (302, reverse("careers:skills", args=[scene.grouping.slug]))
    plan = plan_of(scene)
    elsewhere = reverse("careers:change_plan", args=[scene.grouping.slug, plan.pk, "consolider"])
    assert readers.direction.get(elsewhere).status_code == 403


def test_a_pole_reads_the_plan_from_where_it_stands(scene, settings):
    plan = SkillsPlan.objects.get()
    pole = entered_as(Person.objects.get(pk=scene.president_of(scene.second).person), settings)
    shown = said(pole.get(reverse("careers:plan", args=[scene.second.slug, plan.pk])))
    assert "Animer une réunion" in shown and "Ce que demande" not in shown
    assert pole.get(reverse("careers:tell_need", args=[scene.second.slug, plan.pk])).status_code == 404
