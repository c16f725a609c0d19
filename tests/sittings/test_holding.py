"""A meeting is opened, finds its quorum or not, goes through its points, closes: and nothing else, nor in another order."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kevread.attendance.models import Presence, QuorumCheck
from kevread.attendance.queries.attendance import attendance
from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.models import Act
from kevread.meetings.models import Meeting
from kevread.meetings.queries import votable
from kevread.meetings.rules.life import State
from kevread.seats.queries import actor_of
from kevread.sittings.operations.holding import (
    admit_incident,
    begin,
    check_quorum,
    close_meeting,
    name_officers,
    open_meeting,
    record_failure,
    turn_to,
)
from kevread.votes.models import Poll
from tests.conftest import TODAY, arranging
from tests.gatherings.polling import all_read
from tests.gatherings.worlds import TONIGHT, Gathering, gathering

pytestmark = pytest.mark.django_db


def at(minutes: int):
    return TONIGHT + timedelta(minutes=minutes)


def built(state: State = State.CONVENED, **more) -> Gathering:
    with arranging():
        met = gathering(state=state, **more)
        if state in (State.OPEN, State.IN_PROGRESS):
            put(met, chair=met.president, secretary=met.secretary)
    return met


def put(met: Gathering, **values) -> None:
    Meeting.objects.filter(pk=met.meeting.pk).update(**values)
    met.meeting.refresh_from_db()


def doing(met: Gathering, minutes: int = 10, **more):
    return {"actor": met.actor(), "meeting": met.meeting, "now": at(minutes), **more}


def opening(met: Gathering, minutes: int = 0, **more):
    return doing(met, minutes, chair=met.president, secretary=met.secretary) | more


def test_who_chairs_and_who_records_are_named_and_there():
    met = built()
    found = open_meeting(**opening(met, 2))
    assert (found.stage, found.chair, found.secretary) == (State.OPEN, met.president, met.secretary)
    assert found.opened_at == at(2)
    there = {line.entry.person_id for line in attendance(found).present}
    assert there == {met.president.pk, met.secretary.pk}


def test_opening_twice_is_refused():
    met = built()
    open_meeting(**opening(met))
    with pytest.raises(Refused, match="ne peut pas être ouverte"):
        open_meeting(**opening(met))


@pytest.mark.parametrize("state", [s for s in State if s is not State.CONVENED])
def test_only_what_is_convened_opens(state):
    met = built()
    with arranging():
        put(met, state=state.value)
    with pytest.raises(Refused):
        open_meeting(**opening(met))


@pytest.mark.parametrize(("days", "words"), [(-1, "s’ouvre ce jour-là"), (2, "Déclarez-la tenue")])
def test_a_sitting_opens_on_its_day_or_late_in_the_night(days, words):
    met = built()
    with pytest.raises(Refused, match=words):
        open_meeting(**opening(met, days * 24 * 60))
    assert open_meeting(**opening(met, 24 * 60)).stage is State.OPEN


def test_two_people_of_the_roll_chair_and_record():
    met = built()
    with pytest.raises(Invalid) as same:
        open_meeting(**opening(met, secretary=met.president))
    with arranging():
        stranger = gathering(body="board").president
    with pytest.raises(Invalid) as unknown:
        open_meeting(**opening(met, chair=stranger))
    assert (same.value.field, unknown.value.field) == ("secretary", "chair")


def test_a_member_without_a_right_opens_nothing():
    met = built()
    with pytest.raises(Denied, match="Convoquer"):
        open_meeting(**opening(met, actor=actor_of(met.entries[30].person, TODAY)))


def test_a_clock_put_back_does_not_open_before_somebody_came():
    met = built()
    with arranging():
        Presence.objects.create(entry=met.entries[0], arrived_at=at(-5))
    assert open_meeting(**opening(met, -60, seen=["hour"])).opened_at == at(-5)


def test_the_quorum_is_noted_when_it_begins():
    met = built(State.OPEN)
    found = begin(**doing(met))
    check = found.quorum_checks.get()
    assert (found.stage, found.current) == (State.IN_PROGRESS, met.items["rapport"])
    assert (check.met, check.shown, check.occasion) == (
        True,
        "40 membres sur 40 ; il en fallait 10 au moins",
        "opening",
    )
    assert (check.present, check.represented) == (28, 12)


def test_nothing_begins_without_the_quorum():
    met = built(State.OPEN, represented=0)
    with arranging():
        Presence.objects.filter(entry__in=met.entries[9:]).delete()
    with pytest.raises(Refused, match="9 membres sur 40 ; il en fallait 10 au moins, il en manque 1"):
        begin(**doing(met))
    missed = QuorumCheck.objects.get(
        meeting=met.meeting
    )  # refused, and kept: the minutes will say that it was looked for
    assert (missed.met, missed.shown, missed.occasion, missed.at) == (
        False, "9 membres sur 40 ; il en fallait 10 au moins, il en manque 1", "opening", at(10),
    )  # fmt: skip
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.OPEN
    assert list(
        Act.objects.filter(verb__in=("sittings.begin", "attendance.check_quorum")).values_list("verb", flat=True)
    ) == ["attendance.check_quorum"]
    sent = met.meeting.sequence
    found = record_failure(**doing(met, 31))
    assert (found.stage, found.closed_at) == (State.FAILED, at(31))
    assert found.sequence == sent + 1, "calendars have it as confirmed"
    assert list(found.quorum_checks.values_list("met", flat=True)) == [False, False]


def test_a_quorum_that_is_there_does_not_fail():
    met = built(State.OPEN)
    with pytest.raises(Refused, match="Le quorum est atteint : 40 membres sur 40 ; il en fallait 10 au moins"):
        record_failure(**doing(met))


def test_proxies_are_left_out_where_the_articles_leave_them_out():
    met = built(State.OPEN, settings={"L1.11.quorum_proxies": "not_counted", "L1.11.quorum": "3/4"})
    with pytest.raises(Refused, match="28 membres sur 40 ; il en fallait 30 au moins, il en manque 2"):
        begin(**doing(met))


def test_college_by_college_the_one_that_lacks_stops_the_assembly():
    met = built(State.OPEN, settings={"L1.11.quorum_colleges": "each", "L1.11.quorum": "1/2"})
    direct = met.entries[-1].college
    with arranging():
        Presence.objects.filter(entry__college=direct).delete()
    with pytest.raises(Refused, match="0 membre sur 12 ; il en fallait 6 au moins, il en manque 6"):
        begin(**doing(met))


def test_where_no_quorum_is_asked_it_begins_and_none_is_noted():
    met = built(State.OPEN, settings={"L1.11.quorum": None})
    assert begin(**doing(met)).stage is State.IN_PROGRESS
    assert not QuorumCheck.objects.exists()
    with pytest.raises(Refused, match="Aucun quorum"):
        check_quorum(**doing(met))


def test_no_failure_where_no_quorum_is_asked():
    met = built(State.OPEN, settings={"L1.11.quorum": None})
    with pytest.raises(Refused, match="Aucun quorum"):
        record_failure(**doing(met))


def test_the_quorum_is_checked_on_demand_and_noted_once():
    met = built(State.IN_PROGRESS)
    key = uuid4()
    first = check_quorum(**doing(met, key=key))
    assert check_quorum(**doing(met, 12, key=key)) == first
    assert (first.pk, first.occasion, QuorumCheck.objects.count()) == (key, "demand", 1)


def test_a_clock_put_back_checks_nothing_before_the_last_check():
    met = built(State.IN_PROGRESS)
    check_quorum(**doing(met, 50))
    assert check_quorum(**doing(met, 20)).at == at(50)
    assert close_meeting(**doing(met, -600, seen=all_read(met.meeting))).closed_at == at(50)


def test_points_follow_each_other_as_the_room_wants():
    met = built(State.IN_PROGRESS)
    turn_to(**doing(met, item=met.items["budget"]))
    met.meeting.refresh_from_db()
    assert met.meeting.current == met.items["budget"]
    with arranging():
        met.items["cap"].withdrawn = True
        met.items["cap"].save()
        other = gathering(state=State.OPEN)
    for item in (met.items["cap"], other.items["budget"]):
        with pytest.raises(Refused, match="pas à l’ordre du jour"):
            turn_to(**doing(met, item=item))


def test_somebody_else_chairs_and_comes_with_it():
    met = built(State.IN_PROGRESS)
    with arranging():
        Presence.objects.filter(entry=met.entries[1]).delete()
    name_officers(**doing(met, chair=met.entries[1].person, secretary=met.secretary))
    met.meeting.refresh_from_db()
    assert met.meeting.chair == met.entries[1].person
    assert attendance(met.meeting).by_entry[met.entries[1].pk].voter == met.entries[1]


@pytest.mark.parametrize("state", [Poll.State.OPEN, Poll.State.CLOSED])
def test_nothing_closes_over_a_vote_that_is_not_finished(state):
    met = built(State.IN_PROGRESS)
    with arranging():
        poll = Poll.objects.create(
            item=met.items["budget"],
            number=1,
            question="Voter le budget",
            kind=Poll.Kind.RESOLUTION,
            method=Poll.Method.SHOW_OF_HANDS,
        )
        Poll.objects.filter(pk=poll.pk).update(state=Poll.State.OPEN, opened_at=at(1))
        if state == Poll.State.CLOSED:
            Poll.objects.filter(pk=poll.pk).update(state=state, closed_at=at(2))
    with pytest.raises(Refused, match="Voter le budget"):
        close_meeting(**doing(met))


def test_it_closes_and_nothing_is_current_any_more():
    met = built(State.IN_PROGRESS)
    found = close_meeting(**doing(met, 90, seen=all_read(met.meeting)))
    assert (found.stage, found.closed_at, found.current) == (State.CLOSED, at(90), None)


@pytest.mark.parametrize("verb", [begin, record_failure, close_meeting, check_quorum])
def test_who_chairs_may_and_who_sits_may_not(verb):
    met = built(State.OPEN)
    with pytest.raises(Denied):
        verb(**doing(met, actor=actor_of(met.entries[30].person, TODAY)))


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (begin, State.IN_PROGRESS),
        (record_failure, State.IN_PROGRESS),
        (close_meeting, State.OPEN),
        (check_quorum, State.CLOSED),
        (begin, State.CLOSED),
        (close_meeting, State.CLOSED),
    ],
)
def test_each_gesture_has_its_time(verb, state):
    met = built(state)
    with pytest.raises(Refused):
        verb(**doing(met))


INCIDENT = {"title": "Révoquer un membre du conseil", "reason": "Une faute vient d’être découverte."}


def test_whoever_chairs_admits_an_incident_and_the_assembly_may_decide_of_it():
    met = built(State.IN_PROGRESS)
    chair = actor_of(met.president, TODAY)
    point = admit_incident(**doing(met, actor=chair, **INCIDENT))
    assert (point.title, point.rank) == ("Incident de séance : Révoquer un membre du conseil", len(met.items) + 1)
    assert votable(point)
    assert point.record == "Incident de séance, admis par la présidence : Une faute vient d’être découverte."
    with pytest.raises(Refused, match="déjà à l’ordre du jour"):
        admit_incident(**doing(met, actor=chair, **INCIDENT))


def test_an_incident_is_admitted_by_who_chairs_in_session_and_says_why():
    met = built(State.IN_PROGRESS)
    with pytest.raises(Denied, match="par qui préside la séance"):
        admit_incident(**doing(met, actor=actor_of(met.secretary, TODAY), **INCIDENT))
    chair = actor_of(met.president, TODAY)
    for field, wrong in (("title", " "), ("title", "a" * 171), ("reason", "Urgent")):
        with pytest.raises(Invalid) as told:
            admit_incident(**doing(met, actor=chair, **INCIDENT | {field: wrong}))
        assert told.value.field == field
    with arranging():
        put(met, state=State.CLOSED.value)
    with pytest.raises(Refused, match="Un incident s’admet en séance"):
        admit_incident(**doing(met, actor=chair, **INCIDENT))
    assert met.meeting.items.filter(incident="").count() == met.meeting.items.count()
