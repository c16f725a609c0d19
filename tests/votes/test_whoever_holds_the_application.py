"""A vote by somebody who has the secret of the application alone: triggers stay on, and no act is opened. A line that is
marked in a vote by name answers nothing; and what the page tells of answers by name is what the count froze."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from kevread.base.stamped import stamp_of
from kevread.common.errors import Refused
from kevread.decisions.models import Decision
from kevread.votes.models import OpenVote, Poll, RollMark
from kevread.votes.operations import cast_open, close_poll
from kevread.votes.operations.named import named
from kevread.votes.queries.awaited import awaited_of
from kevread.votes.queries.box import otherwise_than_counted
from kevread.votes.queries.missing import missing_from
from kevread.votes.queries.polls import has_voted, minutes_of_count, named_votes
from tests.gatherings.polling import CALL, CONSENT, NOW, OPEN, SECRET, closed, closed_at_end, drop, opened, voters

from .test_consultation import STARTS, answer, asked, consulted
from .test_whoever_holds_the_database import by_hand, counted, standing

pytestmark = pytest.mark.django_db
__all__ = ["standing"]


def marked(poll):
    """Every line that did not answer, as the application writes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE votes_rollmark m SET marked = true, stamp = decode(repeat('00', 64), 'hex') WHERE poll_id = %s "
            "AND NOT EXISTS (SELECT FROM votes_openvote o WHERE o.mark_id = m.id)",
            [poll.pk],
        )
        assert cursor.rowcount


@pytest.mark.parametrize("kind", ["resolution", CONSENT])
def test_lines_marked_in_a_consultation_by_name_make_no_quorum(kind):
    met = consulted()
    poll = asked(met, OPEN, kind)
    answer(met, poll, 3, "for" if kind != CONSENT else "agree")
    marked(poll)
    poll = closed_at_end(met, poll)
    assert poll.result["answer"]["verdict"] == "no_quorum"
    assert [one["present_members"] for one in poll.result["answered"]] == [3]
    assert not Decision.objects.exists()


def test_a_consent_that_nobody_answered_is_not_adopted_for_being_marked():
    met = consulted()
    poll = asked(met, OPEN, CONSENT)
    marked(poll)
    assert closed_at_end(met, poll).result["answer"]["verdict"] == "no_quorum"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("method", [OPEN, CALL])
def test_a_consent_in_the_room_is_not_of_lines_that_were_marked(met, method):
    poll, _ = opened(met, method, CONSENT)
    marked(poll)
    poll = closed(met, poll)
    assert {(one["present_members"], one["proxies"]) for one in poll.result["answered"]} == {(0, 0)}


def test_a_consultation_whose_lines_are_marked_is_not_over_before_its_hour():
    met = consulted()
    poll = asked(met)
    answer(met, poll, 2)
    marked(poll)
    soon = STARTS + timedelta(minutes=5)
    with pytest.raises(Refused, match="tout le monde n’a pas encore répondu"):
        close_poll(missing=99, actor=met.actor(), poll=poll, now=soon)


def test_whoever_is_marked_by_name_has_not_voted_and_votes():
    met = consulted()
    poll = asked(met)
    answer(met, poll, 2)
    marked(poll)
    actor, _ = voters(met, poll)[5]
    assert not has_voted(poll, actor)
    assert [one.what for one in awaited_of(actor.person)] == ["vote"]
    told = missing_from(poll)
    assert (told.votes, len(told.people)) == (10, 10)
    cast_open(actor=actor, poll=poll, choices=["against"], now=STARTS)
    assert has_voted(poll, actor)
    assert missing_from(poll).votes == 9
    assert awaited_of(actor.person) == []


def test_an_answer_put_in_a_secret_vote_is_no_vote(met):
    poll, _ = opened(met, SECRET)
    actor, marks = voters(met, poll)[0]
    left = missing_from(poll).votes
    OpenVote.objects.create(mark=marks[0], poll=poll, choices=["for"])
    assert not has_voted(poll, actor)
    assert missing_from(poll).votes == left


def test_of_a_secret_vote_those_whose_mark_this_installation_stamped_answered(met):
    poll, codes = opened(met, SECRET, CONSENT)
    actor, marks = voters(met, poll)[0]
    drop(actor, poll, marks, "agree")
    marked_here = {mark.entry_id for mark in marks}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE votes_rollmark SET marked = true, stamp = (SELECT stamp FROM votes_rollmark WHERE id = %s) "
            "WHERE poll_id = %s AND NOT marked",
            [marks[0].pk, poll.pk],
        )
    assert RollMark.objects.filter(poll=poll, marked=True).count() > len(marks)
    with pytest.raises(Refused, match="une marque qui n’est pas celle d’un vote"):
        closed(met, poll)
    by_hand("UPDATE votes_rollmark SET marked = false, stamp = NULL WHERE NOT entry_id = ANY (%s)", list(marked_here))
    poll = counted(met, closed(met, poll), codes)
    assert sum(one["present_members"] + one["proxies"] for one in poll.result["answered"]) == len(marked_here)


# Afterwards ----------------------------------------------------------------------------------------------------------


def by_name(met):
    """The first five against, and the others for; some of them carry a proxy."""
    poll, _ = opened(met, OPEN)
    for number, (actor, _) in enumerate(voters(met, poll)):
        cast_open(actor=actor, poll=poll, choices=["against" if number < 5 else "for"], now=NOW)
    closed(met, poll)
    return Poll.objects.get(pk=poll.pk)


def test_answers_by_name_are_told_as_the_count_froze_them_whatever_becomes_of_the_roll(met):
    poll = by_name(met)
    told, minutes = named_votes(poll), minutes_of_count(poll)
    assert {word for _, _, word in told} == {"Pour", "Contre"}
    assert sum(bool(by) for _, by, _ in told) == RollMark.objects.filter(poll=poll, by_proxy=True).count() > 0
    assert len(told) == minutes["cast"] == minutes["voices"] == OpenVote.objects.count()
    against = [entry for entry, choices in poll.result["names"].items() if choices == ["against"]]
    somebody = voters(met, poll)[8][0].person
    by_hand("DELETE FROM votes_openvote WHERE poll_id = %s", poll.pk)
    by_hand("DELETE FROM votes_rollmark WHERE poll_id = %s AND entry_id = ANY(%s)", poll.pk, against[1:])
    by_hand("UPDATE votes_rollmark SET by_proxy = NOT by_proxy, voter_id = %s WHERE poll_id = %s", somebody, poll.pk)
    poll = Poll.objects.get(pk=poll.pk)
    assert named_votes(poll) == told
    assert minutes_of_count(poll) == minutes


def test_an_answer_whose_line_left_the_roll_of_the_meeting_is_still_told(met):
    poll = by_name(met)
    told, entry = named_votes(poll), next(one for one in poll.result["names"] if one != poll.result["casting_line"])
    poll.result["names"][str(uuid4())] = poll.result["names"].pop(entry)
    poll.result_stamp = stamp_of(poll)
    found = named_votes(poll)
    assert len(found) == len(told)
    assert found[-1][0] == "Une personne qui n’est plus sur la liste"


def test_a_count_older_than_what_it_freezes_reads_on_the_roll_of_the_vote_who_carried_what(met):
    poll = by_name(met)
    told, minutes = named_votes(poll), minutes_of_count(poll)
    poll.result = {name: value for name, value in poll.result.items() if name not in ("carried", "cast")}
    poll.result_stamp = stamp_of(poll)
    assert (named_votes(poll), minutes_of_count(poll)) == (told, minutes)


# An answer on the line of another vote ---------------------------------------------------------------------------------

COPIED = (
    "INSERT INTO votes_openvote (id, mark_id, poll_id, choices, stamp) SELECT gen_random_uuid(), "
    "(SELECT m.id FROM votes_rollmark m WHERE m.poll_id = %s AND m.entry_id = k.entry_id), %s, o.choices, o.stamp "
    "FROM votes_openvote o JOIN votes_rollmark k ON k.id = o.mark_id WHERE o.poll_id = %s"
)


@pytest.fixture
def two_votes(met):
    """One that was counted and where nobody answered, one that is open and where somebody did."""
    before, _ = opened(met, OPEN)
    before = closed(met, before)
    poll, _ = opened(met, OPEN)
    actor, _ = voters(met, poll)[0]
    cast_open(actor=actor, poll=poll, choices=["for"], now=NOW)
    return met, before, poll


def test_an_answer_is_on_a_line_of_its_vote(two_votes):
    _, before, poll = two_votes
    with (
        pytest.raises(DatabaseError, match="n’est pas de ce vote"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(COPIED, [before.pk, poll.pk, poll.pk])


@pytest.mark.parametrize("of", ["this vote", "the other"])
def test_an_answer_copied_to_the_line_of_another_vote_is_not_counted(two_votes, of):
    met, before, poll = two_votes
    if of == "this vote":
        by_hand(COPIED, before.pk, poll.pk, poll.pk)
    else:
        by_hand("UPDATE votes_openvote SET poll_id = %s WHERE poll_id = %s", before.pk, poll.pk)
        assert missing_from(poll).votes == missing_from(before).votes
    with pytest.raises(Refused, match="n’est pas celle qui a été donnée"):
        closed(met, poll)


def test_two_answers_of_a_line_are_one_too_many(two_votes):
    """As a table that inherits from that of answers would hold: what is unique in one is not in both."""
    _, _, poll = two_votes
    assert named(poll)
    by_hand("CREATE TABLE answers_more () INHERITS (votes_openvote)")
    by_hand("INSERT INTO answers_more SELECT * FROM ONLY votes_openvote WHERE poll_id = %s", poll.pk)
    with pytest.raises(Refused, match="n’est pas celle qui a été donnée"):
        named(poll)


@pytest.mark.parametrize("of", ["this vote", "the other"])
def test_a_vote_that_was_counted_holds_no_answer_of_another(two_votes, of):
    met, before, poll = two_votes
    poll = closed(met, poll)
    assert list(otherwise_than_counted()) == []
    if of == "this vote":
        by_hand(COPIED, before.pk, poll.pk, poll.pk)
    else:
        by_hand("UPDATE votes_openvote SET poll_id = %s WHERE poll_id = %s", before.pk, poll.pk)
    assert poll.pk in list(otherwise_than_counted())
