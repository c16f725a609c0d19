"""Another date after the notice, and a second call after a failure of quorum."""

from datetime import UTC, datetime, timedelta

import pytest

from kevread.attendance.models import QuorumCheck
from kevread.common.errors import Denied, Invalid, Refused
from kevread.meetings.models import Meeting
from kevread.meetings.operations import convene, postpone_meeting, second_call
from kevread.meetings.rules.life import State
from tests.conftest import NOW, arranging
from tests.gatherings.preparing import calendar, letters, ready
from tests.gatherings.worlds import Gathering

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 20, 17, 30, tzinfo=UTC)


def test_a_postponed_meeting_is_another_one_with_the_same_agenda():
    met = ready(State.CONVENED)
    asked = {"actor": met.actor(), "meeting": met.meeting, "now": NOW, "reason": "La salle est inondée."}
    later, sent = letters(
        lambda: postpone_meeting(starts_at=LATER, ends_at=LATER + timedelta(hours=2), **asked),
    )
    met.meeting.refresh_from_db()
    assert (met.meeting.stage, met.meeting.postponed_to, later.stage) == (State.POSTPONED, later, State.AGENDA)
    assert [item.origin for item in later.items.order_by("rank")] == list(met.meeting.items.order_by("rank"))
    assert "Nouvelle date : mercredi 20 janvier 2027" in sent[0].content.text
    assert calendar(sent[0])["method"] == "CANCEL"
    assert convene(actor=met.actor(), meeting=later, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"starts_at": NOW}, "starts_at"), ({"ends_at": LATER}, "ends_at"), ({"reason": ""}, "reason")],
)
def test_a_postponement_is_to_a_day_to_come_with_a_reason(changes, field):
    met = ready(State.CONVENED)
    asked = {"starts_at": LATER, "ends_at": LATER + timedelta(hours=2), "reason": "La salle est inondée."} | changes
    with pytest.raises(Invalid) as refused:
        postpone_meeting(actor=met.actor(), meeting=met.meeting, now=NOW, **asked)
    assert refused.value.field == field


def test_postponing_is_for_those_who_convene():
    met = ready(State.CONVENED)
    with pytest.raises(Denied):
        postpone_meeting(
            actor=met.actor(met.members[-1].person), meeting=met.meeting, starts_at=LATER,
            ends_at=LATER + timedelta(hours=2), reason="La salle est inondée.", now=NOW,
        )  # fmt: skip


# Second call


def fail(met: Gathering, met_quorum: bool = False) -> None:
    with arranging():
        QuorumCheck.objects.create(
            meeting=met.meeting, at=NOW, have=3, need="3", met=met_quorum, shown="3 ≥ 3", present=3, represented=0
        )


def again(met: Gathering, starts_at: datetime = LATER, person=None) -> Meeting:
    return second_call(
        actor=met.actor(person),
        meeting=met.meeting,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        now=NOW,
    )


def test_a_second_call_is_linked_with_the_same_agenda_and_its_own_quorum():
    met = ready(State.FAILED)
    fail(met)
    second = again(met)
    assert second.second_call_of == met.meeting
    assert [item.title for item in second.items.order_by("rank")] == [item.title for item in met.items.values()]
    notice = convene(actor=met.actor(), meeting=second, now=NOW)
    assert notice.content["meeting"]["second_call_of"] == str(met.meeting.pk)
    with pytest.raises(Refused, match="déjà sa seconde convocation"):
        again(met, LATER + timedelta(days=1))


def test_a_second_call_waits_for_the_delay_of_the_articles():
    met = ready(State.FAILED)
    with pytest.raises(Invalid, match="15 jours avant une seconde réunion : le 9 décembre 2026 au plus tôt") as refused:
        again(met, datetime(2026, 12, 8, 17, 30, tzinfo=UTC))
    assert "Article L1.11, avec nos mots : " in refused.value.sentence
    assert again(met, datetime(2026, 12, 9, 17, 30, tzinfo=UTC))


def test_a_second_call_follows_a_failure_only():
    held = ready(State.CLOSED)
    with pytest.raises(Refused, match="suit un défaut de quorum"):
        again(held)
    drafted = ready(State.DRAFTED)
    fail(drafted, met_quorum=True)
    with pytest.raises(Refused, match="était atteint"):
        again(drafted)
    told = ready(State.DRAFTED)
    fail(told)
    assert again(told)


def test_a_second_call_is_for_those_who_convene():
    met = ready(State.FAILED)
    with pytest.raises(Denied):
        again(met, person=met.members[-1].person)
