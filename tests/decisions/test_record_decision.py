"""What a body decided is written in the register, with the advices that came before; a further line corrects it."""

from datetime import date, timedelta

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.competence.rules.bodies import Standing
from kevread.decisions.models import Decision
from kevread.decisions.operations.following import follow
from kevread.decisions.operations.register import cite_advice, correct_decision, give_advice, record_decision
from kevread.decisions.queries.competence import competences
from kevread.decisions.queries.register import trail_of
from kevread.journal.models import Act
from kevread.meetings.rules.life import State
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import RECENTLY, advised, decided, item, met

pytestmark = pytest.mark.django_db


@pytest.fixture
def assembly(scene):
    return scene.world.body(f"{scene.grouping.slug}-assembly")


@pytest.fixture
def board(scene):
    return scene.world.body(f"{scene.grouping.slug}-board")


def recorded(body, **more) -> Decision:
    asked = {
        "title": "Budget 2027",
        "text": "Le budget est adopté.",
        "outcome": "adopted",
        "decided_on": RECENTLY,
        "type": "budget",
    } | more
    return record_decision(actor=SYSTEM, body=body, now=NOW, **asked)


def standing(decision: Decision) -> Standing:
    row = Decision.objects.select_related("body__organisation", "meeting").get(pk=decision.pk)
    return competences([row])[row.pk].standing


def test_a_decision_of_a_meeting_held_without_kevread_is_recorded(scene, assembly):
    decision = record_decision(
        actor=scene.direction,
        body=assembly,
        decided_on=RECENTLY,
        type="budget",
        title="  Budget   2027 ",
        text="Le budget est adopté.",
        outcome="adopted",
        sum="14 pour, 2 contre",
        now=NOW,
    )
    assert (decision.organisation, decision.number, decision.title) == (scene.grouping, 1, "Budget 2027")
    assert (decision.meeting, decision.sum) == (None, "14 pour, 2 contre")
    assert Act.objects.latest("at", "id").verb == "decisions.record"


def test_whoever_has_no_right_here_is_told_who_has(scene, assembly):
    elsewhere = scene.world.locals[scene.world.groupings[1]][1]
    with pytest.raises(Denied) as refusal:
        record_decision(
            actor=scene.president_of(elsewhere),
            body=assembly,
            decided_on=RECENTLY,
            title="Budget",
            text="Adopté.",
            outcome="adopted",
            now=NOW,
        )
    assert "Inscrire une décision au registre" in refusal.value.sentence
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, "decided_on"),
        ({"decided_on": date(1999, 1, 1)}, "decided_on"),
        ({"decided_on": None}, "decided_on"),
        ({"type": "pizza"}, "type"),
        ({"outcome": "maybe"}, "outcome"),
        ({"title": ""}, "title"),
    ],
)
def test_what_does_not_hold_together_is_said_on_its_field(assembly, more, field):
    with pytest.raises(Invalid) as refusal:
        recorded(assembly, **more)
    assert refusal.value.field == field


def test_of_a_meeting_it_takes_the_day_and_the_item(board, assembly):
    with arranging():
        meeting = met(board)
        point = item(meeting)
        other = item(met(assembly))
        coming = met(board, on=TODAY, state=State.DRAFT.value, opened_at=None, closed_at=None)
    decision = recorded(board, meeting=meeting, item=point, decided_on=None, type="")
    assert (decision.decided_on, decision.item, decision.meeting) == (meeting.day, point, meeting)
    for more, field in (
        ({"meeting": meeting, "item": other}, "item"),
        ({"meeting": other.meeting}, "meeting"),
        ({"meeting": coming}, "meeting"),
    ):
        with pytest.raises(Invalid) as refusal:
            recorded(board, **more)
        assert refusal.value.field == field


def test_an_assembly_does_not_decide_what_its_notice_did_not_announce(assembly):
    """L1.9: refused when its notice left from here; one held without Kevread sent its own elsewhere."""
    with arranging():
        meeting = met(assembly)
        point = item(meeting)
        told = met(assembly, on=RECENTLY - timedelta(days=1), is_recorded=True)
    with pytest.raises(Refused) as refusal:
        recorded(assembly, meeting=meeting, item=point, decided_on=None)
    assert refusal.value.rule == "L1.9"
    assert not Decision.objects.exists()
    assert recorded(assembly, meeting=told, decided_on=None).number == 1


def test_a_body_that_was_not_competent_is_recorded_and_flagged(board):
    assert standing(recorded(board)) is Standing.WRONG_BODY


def test_an_advice_comes_before_and_is_cited(board, assembly):
    without = recorded(assembly)
    advice = give_advice(
        actor=SYSTEM,
        body=board,
        advises="budget",
        title="Avis sur le budget",
        text="Favorable.",
        favourable=True,
        decided_on=RECENTLY - timedelta(days=3),
        now=NOW,
    )
    assert standing(without) is Standing.ADVICE_MISSING
    assert standing(recorded(assembly, after=[advice.pk])) is Standing.COMPETENT
    cite_advice(actor=SYSTEM, decision=without, advice=advice, now=NOW)
    assert standing(without) is Standing.COMPETENT
    with pytest.raises(Invalid, match="cite déjà"):
        cite_advice(actor=SYSTEM, decision=without, advice=advice, now=NOW)


def test_an_advice_given_afterwards_or_on_something_else_is_not_cited(board, assembly):
    with arranging():
        late = advised(board, "budget", on=RECENTLY + timedelta(days=1))
        beside = advised(board, "convention", on=RECENTLY - timedelta(days=1))
    for advice, said in ((late, "après la décision"), (beside, "un autre type")):
        with pytest.raises(Invalid, match=said):
            recorded(assembly, after=[advice.pk])
    with pytest.raises(Invalid, match="pas au registre"):
        recorded(assembly, after=[board.pk])


def test_what_a_body_that_is_only_asked_votes_on_an_item_is_its_advice(scene):
    """The item goes from the committee to the college: the vote of the first is its advice, which the second cites."""
    codir, college = scene.world.body("codir"), scene.world.body("college-territoire")
    with arranging():
        first = item(met(codir, on=RECENTLY - timedelta(days=9)), decision_type="orientation-collective")
        second = item(met(college), decision_type="orientation-collective", origin=first)
        advice = decided(codir, "orientation-collective", meeting=first.meeting, item=first)
        decision = decided(college, "orientation-collective", meeting=second.meeting, item=second)
    assert (advice.type, advice.advises) == ("advice", "orientation-collective")
    assert standing(decision) is Standing.COMPETENT
    steps = [(step.item, step.decisions) for step in trail_of(second)]
    assert steps == [(first, [advice]), (second, [decision])]


def test_nobody_advises_on_a_point_of_its_own_agenda(board):
    with arranging():
        point = item(met(board))
    with pytest.raises(Invalid) as refusal:
        give_advice(
            actor=SYSTEM,
            body=board,
            advises="budget",
            advised_item=point,
            title="Avis",
            text="Favorable.",
            favourable=True,
            decided_on=RECENTLY,
            now=NOW,
        )
    assert refusal.value.field == "advised_item"


def test_a_correction_is_a_further_line_and_takes_over_what_follows(scene, board, assembly):
    with arranging():
        advice = advised(board, "budget", on=RECENTLY - timedelta(days=3))
        wrong = decided(assembly, "budget", after=[advice])
    follow(actor=SYSTEM, decision=wrong, what="Publier", owner=scene.administrator_of(scene.first), due=TODAY, now=NOW)
    right = correct_decision(
        actor=SYSTEM,
        decision=wrong,
        title="Budget 2027",
        text="Le budget 2027 est adopté.",
        reason="L’année manquait.",
        now=NOW,
    )
    assert (right.number, right.corrects, right.decided_on) == (wrong.number + 1, wrong, wrong.decided_on)
    assert (right.type, standing(right)) == ("budget", Standing.COMPETENT)
    assert right.follow_ups.count() == 1
    assert list(Decision.objects.standing().filter(body=assembly)) == [right]
    with pytest.raises(Refused, match=f"déjà corrigée par la n° {right.reference}"):
        correct_decision(actor=SYSTEM, decision=wrong, title="x", text="y", reason="Encore une fois.", now=NOW)


@pytest.mark.parametrize(("more", "field"), [({"reason": "non"}, "reason"), ({}, "text"), ({"text": " "}, "text")])
def test_a_correction_says_why_and_changes_something(assembly, more, field):
    with arranging():
        wrong = decided(assembly, "budget")
    same = {"title": wrong.title, "text": wrong.text, "reason": "Une faute de frappe."}
    with pytest.raises(Invalid) as refusal:
        correct_decision(actor=SYSTEM, decision=wrong, now=NOW, **(same | more))
    assert refusal.value.field == field


def test_the_register_of_another_organisation_is_not_read(scene, assembly):
    with arranging():
        decision = decided(assembly, "budget")
    other = scene.world.locals[scene.world.groupings[1]][0]
    assert decision in Decision.objects.visible_to(scene.direction)
    assert decision not in Decision.objects.visible_to(scene.president_of(other))
