"""Who comes and who goes: noted once, never backwards, and never by those who may not."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from kevread.attendance.models import Presence
from kevread.attendance.operations.presence import (
    mark_left,
    mark_present,
    mark_remote,
    mark_several,
    sign_in,
    unmark,
)
from kevread.attendance.queries.attendance import attendance
from kevread.attendance.queries.awaited import awaited
from kevread.attendance.queries.codes import LASTS, code_of
from kevread.attendance.rules import Standing
from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.models import Act
from kevread.meetings.models import Meeting, Reply, RollEntry
from kevread.meetings.rules.life import State
from kevread.seats.queries import actor_of
from tests.conftest import TODAY, arranging
from tests.gatherings.worlds import IN_A_MONTH, TONIGHT, Gathering, gathering

pytestmark = pytest.mark.django_db


def at(minutes: int):
    return TONIGHT + timedelta(minutes=minutes)


@pytest.fixture
def met() -> Gathering:
    with arranging():
        found = gathering(state=State.OPEN, mode=Meeting.Mode.HYBRID)
        Meeting.objects.filter(pk=found.meeting.pk).update(chair=found.president, secretary=found.secretary)
        found.meeting.refresh_from_db()
    return found


def noting(met: Gathering, entry, minutes: int = 10, **more):
    return {"actor": met.actor(), "meeting": met.meeting, "entry": entry, "now": at(minutes), **more}


def test_a_giver_who_comes_takes_their_votes_back(met):
    giver, holder = met.proxies[0].giver, met.proxies[0].holder
    presence = mark_present(**noting(met, giver))
    assert (presence.arrived_at, presence.remote) == (at(10), False)
    found = attendance(met.meeting)
    assert [line.entry for line in found.cast_by(holder.person_id)] == [holder]
    assert found.by_entry[giver.pk].voter == giver
    assert found.votes == 40


def test_noted_twice_is_noted_once_and_writes_nothing_more(met):
    giver, key = met.proxies[0].giver, uuid4()
    first = mark_present(**noting(met, giver, key=key))
    acts = Act.objects.count()
    assert mark_present(**noting(met, giver, 11)) == mark_present(**noting(met, giver, 12, key=key)) == first
    assert (first.pk, Act.objects.count()) == (key, acts)


def test_what_is_sent_again_after_a_departure_does_not_bring_them_back(met):
    giver, key = met.proxies[0].giver, uuid4()
    mark_present(**noting(met, giver, key=key))
    mark_left(**noting(met, giver, 20))
    mark_present(**noting(met, giver, 30, key=key))
    assert attendance(met.meeting).by_entry[giver.pk].standing is Standing.LEFT


def test_who_leaves_takes_along_the_votes_they_hold(met):
    giver, holder = met.proxies[0].giver, met.proxies[0].holder
    other = next(p for p in met.proxies if p.holder.person_id not in (met.president.pk, met.secretary.pk))
    assert giver and holder
    mark_left(**noting(met, other.holder, 15))
    found = attendance(met.meeting)
    assert (found.votes, found.by_entry[other.giver_id].standing) == (38, Standing.ABSENT)
    mark_left(**noting(met, other.holder, 16))
    assert Presence.objects.filter(entry=other.holder).count() == 1


def test_who_comes_back_has_two_presences(met):
    entry = met.presences[-1].entry
    mark_left(**noting(met, entry, 15))
    mark_present(**noting(met, entry, 25))
    assert [stay.arrived_at for stay in attendance(met.meeting).by_entry[entry.pk].stays] == [at(-10), at(25)]


def test_an_arrival_noted_by_mistake_never_was(met):
    giver = met.proxies[0].giver
    mark_present(**noting(met, giver))
    unmark(**noting(met, giver, 12))
    assert attendance(met.meeting).by_entry[giver.pk].standing is Standing.REPRESENTED


def test_somebody_for_two_organisations_comes_once(met):
    with arranging():
        twice = met.entries[-1]
        type(twice).objects.bulk_create(
            [type(twice)(meeting=met.meeting, person=twice.person, college=twice.college, votes=1)]
        )
    mark_present(**noting(met, twice))
    found = attendance(met.meeting)
    assert len(found.cast_by(twice.person_id)) == 2
    mark_left(**noting(met, twice, 20))
    assert attendance(met.meeting).cast_by(twice.person_id) == []


def test_from_a_distance_to_the_room_is_two_presences_and_one_vote(met):
    entry = met.presences[-1].entry
    mark_remote(**noting(met, entry, 15))
    found = attendance(met.meeting)
    assert (found.by_entry[entry.pk].standing, found.votes) == (Standing.REMOTE, 40)
    assert len(attendance(met.meeting, at(14)).present) == 28


@pytest.mark.parametrize("back", [1, 60, 60 * 24 * 400])
def test_a_clock_put_back_makes_nobody_leave_before_they_came(met, back):
    entry = met.presences[-1].entry
    mark_left(**noting(met, entry, -back))
    mark_present(**noting(met, entry, -back - 1)) if back < 60 * 24 else None
    stays = attendance(met.meeting).by_entry[entry.pk].stays
    assert stays[0].left_at >= TONIGHT > stays[0].arrived_at
    assert all(later.arrived_at >= earlier.left_at for earlier, later in pairwise(stays))
    assert attendance(met.meeting).by_entry[entry.pk].came


def test_a_departure_at_the_very_moment_of_an_arrival_is_still_a_stay(met):
    giver = met.proxies[0].giver
    mark_present(**noting(met, giver, 10))
    mark_left(**noting(met, giver, 10))
    assert attendance(met.meeting).by_entry[giver.pk].standing is Standing.LEFT


def test_who_chairs_does_not_leave_unnoticed(met):
    for verb in (mark_left, unmark):
        with pytest.raises(Refused, match="désignez d’abord"):
            verb(**noting(met, met.entry(met.president)))


def test_nobody_is_at_a_distance_from_a_meeting_on_site(met):
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(mode=Meeting.Mode.ON_SITE)
    met.meeting.refresh_from_db()
    with pytest.raises(Refused, match="sur place"):
        mark_remote(**noting(met, met.proxies[0].giver))


def test_where_all_is_remote_whoever_comes_is_at_a_distance(met):
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(mode=Meeting.Mode.REMOTE)
    met.meeting.refresh_from_db()
    assert mark_present(**noting(met, met.proxies[0].giver)).remote


@pytest.mark.parametrize("state", [State.CLOSED, State.FAILED, State.CANCELLED, State.AGENDA])
def test_nothing_is_noted_out_of_the_sitting(met, state):
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(state=state.value)
    with pytest.raises(Refused, match="ne se notent plus"):
        mark_present(**noting(met, met.proxies[0].giver))
    with pytest.raises(Refused, match="ne se notent plus"):
        mark_left(**noting(met, met.presences[-1].entry))


def test_the_sheet_opens_on_the_day():
    with arranging():
        met = gathering(state=State.CONVENED, starts_at=IN_A_MONTH)
    with pytest.raises(Refused, match="18 décembre"):
        mark_present(**noting(met, met.entries[0]))


def test_only_who_prepares_chairs_or_records_notes_others(met):
    stranger = met.entries[20].person
    for verb in (mark_present, mark_remote, mark_left, unmark):
        with pytest.raises(Denied):
            verb(**noting(met, met.presences[-1].entry) | {"actor": actor_of(stranger, TODAY)})
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(secretary=stranger)
    met.meeting.refresh_from_db()
    mark_present(**noting(met, met.proxies[0].giver) | {"actor": actor_of(stranger, TODAY)})


def test_somebody_signs_in_with_the_code_of_the_room(met):
    giver = met.proxies[0].giver
    who = {"actor": actor_of(giver.person, TODAY), "meeting": met.meeting, "now": at(5)}
    for wrong in ("", "000000", code_of(met.meeting, at(5) - 2 * LASTS), code_of(met.meeting, at(60))):
        with pytest.raises(Invalid) as refusal:
            sign_in(code=wrong, **who)
        assert refusal.value.field == "code"
    shown = code_of(met.meeting, at(5) - LASTS)
    presence = sign_in(code=f"{shown[:3]} {shown[3:]}", **who)
    assert (presence.signed_in, presence.remote) == (True, False)
    assert sign_in(code=shown, **who) == presence


def test_signing_in_is_for_those_of_the_roll(met):
    with arranging():
        other = gathering(state=State.OPEN, body="board")
    with pytest.raises(Denied, match="pas sur la liste"):
        sign_in(
            actor=actor_of(other.president, TODAY), meeting=met.meeting, code=code_of(met.meeting, at(5)), now=at(5)
        )


def test_the_code_of_one_room_opens_no_other(met):
    with arranging():
        other = gathering(state=State.OPEN)
    assert code_of(met.meeting, at(5)) != code_of(other.meeting, at(5))


def together(met: Gathering, entries, minutes: int = 10, **more):
    return {"actor": met.actor(), "meeting": met.meeting, "entries": entries, "now": at(minutes)} | more


def missing(met: Gathering, number: int) -> list[RollEntry]:
    """Those of the roll who are awaited: they gave no proxy, and nobody noted them."""
    with arranging():
        entries = [one.entry for one in met.presences[-number:]]
        Presence.objects.filter(entry__in=entries).delete()
    return entries


def test_several_come_at_one_moment_by_one_act_and_whoever_is_there_stays_as_they_are(met):
    first, second = missing(met, 2)
    there = met.presences[0].entry
    before = Presence.objects.get(entry=there).arrived_at
    acts = Act.objects.count()
    assert mark_several(**together(met, [there, first, second])) == 2
    assert Act.objects.count() == acts + 1
    found = attendance(met.meeting)
    assert {found.by_entry[one.pk].stays[0].arrived_at for one in (first, second)} == {at(10)}
    assert Presence.objects.get(entry=there).arrived_at == before
    with pytest.raises(Refused, match="relisez les présences"):
        mark_several(**together(met, [first, second], 11))
    assert Act.objects.count() == acts + 1


def test_whoever_gave_a_proxy_or_left_since_the_page_was_read_is_as_they_are(met):
    gone, came = missing(met, 2)
    mark_present(**noting(met, gone))
    mark_left(**noting(met, gone, 11))
    giver = met.proxies[0].giver
    assert mark_several(**together(met, [giver, gone, came], 12)) == 1
    found = attendance(met.meeting)
    assert [found.by_entry[one.pk].standing for one in (giver, gone, came)] == [
        Standing.REPRESENTED,
        Standing.LEFT,
        Standing.PRESENT,
    ]


@pytest.mark.parametrize(("mode", "standing"), [("hybrid", Standing.REMOTE), ("on_site", Standing.PRESENT)])
def test_whoever_said_that_they_come_at_a_distance_is_there_so_where_one_may(met, mode, standing):
    near, far = missing(met, 2)
    with arranging():
        Reply.objects.update_or_create(entry=far, defaults={"answer": Reply.Answer.REMOTE, "answered_at": TONIGHT})
        Meeting.objects.filter(pk=met.meeting.pk).update(mode=mode)
    mark_several(**together(met, [near, far], meeting=Meeting.objects.get(pk=met.meeting.pk)))
    found = attendance(met.meeting)
    assert [found.by_entry[one.pk].standing for one in (near, far)] == [Standing.PRESENT, standing]


def test_those_of_another_meeting_are_not_noted_and_none_is_by_whoever_may_not_or_too_early(met):
    (awaits,) = missing(met, 1)
    with arranging():
        other = Meeting.objects.create(
            body=met.board, starts_at=TONIGHT, ends_at=TONIGHT + timedelta(hours=2), state=State.OPEN, opened_at=TONIGHT
        )
        elsewhere = RollEntry.objects.get(pk=awaits.pk)
        elsewhere.pk, elsewhere.meeting, elsewhere._state.adding = uuid4(), other, True
        elsewhere.save()
    with pytest.raises(Refused, match="relisez les présences"):
        mark_several(**together(met, [elsewhere]))
    with pytest.raises(Denied):
        mark_several(**together(met, [awaits], actor=actor_of(met.members[-1].person, TODAY)))
    with pytest.raises(Refused, match="ce jour-là"):
        mark_several(**together(met, [awaits], now=TONIGHT - timedelta(days=2)))
    assert attendance(met.meeting).by_entry[awaits.pk].standing is Standing.ABSENT


def test_those_who_are_awaited_are_who_said_yes_then_everybody_but_who_said_no_or_gave_a_proxy(met):
    giver, (absent, coming, silent) = met.proxies[0].giver, missing(met, 3)
    with arranging():
        Reply.objects.filter(entry__in=(absent, coming, silent)).delete()
        for entry, answer in ((absent, Reply.Answer.ABSENT), (coming, Reply.Answer.COMING)):
            Reply.objects.create(entry=entry, answer=answer, answered_at=TONIGHT)
    found = awaited(attendance(met.meeting))
    assert (found.coming, found.said_yes) == ((coming,), 1)
    assert {coming, silent} <= set(found.everybody) and not {absent, giver} & set(found.everybody)
    assert found.people == len({one.person_id for one in found.everybody})
