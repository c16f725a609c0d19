"""Whoever owns the tables changes, for the minute in which a decision is entered or corrected, what it is written from, and
puts it back: the line would be final, an act of ours, and no row would differ any more (decision 186)."""

from datetime import timedelta

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.decisions.models import Decision
from kevread.decisions.operations.register import correct_decision, record_decision
from tests.conftest import NOW, arranging
from tests.databases import by_hand
from tests.gatherings.decided import RECENTLY, decided, item, met
from tests.sittings.test_minutes_as_acted import OTHERWISE

pytestmark = pytest.mark.django_db
RECORDED = {
    "the day of the meeting": ("UPDATE meetings_meeting SET starts_at = starts_at - interval '40 days'", "réunion"),
    "what the body is": ("UPDATE seats_body SET kind = 'space'", "instance"),
    "what the point is": ("UPDATE meetings_agendaitem SET decision_type = 'comptes'", "point"),
    "the number before": ("UPDATE decisions_decision SET number = number + 494", "décision"),
    "what the point submits": (
        (
            "INSERT INTO decisions_submission (id, decision_id, item_id) "
            "SELECT gen_random_uuid(), d.id, i.id FROM decisions_decision d, meetings_agendaitem i LIMIT 1"
        ),
        "",
    ),
}
PLANTED = (
    "INSERT INTO {} (id, decision_id, {}) SELECT gen_random_uuid(), d.id, o.id "
    "FROM decisions_decision d JOIN decisions_decision o ON o.number < d.number"
)
CORRECTED = {
    "what came of it": "UPDATE decisions_decision SET outcome = 'rejected'",
    "its day": "UPDATE decisions_decision SET decided_on = decided_on - 30",
    "its sum": "UPDATE decisions_decision SET sum = '2 pour, 4 contre'",
    "its type": "UPDATE decisions_decision SET type = 'comptes'",
    "what it cites": PLANTED.format("decisions_citation", "advice_id"),
    "what it is the same as": PLANTED.format("decisions_joining", "joins_id"),
}


@pytest.fixture
def board(scene):
    return scene.world.body(f"{scene.grouping.slug}-board")


@pytest.mark.parametrize(("statement", "what"), RECORDED.values(), ids=RECORDED)
def test_a_decision_is_not_entered_from_what_no_act_wrote(board, statement, what):
    with arranging():
        decided(board, "budget", on=RECENTLY - timedelta(days=60))
        meeting = met(board)
        point = item(meeting, "budget")
    asked = {"actor": SYSTEM, "body": board, "meeting": meeting, "item": point, "type": "budget", "outcome": "adopted"}
    asked |= {"title": "Budget 2027", "text": "Il est adopté.", "decided_on": None, "now": NOW}
    by_hand(statement)
    meeting.refresh_from_db()
    point.refresh_from_db()
    with pytest.raises(Refused, match=OTHERWISE) as refusal:
        record_decision(**asked)
    assert what in str(refusal.value) and "cette décision" in str(refusal.value)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("statement", CORRECTED.values(), ids=CORRECTED)
def test_nor_corrected(board, statement):
    with arranging():
        decided(board, "comptes", on=RECENTLY - timedelta(days=60))
        line = decided(board, "budget")
    by_hand(statement)
    with pytest.raises(Refused, match=OTHERWISE) as refusal:
        correct_decision(
            actor=SYSTEM, decision=line, title="Budget 2028", text="Il est adopté.", reason="Une coquille.", now=NOW
        )
    assert "cette correction" in str(refusal.value) and not Decision.objects.filter(corrects=line).exists()
