"""Who is convened: the mandates of the day of the meeting, and those who are invited without a vote."""

from datetime import timedelta

import pytest

from kevread.attendance.operations import presence
from kevread.base.models import as_range
from kevread.common.periods import Period
from kevread.directory.models import Affiliation
from kevread.meetings.models import Meeting
from kevread.meetings.operations import answer, plan_meeting
from kevread.meetings.queries.roll import expected_roll, unrepresented
from kevread.meetings.rules.life import State
from kevread.seats.models import Mandate
from kevread.seats.operations import end_mandate
from kevread.seats.queries import actor_of
from kevread.sittings.operations import holding
from kevread.votes import operations
from kevread.votes.models import Poll
from kevread.votes.operations.polls import Question
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, BodyFactory, MandateFactory, OrganisationFactory, SeatFactory
from tests.gatherings.preparing import ready, send
from tests.gatherings.worlds import IN_A_MONTH, Gathering

pytestmark = pytest.mark.django_db


def test_the_roll_is_of_the_day_of_the_meeting():
    met = ready()
    with arranging():
        Mandate.objects.filter(pk=met.members[0].pk).update(
            period=as_range(Period(met.members[0].dates.start, IN_A_MONTH.date())), end_reason="term"
        )
    assert met.members[0].person not in [one.person for one in expected_roll(met.meeting)]


def test_only_an_ended_affiliation_removes_a_member_and_nothing_that_is_owed():
    met = ready()
    member = met.members[5]
    assert member.person in [one.person for one in expected_roll(met.meeting)]
    with arranging():
        Affiliation.objects.filter(member=member.represents).update(period=as_range(Period(member.dates.start, TODAY)))
    assert member.person not in [one.person for one in expected_roll(met.meeting)]


def test_a_member_without_a_representative_is_named():
    met = ready()
    with arranging():
        alone = AffiliationFactory(member=OrganisationFactory(local=True), of=met.grouping).member
    assert unrepresented(met.meeting) == [alone]


def test_alternates_are_convened_without_a_vote_of_their_own():
    met = ready(body="board", members=12)
    with arranging():
        alternate = MandateFactory(
            seat=SeatFactory(body=met.board, alternate=True), represents=met.members[0].represents
        )
    found = next(one for one in expected_roll(met.meeting) if one.person == alternate.person)
    assert (found.quality, found.votes) == ("alternate", 0)


def test_the_direction_is_invited_without_a_vote_and_never_votes_on_the_board():
    met = ready(body="board", members=12)
    guest = expected_roll(met.meeting)[-1]
    assert (guest.person, guest.quality, guest.votes) == (met.direction, "guest", 0)
    with arranging():
        MandateFactory(seat=met.directors[-1].seat, person=met.direction)
    (found,) = [one for one in expected_roll(met.meeting) if one.person == met.direction]
    assert (found.quality, found.votes) == ("guest", 0)
    assert "L1.20" in found.why


def test_the_direction_of_the_grouping_is_invited_by_its_poles():
    met = ready(members=12)
    pole = met.members[0].represents
    with arranging():
        body = BodyFactory(organisation=pole)
        MandateFactory(seat=SeatFactory(body=body))
        bureau = BodyFactory(organisation=pole, bureau=True)
        MandateFactory(seat=SeatFactory(body=bureau))
    for one, invited in ((body, True), (bureau, False)):
        meeting = Meeting(body=one, starts_at=IN_A_MONTH, ends_at=IN_A_MONTH + timedelta(hours=2))
        assert (met.direction in [convened.person for convened in expected_roll(meeting)]) is invited


def test_queries_of_the_roll_do_not_grow(django_assert_num_queries):
    small, large = ready(members=12), ready(members=40)
    for met in (small, large):
        meeting = Meeting.objects.select_related("body__organisation").get(pk=met.meeting.pk)
        with django_assert_num_queries(3):
            expected_roll(meeting)


def leaves(met: Gathering, mandate: Mandate) -> None:
    said = {"reason": "resignation", "note": "Sa lettre du 20 novembre, lue en séance."}
    end_mandate(actor=met.actor(met.president), mandate=mandate, last=TODAY, now=NOW, **said)


def test_a_mandate_that_is_ended_by_its_verb_leaves_the_frozen_roll_alone():
    met = ready(State.CONVENED, body="board", members=12)
    gone = met.directors[-1]
    leaves(met, gone)
    assert met.meeting.roll.filter(mandate=gone).exists()


def test_whoever_loses_their_seat_after_the_notice_still_answers_comes_and_votes_and_is_not_in_the_next_roll():
    met = ready(body="board", members=12)
    send(met)
    gone = met.directors[-1]
    leaves(met, gone)
    theirs = actor_of(gone.person, IN_A_MONTH.date())
    assert not [hat for hat in theirs.hats if hat.mandate == gone.pk]
    meeting = Meeting.objects.select_related("body__organisation").get(pk=met.meeting.pk)
    assert gone.person not in [one.person for one in expected_roll(meeting)]
    entry = meeting.roll.select_related("person", "meeting__body__organisation").get(person=gone.person)
    assert answer(actor=theirs, entry=entry, says="coming", now=NOW).answer == "coming"

    run = {"actor": met.actor(), "now": IN_A_MONTH}
    meeting = holding.open_meeting(meeting=meeting, chair=met.president, secretary=met.secretary, **run)
    for line in meeting.roll.filter(votes__gte=1):
        presence.mark_present(meeting=meeting, entry=line, **run)
    meeting = holding.begin(meeting=meeting, **run)
    asked = Question(
        item=meeting.items.get(title="Approuver les comptes 2025"),
        kind=Poll.Kind.RESOLUTION,
        method=Poll.Method.OPEN,
        question="Approuver les comptes 2025",
        text="Le conseil arrête les comptes.",
    )
    poll = operations.put_to_vote(asked=asked, **run)
    (vote,) = operations.cast_open(actor=theirs, poll=poll, choices=["for"], now=run["now"])
    assert vote.mark.entry == entry
    assert operations.close_poll(poll=poll, missing=99, **run).result["counts"] == {"tous": {"for": 1}}

    later = IN_A_MONTH + timedelta(days=60)
    following = plan_meeting(
        actor=met.actor(), body=met.board, starts_at=later, ends_at=later + timedelta(hours=2), now=NOW
    )
    assert gone.person not in [one.person for one in expected_roll(following)]
    assert met.president in [one.person for one in expected_roll(following)]
