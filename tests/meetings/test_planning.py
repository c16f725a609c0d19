"""Dates: planned, moved before a notice, told afterwards."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from kevread.attendance.models import Presence
from kevread.attendance.operations.recording import record_held
from kevread.attendance.queries.attendance import attendance
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.models import Act
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.operations import Slot, amend_meeting, move_meeting, plan_meeting, plan_meetings
from kevread.meetings.queries import votable
from kevread.meetings.rules.life import State
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import (
    BodyFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SettingFactory,
    since,
)
from tests.gatherings.worlds import gathering

pytestmark = pytest.mark.django_db


def at(day: str, hour: int = 18) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=timezone.get_current_timezone())


def hours(day: str, first: int = 18, last: int = 20) -> dict[str, datetime]:
    return {"starts_at": at(day, first), "ends_at": at(day, last)}


@pytest.fixture
def board():
    with arranging():
        return BodyFactory(organisation=OrganisationFactory(grouping=True), slug="conseil")


@pytest.fixture
def president(board):
    with arranging():
        seat = SeatFactory(body=board, president=True)
        return actor_of(MandateFactory(seat=seat).person, TODAY)


def test_a_date_is_planned_as_a_draft(board, president):
    meeting = plan_meeting(actor=president, body=board, place=" Salle verte ", now=NOW, **hours("2026-12-08"))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence, meeting.place) == (State.DRAFT, 0, "Salle verte")
    assert Act.objects.latest("at", "id").verb == "meetings.plan"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (hours("2026-11-23"), "starts_at"),  # yesterday
        (hours("2020-01-07"), "starts_at"),
        ({"starts_at": at("2026-12-08", 20), "ends_at": at("2026-12-08", 18)}, "ends_at"),
        (hours("2101-01-10"), "starts_at"),
    ],
)
def test_a_date_that_makes_no_sense_is_refused_on_its_field(board, president, wrong, field):
    with pytest.raises(Invalid) as refusal:
        plan_meeting(actor=president, body=board, now=NOW, **wrong)
    assert refusal.value.field == field
    assert not Meeting.objects.exists()


def test_a_body_does_not_meet_before_it_exists_nor_twice_at_once(board, president):
    with arranging():
        closed = BodyFactory(organisation=board.organisation, period=since(last=TODAY))
    with pytest.raises(Invalid, match="n’existe pas le 8 décembre 2026"):
        plan_meeting(actor=president, body=closed, now=NOW, **hours("2026-12-08"))
    plan_meeting(actor=president, body=board, now=NOW, **hours("2026-12-08"))
    for first, last in ((18, 20), (17, 19), (19, 21), (17, 21)):
        with pytest.raises(Invalid, match="a déjà une réunion à ces heures, le 8 décembre 2026, de 18"):
            plan_meeting(actor=president, body=board, now=NOW, **hours("2026-12-08", first, last))


def test_two_sessions_follow_each_other_on_one_day(board, president):
    """An extraordinary assembly after the ordinary one: the same people, the same evening."""
    plan_meeting(actor=president, body=board, now=NOW, **hours("2026-12-08", 18, 20))
    after = plan_meeting(actor=president, body=board, now=NOW, **hours("2026-12-08", 20, 21))
    assert move_meeting(actor=president, meeting=after, now=NOW, **hours("2026-12-08", 21, 22)).day.day == 8
    assert Meeting.objects.count() == 2


def test_a_sitting_lasts_a_day_at_most_but_not_a_written_consultation(board, president):
    five_days = {"starts_at": at("2026-12-08", 18), "ends_at": at("2026-12-13", 18)}
    with pytest.raises(Invalid) as refusal:
        plan_meeting(actor=president, body=board, now=NOW, **five_days)
    assert refusal.value.field == "ends_at"
    with pytest.raises(Invalid, match="un an au plus"):
        plan_meeting(
            actor=president, body=board, now=NOW, mode="written", **five_days | {"ends_at": at("2028-01-01", 9)}
        )
    with pytest.raises(Invalid, match="Les statuts n’inscrivent pas ce mode") as refusal:
        plan_meeting(actor=president, body=board, now=NOW, mode="written", **five_days)
    assert refusal.value.field == "mode"
    with arranging():
        SettingFactory(name="L1.13.written_consultation", value="allowed", organisation=board.organisation)
    consultation = plan_meeting(actor=president, body=board, now=NOW, mode="written", **five_days)
    assert plan_meeting(actor=president, body=board, now=NOW, **hours("2026-12-10")).body == board
    with pytest.raises(Invalid) as refusal:
        amend_meeting(
            actor=president, meeting=consultation, now=NOW, title="", session="ordinary", mode="on_site", place="",
            link="", is_public=False,
        )  # fmt: skip
    assert refusal.value.field == "mode"


def test_only_those_who_prepare_meetings_of_the_organisation_plan_them(board):
    with arranging():
        stranger = MandateFactory(seat=SeatFactory(body=BodyFactory(), president=True)).person
        simple = MandateFactory(seat=SeatFactory(body=board)).person
    for person in (stranger, simple):
        actor = actor_of(person, TODAY)
        with pytest.raises(Denied):
            plan_meeting(actor=actor, body=board, now=NOW, **hours("2026-12-08"))
        with pytest.raises(Denied):
            plan_meetings(actor=actor, slots=[Slot(board, **hours("2026-12-08"))], now=NOW)
        with pytest.raises(Denied):
            record_held(actor=actor, body=board, now=NOW, **hours("2026-10-08"))
    assert not Meeting.objects.exists()


def test_a_year_is_planned_in_one_act_or_not_at_all(board, president):
    with arranging():
        bureau = BodyFactory(organisation=board.organisation, bureau=True)
    slots = [Slot(board, **hours("2027-03-09")), Slot(bureau, **hours("2027-03-02"))]
    made = plan_meetings(actor=president, slots=slots, now=NOW)
    assert [meeting.body for meeting in made] == [bureau, board]
    assert Act.objects.filter(verb="meetings.plan_several").count() == 1
    again = [Slot(bureau, **hours("2027-04-06")), slots[0]]
    with pytest.raises(Invalid):
        plan_meetings(actor=president, slots=again, now=NOW)
    assert Meeting.objects.count() == 2


def test_nothing_or_two_organisations_are_not_planned_together(board):
    with arranging():
        other = BodyFactory()
    for slots in ([], [Slot(board, **hours("2027-03-09")), Slot(other, **hours("2027-03-09"))]):
        with pytest.raises(Refused):
            plan_meetings(actor=SYSTEM, slots=slots, now=NOW)


def test_a_date_moves_until_a_notice_announces_it(board, president):
    meeting = plan_meeting(actor=president, body=board, now=NOW, **hours("2026-12-08"))
    moved = move_meeting(actor=president, meeting=meeting, now=NOW, **hours("2026-12-15"))
    assert (moved.pk, moved.sequence, moved.day.isoformat()) == (meeting.pk, 1, "2026-12-15")
    moved = move_meeting(actor=president, meeting=moved, place="Ici", now=NOW, **hours("2026-12-15", 9, 11))
    assert (moved.sequence, moved.place) == (2, "Ici")
    with pytest.raises(Invalid):
        move_meeting(actor=president, meeting=moved, now=NOW, **hours("2026-11-20"))
    with arranging():
        Meeting.objects.filter(pk=moved.pk).update(state=State.CONVENED)
    with pytest.raises(Refused, match="elle se reporte"):
        move_meeting(actor=president, meeting=moved, now=NOW, **hours("2026-12-16"))
    moved.refresh_from_db()
    assert moved.sequence == 2


def test_a_meeting_held_without_kevread_is_told_afterwards(board, president):
    with arranging():
        seat = SeatFactory(body=board)
        member = MandateFactory(seat=seat, represents=OrganisationFactory(local=True))
        stand_in = MandateFactory(seat=SeatFactory(body=board, alternate=True))
        former = MandateFactory(seat=seat, period=since(last=datetime(2026, 6, 30).date()))
        guest = PersonFactory()
    there = [member.person, stand_in.person, former.person, guest, guest]
    meeting = record_held(actor=president, body=board, people=there, now=NOW, **hours("2026-10-08"))
    assert (meeting.state, meeting.is_recorded) == (State.CLOSED, True)
    assert list(Meeting.objects.held()) == [meeting]
    roll = {entry.person_id: entry for entry in RollEntry.objects.filter(meeting=meeting)}
    assert {key: entry.quality for key, entry in roll.items()} == {
        member.person_id: "member",
        stand_in.person_id: "alternate",
        former.person_id: "guest",
        guest.pk: "guest",
    }
    assert roll[member.person_id].represents_id == member.represents_id
    assert roll[guest.pk].votes == 0
    assert Presence.objects.filter(entry__meeting=meeting, left_at=meeting.ends_at).count() == 4


def test_a_planned_date_becomes_the_meeting_that_was_held(board, president):
    with arranging():
        draft = Meeting.objects.create(body=board, place="Salle verte", **hours("2026-10-08"))
    meeting = record_held(actor=president, body=board, now=NOW, **hours("2026-10-08", 17, 19))
    assert (meeting.pk, meeting.place, meeting.sequence) == (draft.pk, "Salle verte", 1)
    assert Meeting.objects.count() == 1
    with pytest.raises(Invalid, match="a déjà une réunion"):
        record_held(actor=president, body=board, now=NOW, **hours("2026-10-08"))


def test_a_meeting_to_come_was_not_held(board, president):
    with pytest.raises(Invalid, match="n’est pas finie"):
        record_held(actor=president, body=board, now=NOW, **hours("2026-12-08"))
    assert not Meeting.objects.exists()


def test_a_mandate_that_was_a_mistake_gives_no_place_on_the_roll(board, president):
    with arranging():
        wrong = MandateFactory(seat=SeatFactory(body=board), mistake=True)
    meeting = record_held(actor=president, body=board, people=[wrong.person], now=NOW, **hours("2026-10-08"))
    entry = RollEntry.objects.get(meeting=meeting)
    assert (entry.quality, entry.mandate) == ("guest", None)
    assert Mandate.objects.filter(pk=wrong.pk).exists()


def test_what_was_convened_and_not_opened_in_time_is_told_as_held():
    """Two days later it could neither be opened, nor declared held, nor be forgotten by the rhythm."""
    with arranging():
        met = gathering(starts_at=datetime(2026, 11, 19, 17, 30, tzinfo=UTC))
    roll = set(met.meeting.roll.values_list("pk", flat=True))
    told = {"actor": met.actor(), "body": met.assembly, "now": NOW, **hours("2026-11-19", 19, 21)}
    with arranging():
        stranger = PersonFactory()
    with pytest.raises(Invalid) as refusal:
        record_held(people=[stranger], **told)
    assert refusal.value.field == "people"
    there = [entry.person for entry in met.entries[:20]]
    meeting = record_held(people=there, **told)
    assert (meeting.pk, meeting.stage, meeting.is_recorded) == (met.meeting.pk, State.CLOSED, True)
    assert set(meeting.roll.values_list("pk", flat=True)) == roll
    assert list(meeting.notices.all()) == [met.notice]
    assert len(attendance(meeting, at("2026-11-19", 20)).present) == 20
    assert not votable(met.items["divers"])
    assert votable(met.items["comptes"])
