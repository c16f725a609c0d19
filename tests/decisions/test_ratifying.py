"""A decision that another body took is mended by the competent one: it goes on its agenda, and is ratified; or it is not."""

from datetime import timedelta
from itertools import product

import pytest

from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.facts import EVERYONE, Span
from kevread.competence.rules.bodies import Standing
from kevread.decisions.facts import decisions_at_fault
from kevread.decisions.models import Decision, Ratification, Submission
from kevread.decisions.operations import enter_decision
from kevread.decisions.operations.classing import classify_decision
from kevread.decisions.operations.ratifying import annul_ratification, ratify_decision, submit_decision
from kevread.decisions.operations.register import correct_decision, record_decision
from kevread.decisions.queries.competence import competences
from kevread.journal.models import Act
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations import withdraw_item
from kevread.meetings.rules.life import State
from tests.conftest import NOW, TODAY, arranging
from tests.factories import SettingFactory, since
from tests.gatherings.decided import RECENTLY, advised, decided, item, met

pytestmark = pytest.mark.django_db
LATER = RECENTLY + timedelta(days=10)


@pytest.fixture
def place(scene) -> str:
    return scene.grouping.slug


@pytest.fixture
def wrong(place) -> Decision:
    """A budget that the board took in the place of the assembly."""
    with arranging():
        return decided(f"{place}-board", "budget", title="Budget rectifié")


def drafted(body: str) -> Meeting:
    """A meeting to come, whose agenda moves."""
    with arranging():
        ahead = {"on": TODAY + timedelta(days=20), "state": State.DRAFT.value, "opened_at": None, "closed_at": None}
        return met(body, **ahead)


@pytest.fixture
def without(scene) -> list[Actor]:
    """The presidency of a pôle, who reads the register; the direction of the neighbour, who has the same right, next door."""
    return [scene.president_of(scene.second), scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")]


def standing(decision: Decision, on=TODAY) -> Standing:
    row = Decision.objects.select_related("body__organisation", "meeting").get(pk=decision.pk)
    return competences([row], on)[row.pk].standing


def accused(scene, wrong, on=TODAY) -> bool:
    return decisions_at_fault(on, EVERYONE, fault="wrong_body").get(scene.grouping.pk, {}).get(wrong.pk) == 1


def ratifying(place, **more) -> Decision:
    asked = {"body": "assembly", "type_": "budget", "on": LATER} | more
    body, type_ = asked.pop("body"), asked.pop("type_")
    with arranging():
        return decided(f"{place}-{body}", type_, **asked)


def say(line, wrong, actor=SYSTEM) -> Ratification:
    return ratify_decision(actor=actor, decision=line, ratifies=wrong, now=NOW)


def test_the_competent_body_ratifies_from_its_day_on_and_annulling_it_uncures(scene, place, wrong):
    line = ratifying(place)
    assert (standing(wrong), accused(scene, wrong)) == (Standing.WRONG_BODY, True)
    link = say(line, wrong, scene.direction)
    assert (standing(wrong), accused(scene, wrong)) == (Standing.RATIFIED, False)
    day_before = LATER - timedelta(days=1)
    assert (accused(scene, wrong, day_before), accused(scene, wrong, LATER)) == (True, False)
    annul_ratification(actor=scene.direction, ratification=link, reason="Elle parlait d’un autre budget.", now=NOW)
    assert (standing(wrong), accused(scene, wrong)) == (Standing.WRONG_BODY, True)
    assert Act.objects.filter(verb="decisions.annul_ratification", reason="Elle parlait d’un autre budget.").exists()
    with pytest.raises(Refused, match="déjà annulée"):
        annul_ratification(actor=scene.direction, ratification=link, reason="Elle parlait d’un autre budget.", now=NOW)


def test_the_body_that_took_it_has_said_what_it_thinks_and_its_advice_is_not_asked_again(scene, place, wrong):
    def lacks(*asked: Decision) -> list[object]:
        found = decisions_at_fault(TODAY, EVERYONE, fault="advice_missing")[scene.grouping.pk]
        return [found[one.pk] for one in asked]

    line = ratifying(place)
    assert (standing(line), lacks(wrong, line)) == (Standing.ADVICE_MISSING, [Span(0, 1), 1])
    link = say(line, wrong)
    assert (standing(line), lacks(wrong, line)) == (Standing.COMPETENT, [0, 0])
    annul_ratification(actor=scene.direction, ratification=link, reason="Elle parlait d’un autre budget.", now=NOW)
    assert standing(line) == Standing.ADVICE_MISSING


def test_another_body_that_took_it_speaks_for_itself_alone(scene, place):
    with arranging():
        by_the_bureau = decided(f"{place}-bureau", "budget", title="Budget du bureau")
    line = ratifying(place)
    say(line, by_the_bureau)
    assert (standing(by_the_bureau), standing(line)) == (Standing.RATIFIED, Standing.ADVICE_MISSING)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"outcome": "rejected"}, "Une décision rejetée ne ratifie rien"),
        ({"on": RECENTLY - timedelta(days=1)}, "On ratifie ce qui est déjà décidé"),
        ({"body": "bureau"}, "n’est pas l’instance compétente"),
        ({"type_": "comptes"}, "est du même type qu’elle : « Budget d’un groupement »"),
    ],
)
def test_what_does_not_ratify_is_refused_and_counts_for_nothing_even_when_written(scene, place, wrong, more, said):
    line = ratifying(place, **more)
    with pytest.raises(Invalid, match=said) as told:
        say(line, wrong)
    assert told.value.field == "ratifies"
    with arranging():
        Ratification.objects.create(decision=line, ratifies=wrong)
    assert (standing(wrong), accused(scene, wrong)) == (Standing.WRONG_BODY, True)


def test_the_same_day_ratifies(scene, place, wrong):
    say(ratifying(place, on=RECENTLY), wrong)
    assert standing(wrong) is Standing.RATIFIED


def test_a_body_that_met_without_a_quorum_ratifies_nothing_that_day_unless_it_met_again(scene, place, wrong):
    line, assembly = ratifying(place), f"{place}-assembly"
    with arranging():
        met(f"{place}-board", on=LATER, state=State.FAILED.value)  # of another body: it says nothing of this one
        met(assembly, on=LATER + timedelta(days=1), state=State.FAILED.value)
        met(assembly, on=LATER, state=State.FAILED.value)
    with pytest.raises(Invalid, match="réunie sans quorum le") as told:
        say(line, wrong)
    assert told.value.field == "ratifies"
    asked = {"title": "Ratification", "text": "Faite sienne.", "outcome": "adopted", "type": "budget", "now": NOW}
    asked |= {"actor": scene.direction, "body": line.body, "ratifies": wrong}
    with pytest.raises(Invalid, match="elle n’a rien pu décider ce jour-là"):
        record_decision(decided_on=LATER, **asked)
    assert standing(wrong) is Standing.WRONG_BODY
    with arranging():
        met(assembly, on=LATER)
    say(line, wrong)
    assert standing(wrong) is Standing.RATIFIED


def test_the_assembly_of_the_neighbour_is_not_the_competent_one(scene, wrong):
    other = scene.world.groupings[1].slug
    with pytest.raises(Invalid, match="n’est pas l’instance compétente"):
        say(ratifying(other), wrong)


def test_what_the_competent_body_took_and_what_is_rejected_is_not_to_ratify(place):
    with arranging():
        good = decided(f"{place}-assembly", "budget")
        rejected = decided(f"{place}-board", "budget", outcome="rejected")
        untyped = decided(f"{place}-board")
    line = ratifying(place)
    for row in (good, rejected, untyped):
        with pytest.raises(Invalid, match="Ne se ratifie qu’une décision adoptée"):
            say(line, row)


def test_once_ratified_it_is_so_once(place, wrong):
    line = ratifying(place)
    say(line, wrong)
    with pytest.raises(Invalid, match="la ratifie déjà"):
        say(line, wrong)


def test_a_correction_carries_the_ratification_along_on_both_sides_and_the_type_stays(place, wrong):
    line = ratifying(place)
    say(line, wrong)
    asked = {"text": "Autrement dit.", "reason": "Deux fautes.", "actor": SYSTEM, "now": NOW}
    again = correct_decision(decision=line, title="Mieux écrit", **asked)
    better = correct_decision(decision=wrong, title="Bien écrit", **asked)
    assert standing(better) is Standing.RATIFIED
    assert list(Ratification.objects.values_list("decision", "ratifies")) == [(again.pk, better.pk)]
    with pytest.raises(Invalid, match="Cette rédaction est corrigée"):
        say(Decision.objects.select_related("corrected_by").get(pk=line.pk), better)
    with pytest.raises(Invalid, match="Ne se ratifie qu’une décision adoptée, non corrigée"):
        say(again, Decision.objects.select_related("corrected_by").get(pk=wrong.pk))
    for one in (again, better):
        with pytest.raises(Refused, match="annulez d’abord cette ratification"):
            classify_decision(actor=SYSTEM, decision=one, type="comptes", now=NOW)


def test_a_decision_is_recorded_as_what_ratifies_another(scene, place, wrong):
    asked = {"title": "Ratification", "text": "Faite sienne.", "outcome": "adopted", "type": "budget", "now": NOW}
    asked |= {"actor": scene.direction, "body": scene.world.body(f"{place}-assembly"), "ratifies": wrong}
    with pytest.raises(Invalid, match="Une décision rejetée"):
        record_decision(decided_on=LATER, **asked | {"outcome": "rejected"})
    record_decision(decided_on=LATER, **asked)
    assert standing(wrong) is Standing.RATIFIED


def test_who_records_for_the_competent_body_says_it_and_nobody_else(scene, place, wrong, without):
    line = ratifying(place)
    for actor in without:
        with pytest.raises(Denied):
            say(line, wrong, actor)
    link = say(line, wrong, scene.direction)
    for actor in without:
        with pytest.raises(Denied):
            annul_ratification(actor=actor, ratification=link, reason="Elle parlait d’un autre budget.", now=NOW)
    with pytest.raises(Invalid, match="Dites en une phrase"):
        annul_ratification(actor=scene.direction, ratification=link, reason=" non ", now=NOW)


# On the agenda of the competent body ---------------------------------------------------------------------------------


def submitted(wrong, meeting, actor=SYSTEM) -> Submission:
    return submit_decision(actor=actor, decision=wrong, to=meeting, now=NOW)


def voted(meeting, point, outcome="adopted", **more) -> Decision:
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CLOSED.value)
        asked = {"title": point.title, "text": "…", "outcome": outcome, "type": point.decision_type} | more
        return enter_decision(meeting=meeting, item=point, **asked)


def test_what_the_competent_body_adopts_on_the_point_ratifies_and_what_it_rejects_does_not(scene, place, wrong):
    meeting = drafted(f"{place}-assembly")
    point = submitted(wrong, meeting, scene.direction).item
    assert (point.title, point.decision_type) == ("Ratifier : Budget rectifié", "budget")
    assert f"n° {wrong.reference}" in point.text
    voted(meeting, point, "rejected")
    assert standing(wrong) is Standing.WRONG_BODY
    line = voted(meeting, point)
    assert list(Ratification.objects.values_list("decision", "ratifies")) == [(line.pk, wrong.pk)]
    assert [standing(wrong, on) for on in (TODAY, meeting.day)] == [Standing.WRONG_BODY, Standing.RATIFIED]


def test_what_comes_from_the_point_ratifies_and_another_type_does_not(place, wrong):
    first = drafted(f"{place}-assembly")
    point = submitted(wrong, first).item
    with arranging():
        later = met(f"{place}-assembly", on=TODAY)
        carried = item(later, "Ratifier", origin=point, decision_type="budget")
    voted(later, carried, type="comptes")
    assert not Ratification.objects.exists()
    voted(later, carried)
    assert Ratification.objects.get().ratifies == wrong


def test_the_point_comes_from_where_the_decision_was_taken(place):
    with arranging():
        board = met(f"{place}-board")
        origin = item(board, "Les comptes", decision_type="comptes")
        wrong = decided(board.body, "comptes", meeting=board, item=origin)
    assert submitted(wrong, drafted(f"{place}-assembly")).item.origin == origin


def test_what_is_submitted_is_to_ratify_to_the_competent_body_once(scene, place, wrong):
    with arranging():
        good = decided(f"{place}-assembly", "budget")
    meeting = drafted(f"{place}-assembly")
    with pytest.raises(Refused, match="n’attend rien de cette instance : Assemblée générale"):
        submitted(good, meeting)  # it lacks the advice of the board, not a ratification
    with arranging():
        right = decided(f"{place}-board", "convention")
    with pytest.raises(Refused, match="n’est pas à ratifier"):
        submitted(right, meeting)
    with pytest.raises(Refused, match="n’est pas l’instance compétente"):
        submitted(wrong, drafted(f"{place}-board"))
    with pytest.raises(Refused, match="n’est pas l’instance compétente"):
        submitted(wrong, drafted(f"{scene.world.groupings[1].slug}-assembly"))
    submitted(wrong, meeting)
    with pytest.raises(Refused, match="déjà à cet ordre du jour"):
        submitted(wrong, meeting)
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CLOSED.value)
    with pytest.raises(Refused, match="L’ordre du jour ne change plus"):
        submitted(wrong, meeting)


def test_a_point_that_is_taken_off_takes_its_link_with_it(place, wrong):
    meeting = drafted(f"{place}-assembly")
    point = submitted(wrong, meeting).item
    withdraw_item(actor=SYSTEM, item=point, now=NOW)
    assert not AgendaItem.objects.filter(pk=point.pk).exists() and not Submission.objects.exists()
    assert submitted(wrong, meeting).decision == wrong


def test_who_prepares_the_meeting_submits_and_nobody_else(place, wrong, without):
    meeting = drafted(f"{place}-assembly")
    for actor in without:
        with pytest.raises(Denied):
            submitted(wrong, meeting, actor)


# While nobody decided the distribution -------------------------------------------------------------------------------


def undecide(scene) -> None:
    with arranging():
        for one in (scene.grouping, scene.world.head):
            one.settings.filter(name="R0.9.distribution").delete()


def decide(scene, first) -> None:
    with arranging():
        SettingFactory(name="R0.9.distribution", value="proposed", organisation=scene.grouping, period=since(first))


def test_what_was_decided_before_the_distribution_was_is_no_fault(scene, place):
    undecide(scene)
    with arranging():
        early = decided(f"{place}-board", "budget", on=LATER - timedelta(days=1))
        lacking = decided(f"{place}-assembly", "budget", on=LATER - timedelta(days=1))
    assert {standing(early), standing(lacking)} == {Standing.PROPOSED}
    decide(scene, LATER)
    with arranging():
        late = decided(f"{place}-board", "budget", on=LATER)
    assert [standing(one) for one in (early, lacking, late)] == [Standing.PROPOSED] * 2 + [Standing.WRONG_BODY]
    assert decisions_at_fault(TODAY, EVERYONE, fault="wrong_body")[scene.grouping.pk] == {
        early.pk: 0, lacking.pk: 0, late.pk: 1
    }  # fmt: skip
    assert decisions_at_fault(TODAY, EVERYONE, fault="advice_missing")[scene.grouping.pk] == {
        early.pk: 0, lacking.pk: 0, late.pk: Span(0, 1)
    }  # fmt: skip


def test_the_distribution_of_the_neighbour_judges_nobody_else(scene, place, wrong):
    undecide(scene)
    assert scene.world.groupings[1].settings.filter(name="R0.9.distribution").exists()
    assert (standing(wrong), accused(scene, wrong)) == (Standing.PROPOSED, False)


def test_the_body_that_the_founding_text_names_is_no_proposal_but_the_advice_before_it_is(scene, place):
    undecide(scene)
    with arranging():
        elsewhere = decided(f"{place}-board", "pilotage")
        lacking = decided("college-territoire", "orientation-collective")
    assert (standing(elsewhere), standing(lacking)) == (Standing.WRONG_BODY, Standing.PROPOSED)


def test_what_is_undecided_may_be_ratified_all_the_same(scene, place, wrong):
    undecide(scene)
    say(ratifying(place), wrong)
    found = competences([wrong])[wrong.pk]
    assert (found.standing, found.lack) == (Standing.PROPOSED, Standing.RATIFIED)


@pytest.mark.parametrize(("decided_", "adopted", "linked"), list(product((True, False), repeat=3)))
def test_it_is_at_fault_when_decided_and_not_ratified_and_only_then(scene, place, wrong, decided_, adopted, linked):
    if not decided_:
        undecide(scene)
    line = ratifying(place, outcome="adopted" if adopted else "rejected")
    if linked:
        with arranging():
            Ratification.objects.create(decision=line, ratifies=wrong)
    assert accused(scene, wrong) == (decided_ and not (adopted and linked))


def test_an_advice_never_ratifies(scene, place, wrong):
    with arranging():
        advice = advised(f"{place}-assembly", "budget", on=LATER)
        Ratification.objects.create(decision=advice, ratifies=wrong)
    assert standing(wrong) is Standing.WRONG_BODY
