"""The weights of the fund are decided together, as one decision says them: 100 %, or nothing."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as sampled
from hypothesis import strategies as st

from kevread.charter.models import Setting
from kevread.charter.operations import annul_setting, correct_setting, set_setting
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Application
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.equalisation import operations
from kevread.equalisation.operations.weights import checked_weights
from kevread.equalisation.queries.collecting import criteria, decided_terms, weight_names
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import WEIGHTS, weighing
from tests.gatherings.decided import decided
from tests.gatherings.screens import said

OTHERS = {"epci": 2_500, "communes": 7_500, "area": 0, "projects": 0, "actions": 0}
YESTERDAY = TODAY - timedelta(days=1)


def by_the_board(on=YESTERDAY):
    with arranging():
        return decided("cress-board", "poids-perequation", on=on, title="Les poids du fonds")


def weigh(application, weights=WEIGHTS, since=YESTERDAY, actor=SYSTEM):
    return operations.set_weights(on=TODAY, actor=actor, application=application, weights=weights, since=since, now=NOW)


def weighed(scene, on=TODAY):
    return decided_terms(scene.world.head, on).weights


@sampled(deadline=None)  # the first reads the framework
@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4), st.integers(-2, 2))
def test_only_those_that_total_the_whole_are_taken(cuts, apart):
    marks = [0, *sorted(cuts), 10_000]
    points = [after - before for before, after in pairwise(marks)]
    points[0] += apart
    told = dict(zip(criteria(), points, strict=True))
    if apart == 0:
        assert checked_weights(told) == told
    else:
        with pytest.raises(Invalid):
            checked_weights(told)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (WEIGHTS | {"area": 1_999}, "il manque 0,01 %"),
        (WEIGHTS | {"area": 2_001}, "0,01 % de trop"),
        ({"epci": 10_000}, "à chaque critère"),
        (WEIGHTS | {"more": 0}, "à aucun autre"),
    ],
)
def test_what_is_wrong_is_said(weights, words):
    with pytest.raises(Invalid) as refusal:
        checked_weights(weights)
    assert refusal.value.field == "weights"
    assert words in refusal.value.sentence.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.django_db
def test_a_decision_fixes_them_all_another_follows_and_the_last_is_undone(scene):
    assert weighed(scene) == {}
    weigh(weighing())
    assert weighed(scene) == WEIGHTS and weighed(scene, YESTERDAY - timedelta(days=1)) == {}
    later = weighing()
    with pytest.raises(Invalid) as refusal:
        weigh(later, OTHERS)
    assert refusal.value.field == "since"
    weigh(later, OTHERS, TODAY)
    assert weighed(scene) == OTHERS and weighed(scene, YESTERDAY) == WEIGHTS
    undo = {"on": TODAY, "actor": SYSTEM, "reason": "Une autre décision", "now": NOW}
    operations.undo_weights(**undo)
    assert weighed(scene) == WEIGHTS
    operations.undo_weights(**undo)
    assert weighed(scene) == {} and not Setting.objects.filter(name__in=weight_names().values()).exists()
    with pytest.raises(Refused, match="Aucun poids"):
        operations.undo_weights(**undo)


@pytest.mark.django_db
def test_none_is_decided_corrected_or_annulled_alone(scene):
    name = weight_names()["epci"]
    told = {"adopted_by": "CA du 12 juin, résolution 4", "adopted_on": TODAY}
    with pytest.raises(Invalid, match="ensemble"):
        set_setting(actor=SYSTEM, name=name, value=1, since=TODAY, organisation=None, now=NOW, **told)
    weigh(weighing())
    row = Setting.objects.get(name=name)
    with arranging():
        line = decided("cress-board", "modalite-commune", on=YESTERDAY)
    asked = {"name": name, "value": 1, "since": TODAY.isoformat()}
    with pytest.raises(Invalid, match="ensemble"):
        propose_application(actor=SYSTEM, decision=line, kind="setting", asked=asked, now=NOW)
    with pytest.raises(Invalid, match="ensemble"):
        correct_setting(actor=SYSTEM, setting=row, value=1, reason="Mal écrit, a vu la coordination", now=NOW, **told)
    with pytest.raises(Invalid, match="ensemble"):
        annul_setting(on=TODAY, actor=SYSTEM, setting=row, reason="Jamais décidé, dit le CA", now=NOW)
    assert weighed(scene) == WEIGHTS


@pytest.mark.django_db
def test_a_decision_of_another_organisation_fixes_none(scene):
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "poids-perequation", on=YESTERDAY)
        other = Application.objects.create(decision=line, kind="fund_weights", asked={})
    with pytest.raises(Refused, match="tête de réseau"):
        weigh(other)


@pytest.mark.django_db
def test_from_the_decision_to_the_page_of_the_fund_by_the_screens(scene, settings):
    line = by_the_board()
    head = scene.world.head.slug
    client = entered_as(scene.world.holder("cress-board", "president").person, settings)
    where = reverse("equalisation:weights", args=[head, line.pk])
    typed = {f"weight_{code}": str(points / 100).replace(".", ",") for code, points in WEIGHTS.items()}
    wrong = client.post(where, typed | {"since": TODAY.isoformat(), "weight_area": "19"})
    assert wrong.status_code == 422 and "il manque 1 %" in said(wrong)
    early = client.post(where, typed | {"since": "2020-01-01"})
    assert early.status_code == 422 and "ils ne valent pas avant" in said(early)
    assert "Les poids du fonds" in said(client.post(where, typed | {"since": TODAY.isoformat()}, follow=True))
    assert weighed(scene) == {}, "nothing is done until somebody confirms it"
    apply_decision(actor=SYSTEM, application=Application.objects.get(kind="fund_weights"), now=NOW)
    assert weighed(scene) == WEIGHTS
    page = said(client.get(reverse("equalisation:fund", args=[head])))
    assert "25 %" in page and "Ces poids sont faux" in page
    undo = reverse("equalisation:undo_weights", args=[head])
    from_there = reverse("decisions:decision", args=[head, line.pk])
    assert undo in client.get(from_there).text
    assert (
        undo
        not in entered_as(scene.world.holder(f"{scene.grouping.slug}-board", "president").person, settings)
        .get(from_there)
        .text
    )
    assert client.post(undo, {"reason": " "}).status_code == 422
    sent = {"reason": "Une autre décision", "vu": client.get(undo).context["mark"]}
    assert "sont annulés" in said(client.post(undo, sent, follow=True))
    assert weighed(scene) == {}
    assert undo not in client.get(from_there).text


@pytest.mark.django_db
def test_what_is_proposed_is_read_again(scene):
    line = by_the_board()
    for asked in ({"weights": WEIGHTS | {"area": 0}, "since": TODAY.isoformat()}, {"weights": WEIGHTS, "since": None}):
        with pytest.raises(Invalid):
            propose_application(actor=SYSTEM, decision=line, kind="fund_weights", asked=asked, now=NOW)
