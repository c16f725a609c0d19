"""What lacks to a decision comes afterwards: an advice, given at last; the others who decide with it, adopting it at last."""

from datetime import timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.sentences import speak
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import EVERYONE
from kevread.competence.rules.bodies import Competence, Standing
from kevread.decisions.facts import decisions_at_fault
from kevread.decisions.models import Citation, Decision, Joining, Ratification
from kevread.decisions.operations import enter_decision
from kevread.decisions.operations.applying import settle_decision
from kevread.decisions.operations.ratifying import ratify_decision, submit_decision
from kevread.decisions.operations.register import cite_advice, correct_decision, give_advice, record_decision
from kevread.decisions.queries.competence import competences
from kevread.meetings.models import Meeting
from kevread.meetings.operations import withdraw_item
from kevread.meetings.rules.life import State
from kevread.seats.models import Body
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import RECENTLY, advised, decided, met

pytestmark = pytest.mark.django_db
AHEAD_OF = TODAY + timedelta(days=20)


def found(decision: Decision, on=None) -> Competence:
    row = Decision.objects.select_related("body__organisation", "meeting").get(pk=decision.pk)
    return competences([row], *([on] if on else []))[row.pk]


def accused(decision: Decision, fault: str, on=TODAY) -> bool:
    return decisions_at_fault(on, EVERYONE, fault=fault).get(decision.organisation_id, {}).get(decision.pk) == 1


def drafted(body: str, on=TODAY) -> Meeting:
    with arranging():
        return met(body, on=on, state=State.DRAFT.value, opened_at=None, closed_at=None)


def submitted(decision: Decision, meeting: Meeting):
    return submit_decision(actor=SYSTEM, decision=decision, to=meeting, now=NOW).item


def voted(point, outcome="adopted") -> Decision:
    with arranging():
        Meeting.objects.filter(pk=point.meeting_id).update(state=State.CLOSED.value)
        asked = {"title": point.title, "text": "…", "outcome": outcome, "type": point.decision_type}
        return enter_decision(meeting=point.meeting, item=point, **asked)


@pytest.fixture
def place(scene) -> str:
    return scene.grouping.slug


@pytest.fixture
def unadvised(place) -> Decision:
    """A budget that the assembly adopted without the advice of the board."""
    with arranging():
        return decided(f"{place}-assembly", "budget", title="Budget de l’année")


# An advice ------------------------------------------------------------------------------------------------------------


def test_what_the_body_votes_on_the_point_is_the_advice_that_lacked_from_its_day_on(place, unadvised):
    assert accused(unadvised, "advice_missing")
    point = submitted(unadvised, drafted(f"{place}-board"))
    assert (point.title, point.decision_type) == ("Avis : Budget de l’année", "budget")
    advice = voted(point)
    assert (advice.type, advice.advises) == (Decision.ADVICE, "budget")
    assert list(Citation.objects.values_list("decision", "advice")) == [(unadvised.pk, advice.pk)]
    assert found(unadvised).standing is Standing.ADVISED_SINCE and not accused(unadvised, "advice_missing")
    assert accused(unadvised, "advice_missing", TODAY - timedelta(days=1))
    assert not Ratification.objects.exists() and not Joining.objects.exists()


def test_an_advice_that_is_not_in_favour_sends_it_back_to_those_who_decided(place, unadvised):
    advice = voted(submitted(unadvised, drafted(f"{place}-board")), "rejected")
    assert found(unadvised).is_to_confirm and accused(unadvised, "advice_missing")
    with pytest.raises(Refused, match="n’attend rien de cette instance : Conseil d’administration"):
        submitted(unadvised, drafted(f"{place}-board", TODAY))
    point = submitted(unadvised, drafted(f"{place}-assembly"))
    assert point.title == "Confirmer : Budget de l’année"
    assert voted(point, "rejected").outcome == "rejected" and accused(unadvised, "advice_missing")
    line = voted(point)
    assert list(Ratification.objects.values_list("decision", "ratifies")) == [(line.pk, unadvised.pk)]
    assert Citation.objects.filter(decision=line, advice=advice).exists()
    assert (found(unadvised).standing, found(line).standing) == (Standing.RATIFIED, Standing.COMPETENT)
    assert not accused(unadvised, "advice_missing")


def test_what_confirms_it_follows_the_advice_and_nothing_else_does(place, unadvised):
    against = give(place, unadvised, favourable=False, decided_on=TODAY - timedelta(days=2))
    with arranging():
        blind = decided(f"{place}-assembly", "budget", on=TODAY)
        early = decided(f"{place}-assembly", "budget", on=TODAY - timedelta(days=3), after=[against])
    for line in (blind, early):
        with pytest.raises(Invalid, match="cite l’avis qui lui manquait, et vient après lui"):
            ratify_decision(actor=SYSTEM, decision=line, ratifies=unadvised, now=NOW)
    asked = {
        "actor": SYSTEM,
        "body": unadvised.body,
        "title": "Confirmé",
        "text": "…",
        "outcome": "adopted",
        "now": NOW,
    }
    asked |= {"decided_on": TODAY, "type": "budget", "ratifies": unadvised}
    with pytest.raises(Invalid, match="cite l’avis qui lui manquait"):
        record_decision(**asked)
    record_decision(after=[against.pk], **asked)
    assert found(unadvised).standing is Standing.RATIFIED


def give(place, decision, body="board", favourable=True, **more) -> Decision:
    asked = {"title": "Avis", "text": "…", "decided_on": TODAY, "advises": "budget"} | more
    there = Body.objects.get(slug=f"{place}-{body}")
    return give_advice(actor=SYSTEM, body=there, decision=decision, favourable=favourable, now=NOW, **asked)


@pytest.mark.parametrize(
    ("day", "standing"), [(RECENTLY, Standing.COMPETENT), (RECENTLY + timedelta(days=1), Standing.ADVISED_SINCE)]
)
def test_an_advice_that_is_written_for_it_is_linked_and_its_day_says_whether_it_came_before(
    place, unadvised, day, standing
):
    give(place, unadvised, decided_on=day)
    assert found(unadvised).standing is standing


def test_only_a_body_whose_advice_comes_before_advises_on_it_and_on_that_type(place, unadvised):
    for more in ({"body": "bureau"}, {"body": "assembly"}, {"advises": "convention"}):
        with pytest.raises(Invalid, match="n’est pas de ceux qui viennent avant") as told:
            give(place, unadvised, **more)
        assert told.value.field == "body"
    assert not Citation.objects.exists()


def test_an_advice_that_is_in_the_register_is_linked_afterwards_and_said_as_late(place, unadvised):
    with arranging():
        late = advised(f"{place}-board", "budget", on=RECENTLY + timedelta(days=3))
    cite_advice(actor=SYSTEM, decision=unadvised, advice=late, now=NOW)
    assert found(unadvised).standing is Standing.ADVISED_SINCE
    assert found(unadvised, RECENTLY + timedelta(days=2)).standing is Standing.ADVICE_MISSING


def test_a_correction_keeps_the_advice_that_came_since_on_both_sides(place, unadvised):
    advice = voted(submitted(unadvised, drafted(f"{place}-board")))
    asked = {"text": "Autrement dit.", "reason": "Deux fautes.", "actor": SYSTEM, "now": NOW}
    better = correct_decision(decision=unadvised, title="Bien écrit", **asked)
    assert found(better).standing is Standing.ADVISED_SINCE
    correct_decision(decision=advice, title="Mieux écrit", **asked)
    assert found(better).standing is Standing.ADVISED_SINCE


def test_nothing_is_wanted_of_the_neighbour_nor_of_a_body_that_is_not_asked(scene, place, unadvised):
    for body in (f"{place}-bureau", f"{scene.world.groupings[1].slug}-board", f"{place}-assembly"):
        with pytest.raises(Refused, match="n’attend rien de cette instance"):
            submitted(unadvised, drafted(body))


# The others -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ahead(scene) -> Decision:
    """The map, as the board of one grouping adopted it, and applied alone."""
    with arranging():
        college = advised("college-territoire", "carte", on=RECENTLY - timedelta(days=9))
        row = decided(f"{scene.grouping.slug}-board", "carte", after=[college], title="La carte")
    settle_decision(actor=SYSTEM, decision=row, room="territory", note="Carte publiée.", now=NOW)
    return row


def test_it_is_mended_once_every_other_has_adopted_it_and_not_before(scene, ahead):
    others = [*(f"{one.slug}-board" for one in scene.world.groupings[1:]), "cress-board"]
    assert accused(ahead, "ahead")
    for body in others:
        assert accused(ahead, "ahead")
        point = submitted(ahead, drafted(body, TODAY))
        assert point.title == "Adopter aussi : La carte"
        assert voted(point, "rejected") and found(ahead).standing is Standing.AHEAD
        line = voted(point)
        assert Joining.objects.filter(decision=line, joins=ahead).exists()
    assert found(ahead).standing in (Standing.ADOPTED_SINCE, Standing.COMPETENT)
    assert not accused(ahead, "ahead") and not Ratification.objects.exists()


def test_who_adopted_it_already_and_who_is_no_part_of_it_is_asked_nothing(scene, ahead):
    for body in (
        f"{scene.grouping.slug}-board",
        f"{scene.first.slug}-board",
        f"{scene.world.groupings[1].slug}-bureau",
    ):
        with pytest.raises(Refused, match="n’attend rien de cette instance"):
            submitted(ahead, drafted(body))


# While it waits -------------------------------------------------------------------------------------------------------


def sentence(scene, clause: int, on=TODAY) -> str:
    rows = verdicts(on, rules=["R0.9"], organisations=[scene.grouping.pk])
    (one,) = [one for one in rows if one.clause.number == clause and one.organisation.id == scene.grouping.pk]
    return speak([one], on)[0].sentence


def test_the_finding_says_on_which_agenda_it_waits_until_that_day(scene, place, unadvised):
    assert f": n° {unadvised.reference}, Budget de l’année." in sentence(scene, 2)
    point = submitted(unadvised, drafted(f"{place}-board", AHEAD_OF))
    waits = f"Budget de l’année (à l’ordre du jour : Conseil de {scene.grouping.name}, le 14 décembre 2026)."
    assert waits in sentence(scene, 2)
    submitted(unadvised, drafted(f"{place}-board", TODAY + timedelta(days=30)))  # the soonest is said
    assert waits in sentence(scene, 2)
    withdraw_item(actor=SYSTEM, item=point, now=NOW)
    assert "24 décembre 2026" in sentence(scene, 2)
    assert "à l’ordre du jour" not in sentence(scene, 2, TODAY + timedelta(days=31))


def test_a_meeting_that_is_over_is_waited_for_no_more(scene, place, unadvised):
    meeting = drafted(f"{place}-board", AHEAD_OF)
    submitted(unadvised, meeting)
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CANCELLED.value)
    assert "à l’ordre du jour" not in sentence(scene, 2)
