"""What was heard is heard, what was decided of the rules is shown beside them, and no day that is past shows today."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.equalisation import operations
from kevread.equalisation.models import Opinion
from kevread.equalisation.offers import means
from kevread.equalisation.permissions import vice_presidents
from kevread.equalisation.queries.path import apart_from_decided, state_on
from kevread.equalisation.queries.steps import path_of
from kevread.seats.queries import actor_of
from tests.arrange import arranging
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.equalisation.campaigns import (
    WEIGHTS,
    application,
    by_the_bureau,
    frozen,
    notified,
    payment,
    proposed,
    scenario,
    weighing,
)
from tests.gatherings.screens import said
from tests.worlds import put

from .test_criteria import looked_at

pytestmark = pytest.mark.django_db
OTHERS = {"epci": 2_500, "communes": 7_500, "area": 0, "projects": 0, "actions": 0}
DAY = timedelta(days=1)


@pytest.fixture
def who(scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


@pytest.fixture
def head(scene, settings):
    return entered_as(scene.world.holder("cress-team", "direction").person, settings)


def test_an_opinion_given_again_after_the_decision_does_not_take_away_that_it_was_heard(scene, who):
    """The line is of the 24th; the same people speak again two days later, and the line is entered then (R5.10)."""
    found, later = proposed(scene.world), NOW + 2 * DAY
    for one in vice_presidents(found.carrier, TODAY):
        actor = actor_of(one.person, TODAY)
        operations.give_opinion(actor=actor, campaign=found, view="for", note="", now=NOW)
        operations.give_opinion(actor=actor, campaign=found, view="against", note="Trop de superficie.", now=later)
    seen = path_of(found, TODAY)
    assert {one.opinion.view for one in seen.asked} == {"against"} and {one.view for one in seen.aside} == {"for"}
    operations.decide(campaign=found, application=application(scene.world), **who | {"now": later})
    assert looked_at("R5.10/3") == []
    with arranging():
        Opinion.objects.filter(view="for").update(set_aside_on=TODAY)  # what it was given on was withdrawn by then
    assert looked_at("R5.10/3") != []


def weigh(weights) -> None:
    operations.set_weights(on=TODAY, actor=SYSTEM, application=weighing(), weights=weights, since=TODAY - DAY, now=NOW)


def test_weights_that_are_not_those_decided_are_shown_to_who_proposes_and_to_who_decides(scene, head):
    """They are looked at, and refuse nothing: a criterion that a round adds has a weight of its own (decision 230)."""
    weigh(OTHERS)
    found = frozen(scene.world)
    scenario(found)
    where = {"scale": scene.world.head.slug, "key": found.pk}
    page = said(head.get(reverse("equalisation:change", kwargs={**where, "gesture": "proposer"})))
    assert "à regarder, ce ne sont pas les règles décidées. Communes : 75 % décidés, 20 % ici." in page
    with arranging():
        put(found, state="abandoned")
    found = proposed(scene.world)
    told = said(head.get(reverse("equalisation:campaign", kwargs={**where, "key": found.pk})))
    assert "À regarder : Communes : 75 % décidés, 20 % ici." in told
    apart = [words for label, words in means({"campaign": str(found.pk)}) if label == "À regarder"]
    assert apart == apart_from_decided(found, TODAY) and len(apart) == 4
    assert apart_from_decided(found, TODAY - 2 * DAY) == []  # nothing was decided then


def test_rules_that_follow_what_was_decided_are_looked_at_by_nobody(scene, head):
    weigh(WEIGHTS)
    found = proposed(scene.world)
    assert apart_from_decided(found, TODAY) == []
    page = reverse("equalisation:campaign", kwargs={"scale": scene.world.head.slug, "key": found.pk})
    assert "À regarder" not in said(head.get(page))


def test_a_round_of_today_is_not_shown_for_a_day_that_is_past(scene, head, settings):
    found = notified(scene.world)
    payment(found, scene.grouping, posted=True)
    mine = entered_as(scene.world.holder(f"{scene.grouping.slug}-board", "president").person, settings)
    past = f"?au={TODAY - DAY}"
    there, here = ({"scale": one.slug, "key": found.pk} for one in (scene.world.head, scene.grouping))
    files = ("campaign_csv", "pay_csv", "laboratory", "laboratory_csv", "certificate")
    for client, name, at in (
        *((head, name, there) for name in ("campaign", *files)),
        *((mine, name, here) for name in ("share", "share_pdf", "share_certificate")),
    ):
        address = reverse(f"equalisation:{name}", kwargs=at)
        assert "se lit à la date d’aujourd’hui" in said(client.get(address + past)), name
        assert client.get(address).status_code == 200
    fund = reverse("equalisation:fund", args=[scene.grouping.slug])
    assert f"Péréquation {found.year} :" in said(mine.get(fund))
    assert f"Péréquation {found.year}" not in said(mine.get(fund + past))


def test_the_fund_says_what_each_round_was_on_a_day(scene, head):
    found = notified(scene.world)
    days = [TODAY - n * DAY for n in (4, 3, 2, 1)]
    by = application(scene.world, by_the_bureau(scene.world, on=days[3]))
    with arranging():
        put(found, frozen_on=days[1], proposed_on=days[2], notified_on=TODAY, decided_by=by)
    found.refresh_from_db()
    assert [state_on(found, day) for day in (*days, TODAY)] == ["", "frozen", "proposed", "decided", "notified"]
    fund = reverse("equalisation:fund", args=[scene.world.head.slug])
    assert "Décidée ·" in said(head.get(f"{fund}?au={days[3]}")) and "Notifiée ·" in said(head.get(fund))
    assert "Aucune campagne" in said(head.get(f"{fund}?au={days[0]}"))
