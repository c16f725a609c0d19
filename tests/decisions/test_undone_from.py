"""From the page of a decision, what it opened is annulled: the gesture is there for whoever may, and brings back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.charter.models import Setting
from kevread.charter.operations import set_setting
from kevread.common.actor import NOBODY, SYSTEM
from kevread.decisions.models import Application
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.decisions.queries.wording import shown
from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.seats.operations import annul_mandate
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided

pytestmark = pytest.mark.django_db
COMMON = "R3.7.representatives_per_member"


def applied(decision, kind: str, **asked) -> Application:
    proposal = propose_application(actor=SYSTEM, decision=decision, kind=kind, asked=asked, now=NOW)
    return apply_decision(actor=SYSTEM, application=proposal, now=NOW)[0]


@pytest.fixture
def fixed(scene) -> Application:
    with arranging():
        decision = decided("cress-board", "modalite-commune")
    return applied(decision, "setting", name=COMMON, value="3", since=TODAY)


@pytest.fixture
def seated(scene, somebody) -> Application:
    with arranging():
        decision = decided(f"{scene.first.slug}-assembly", "election-conseil-pole")
    seat = scene.seat(f"{scene.first.slug}-board", "administrator")
    return applied(decision, "mandate", seat=seat.pk, person=somebody.pk, first=TODAY)


def undo(one: Application, actor) -> str:
    (line,) = shown([one], actor)
    return line.undo.screen if line.undo else ""


def person_of(actor) -> Person:
    return Person.objects.get(pk=actor.person)


def page(one: Application, person, settings, **query) -> tuple:
    client = entered_as(person, settings)
    where = {"scale": one.decision.organisation.slug, "key": one.decision_id}
    return client, client.get(reverse("decisions:decision", kwargs=where), query).text


def test_a_value_is_annulled_from_the_page_of_its_decision_which_is_where_one_comes_back(scene, fixed, settings):
    client, text = page(fixed, person_of(scene.coordination), settings)
    there = reverse("charter:annul_setting", kwargs={"scale": scene.world.head.slug, "setting": COMMON})
    assert f'href="{there}"' in text and "annuler cette valeur" in text
    reason = "Le conseil n’en a pas parlé : la ligne vient d’un autre point de l’ordre du jour."
    asked = client.post(there, {"reason": reason})
    assert "Ce qui suit" in asked.text or "Aucun constat ne change" in asked.text  # seen before it is done
    assert Setting.objects.get(name=COMMON, period__contains=TODAY).value == 3
    done = client.post(there, {"reason": reason, "etape": "confirmer"})
    back = reverse("decisions:decision", kwargs={"scale": scene.world.head.slug, "key": fixed.decision_id})
    assert done.url == back and Setting.objects.get(name=COMMON, period__contains=TODAY).value == 2
    assert "annuler cette valeur" not in client.get(back).text


def test_whoever_may_not_annul_a_value_is_offered_nothing(scene, fixed):
    assert undo(fixed, scene.coordination) == "charter:annul_setting"
    for actor in (NOBODY, scene.direction, scene.president_of(scene.first)):
        assert undo(fixed, actor) == ""


def test_a_value_that_another_follows_is_not_annulled_from_there(scene, fixed):
    set_setting(
        actor=SYSTEM, name=COMMON, value=4, since=TODAY + timedelta(days=9), organisation=None, now=NOW,
        adopted_by="Conseil du 12 mai", adopted_on=date(2026, 5, 12),
    )  # fmt: skip
    fixed.refresh_from_db()
    assert undo(fixed, scene.coordination) == ""


def test_the_value_that_the_document_gives_is_never_annulled(scene, fixed):
    with arranging():
        Application.objects.filter(pk=fixed.pk).update(
            setting=Setting.objects.filter(name=COMMON).order_by("period").first()
        )
        Setting.objects.filter(name=COMMON, value=3).delete()
        Setting.objects.filter(name=COMMON).update(period=(date(2026, 1, 1), None))
    fixed.refresh_from_db()
    assert undo(fixed, scene.coordination) == ""


def test_a_mandate_is_annulled_from_the_page_of_its_decision_which_is_where_one_comes_back(scene, seated, settings):
    president = scene.president_of(scene.first)
    client, text = page(seated, person_of(president), settings)
    where = {"scale": scene.first.slug, "key": seated.mandate_id}
    there = reverse("seats:annul", kwargs=where)
    back = reverse("decisions:decision", kwargs={"scale": scene.first.slug, "key": seated.decision_id})
    assert f"{there}?retour={back.replace('/', '%2F')}" in text and "annuler ce mandat" in text
    assert f'href="{back}"' in client.get(there, {"retour": back}).text
    done = client.post(
        f"{there}?retour={back}", {"reason": "La personne n’a jamais été élue : le vote portait sur une autre."}
    )
    assert done.url == back and Mandate.objects.get(pk=seated.mandate_id).end_reason == "mistake"
    assert client.post(there, {"reason": "Une autre fois, pour rien."}).status_code == 422


def test_one_comes_back_to_a_page_of_ours_alone(scene, seated, settings):
    client = entered_as(person_of(scene.president_of(scene.first)), settings)
    there = reverse("seats:annul", kwargs={"scale": scene.first.slug, "key": seated.mandate_id})
    assert 'href="https://ailleurs' not in client.get(there, {"retour": "https://ailleurs.example/"}).text
    done = client.post(f"{there}?retour=https://ailleurs.example/", {"reason": "La personne n’a jamais été élue."})
    assert done.url == reverse("seats:mandate", kwargs={"scale": scene.first.slug, "key": seated.mandate_id})


def test_a_mandate_that_never_was_is_not_annulled_again_nor_by_whoever_may_not(scene, seated):
    president = scene.president_of(scene.first)
    assert undo(seated, president) == "seats:annul"
    assert undo(seated, scene.direction) == ""
    annul_mandate(actor=president, mandate=seated.mandate, reason="La personne n’a jamais été élue.", now=NOW)
    seated.refresh_from_db()
    assert undo(seated, president) == ""


def test_of_a_past_day_nothing_is_annulled(scene, seated, settings):
    president = person_of(scene.president_of(scene.first))
    _, text = page(seated, president, settings, au=(TODAY - timedelta(days=1)).isoformat())
    assert "annuler ce mandat" not in text


def test_what_waits_to_be_applied_is_given_up_and_not_annulled(scene, somebody):
    with arranging():
        decision = decided(f"{scene.first.slug}-assembly", "election-conseil-pole")
    seat = scene.seat(f"{scene.first.slug}-board", "administrator")
    asked = {"seat": seat.pk, "person": somebody.pk, "first": TODAY}
    waiting = propose_application(actor=SYSTEM, decision=decision, kind="mandate", asked=asked, now=NOW)
    assert undo(waiting, scene.president_of(scene.first)) == ""
