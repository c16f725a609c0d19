"""A secret vote against whoever has the database, votes themselves, and cuts every trigger: the register of what was stamped,
beside the key, knows what the box no longer says."""

import json
from uuid import uuid4

import pytest
from django.db import connection, transaction

from kevread.common.errors import Refused
from kevread.votes import operations
from kevread.votes.models import Ballot, Poll, RollMark
from kevread.votes.operations import register as keeping
from kevread.votes.queries.box import box_of
from kevread.votes.queries.register import file_of, register_of, trace_of
from kevread.votes.rules.box import lies_in
from tests.arrange import arranging
from tests.databases import cut
from tests.gatherings.polling import NOW, SECRET, closed, drop, give, opened, voters

from .test_whoever_holds_the_database import alone, by_hand, counted, said_of, standing

pytestmark = pytest.mark.django_db
__all__ = ["standing"]
OTHERWISE = "n’est pas celle du registre"


def uncommitted(poll):
    """What was committed to while the vote was open, gone."""
    by_hand("DELETE FROM votes_commitment WHERE poll_id = %s", poll.pk)
    by_hand("UPDATE votes_ballot SET batch = NULL WHERE poll_id = %s", poll.pk)


def taken_out(poll, mark, receipts):
    """As if this person had not voted."""
    without(mark, receipts)
    uncommitted(poll)


def without(mark, receipts):
    by_hand("UPDATE votes_rollmark SET marked = false, stamp = NULL WHERE id = %s", mark.pk)
    by_hand("DELETE FROM votes_ballot WHERE receipt = ANY(%s)", list(receipts))


def single(met, poll):
    """Somebody who casts one vote, and the others."""
    everybody = voters(met, poll)
    one = next(one for one in everybody if len(one[1]) == 1 and one[1][0].votes == 1)
    return one, [other for other in everybody if other is not one]


def all_cast(met, poll, choice="for"):
    for actor, marks in voters(met, poll):
        drop(actor, poll, marks, choice)
    return Poll.objects.get(pk=poll.pk)


# What used to work ---------------------------------------------------------------------------------------------------


def test_somebody_whose_ballot_they_took_out_does_not_vote_again(met):
    poll, _ = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    for actor, theirs in others:
        drop(actor, poll, theirs, "for")
    mine = drop(me, poll, marks, "against")
    taken_out(poll, marks[0], mine.codes)
    with pytest.raises(Refused, match="dit que vous avez déjà voté"):
        drop(me, poll, marks, "against", nonce="another page of mine")
    with pytest.raises(Refused, match="dit que vous avez déjà voté"):
        drop(me, poll, marks, "against")  # nor by the very page that voted
    assert Ballot.objects.filter(poll=poll).count() == 14
    with pytest.raises(Refused, match=rf"{OTHERWISE}.*15 bulletins au registre, 14 bulletins dans l’urne"):
        closed(met, Poll.objects.get(pk=poll.pk))


def stolen(poll, actor, marks, choice, nonce):
    """A ballot that was stamped, of a transaction that whoever owns the database made fail: what they saw of it."""
    seen = []

    def failing(*words):
        seen.extend(
            Ballot.objects.filter(poll=poll).exclude(pk__in=before).values("college", "receipt", "sealed", "stamp")
        )
        seen.append(bytes(RollMark.objects.get(pk=marks[0].pk).stamp))
        begin(*words)
        raise RuntimeError("a trigger of theirs")

    before = set(Ballot.objects.filter(poll=poll).values_list("pk", flat=True))
    begin = keeping.Entry.begin
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keeping.Entry, "begin", failing)
        with pytest.raises(RuntimeError, match="of theirs"):
            drop(actor, poll, marks, choice, nonce=nonce)
    return seen


def put_in(poll, ballot):
    by_hand(
        "INSERT INTO votes_ballot (id, poll_id, college, receipt, sealed, stamp) VALUES (%s, %s, %s, %s, %s, %s)",
        uuid4(), poll.pk, ballot["college"], ballot["receipt"], bytes(ballot["sealed"]), bytes(ballot["stamp"]),
    )  # fmt: skip


def test_ballots_of_transactions_made_to_fail_take_the_place_of_nobody(met):
    """One voter, nine ballots properly stamped: eight in the place of others', the commitments gone."""
    poll, _ = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    held = [drop(actor, poll, theirs, "for") for actor, theirs in others]
    mine = [stolen(poll, me, marks, "against", f"page number {n} of mine")[0] for n in range(8)]
    drop(me, poll, marks, "against")
    codes = [code for one in held for code in one.codes][:8]
    by_hand("DELETE FROM votes_ballot WHERE receipt = ANY(%s)", codes)
    for ballot in mine:
        put_in(poll, ballot)
    uncommitted(poll)
    assert Ballot.objects.filter(poll=poll).count() == 15
    with pytest.raises(Refused, match=rf"{OTHERWISE}.*15 bulletins au registre, 15 bulletins dans l’urne"):
        closed(met, Poll.objects.get(pk=poll.pk))


def test_the_mark_of_one_transaction_made_to_fail_lets_no_ballot_of_another_in(met):
    """Their own mark, with a ballot that somebody else had begun: each was stamped, and nobody cast it."""
    poll, _ = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    other, theirs = next(one for one in others if len(one[1]) == 1 and one[1][0].votes == 1)
    for actor, many in others:
        if actor is not other:
            drop(actor, poll, many, "for")
    stamp = stolen(poll, other, theirs, "for", "a page that never voted")[-1]
    ballot = stolen(poll, me, marks, "against", "a page of mine as well")[0]
    drop(me, poll, marks, "against")
    by_hand("UPDATE votes_rollmark SET marked = true, stamp = %s WHERE id = %s", stamp, theirs[0].pk)
    put_in(poll, ballot)
    with pytest.raises(Refused, match=rf"{OTHERWISE}.*14 bulletins au registre, 15 bulletins dans l’urne"):
        closed(met, Poll.objects.get(pk=poll.pk))


def test_a_box_emptied_is_not_filled_again(met):
    poll, _ = opened(met, SECRET)
    poll = all_cast(met, poll)
    by_hand("DELETE FROM votes_ballot WHERE poll_id = %s", poll.pk)
    by_hand("UPDATE votes_rollmark SET marked = false, stamp = NULL WHERE poll_id = %s", poll.pk)
    uncommitted(poll)
    for actor, marks in voters(met, poll):
        with pytest.raises(Refused, match="dit que vous avez déjà voté"):
            drop(actor, poll, marks, "against", nonce=f"again and again {actor.person}")
    with pytest.raises(Refused, match=rf"{OTHERWISE}.*15 bulletins au registre, 0 bulletin dans l’urne"):
        closed(met, Poll.objects.get(pk=poll.pk))


def test_ballots_taken_out_with_their_marks_and_all_that_was_committed_to(met):
    poll, _ = opened(met, SECRET)
    poll = all_cast(met, poll)
    mark = next(one for one in RollMark.objects.filter(poll=poll, marked=True) if alone(poll, one))
    taken_out(poll, mark, [Ballot.objects.filter(poll=poll).first().receipt])
    with pytest.raises(Refused, match=OTHERWISE):
        closed(met, poll)


def counted_once(met):
    """A vote that is counted; who voted alone, with what receipt; the codes."""
    poll, codes = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    mine = drop(me, poll, marks, "against")
    for actor, theirs in others:
        drop(actor, poll, theirs, "for")
    poll = counted(met, closed(met, Poll.objects.get(pk=poll.pk)), codes)
    assert poll.result["counts"] == {"tous": {"for": 14, "against": 1}}
    return poll, codes, marks[0], mine.codes


REOPENED = """UPDATE votes_poll SET state = 'open', closed_at = NULL, box_sha256 = '', box_stamp = NULL, result = '{}'
WHERE id = %s"""


def test_a_box_is_not_counted_twice_less_one_ballot(met):
    """The difference would be that ballot. The codes are given to the server, which remembers as a browser does."""
    poll, _, mark, codes = counted_once(met)
    by_hand(REOPENED, poll.pk)
    by_hand("UPDATE votes_scrutineer SET opening = NULL WHERE poll_id = %s", poll.pk)
    taken_out(poll, mark, codes)
    with pytest.raises(Refused, match="a déjà été close une fois"):
        closed(met, Poll.objects.get(pk=poll.pk))


def test_a_box_whose_closing_was_made_to_fail_is_not_opened_in_the_place_of_the_other(met):
    """Each was found whole and stamped by a closing; one of them alone was closed."""
    poll, codes = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    for actor, theirs in others:
        drop(actor, poll, theirs, "for")
    with pytest.raises(RuntimeError), transaction.atomic():
        early = closed(met, Poll.objects.get(pk=poll.pk))
        before = early.box_sha256, bytes(early.box_stamp)
        committed = early.commitments.count()
        raise RuntimeError("their trigger")
    mine = drop(me, Poll.objects.get(pk=poll.pk), marks, "against")
    poll = closed(met, Poll.objects.get(pk=poll.pk))
    by_hand("UPDATE votes_poll SET box_sha256 = %s, box_stamp = %s WHERE id = %s", *before, poll.pk)
    without(marks[0], mine.codes)  # and what was committed to is what it was then
    by_hand("DELETE FROM votes_commitment WHERE poll_id = %s AND number > %s", poll.pk, committed)
    by_hand("UPDATE votes_ballot SET batch = NULL WHERE poll_id = %s AND batch > %s", poll.pk, committed)
    assert lies_in(before[0], *box_of(poll.pk))
    keeper = next(iter(codes))
    with pytest.raises(Refused, match="n’est pas celle qui a été close"):
        give(met, Poll.objects.get(pk=poll.pk), keeper, codes[keeper])


def prepared_again(poll):
    """As whoever has the key of the installation too: an act tells it, which is stamped."""
    cut("votes_poll", "votes_rollmark")
    with arranging(), connection.cursor() as cursor:
        cursor.execute("UPDATE votes_poll SET state = 'draft', terms = '{}', sha256 = '' WHERE id = %s", [poll.pk])
        cursor.execute("DELETE FROM votes_rollmark WHERE poll_id = %s", [poll.pk])
    return Poll.objects.get(pk=poll.pk)


def test_a_vote_goes_back_to_be_prepared_only_where_nobody_voted(met):
    poll, _ = opened(met, SECRET)
    poll = prepared_again(poll)
    poll = operations.open_poll(actor=met.actor(), poll=poll, now=NOW)  # as after an opening that was rolled back
    all_cast(met, poll)
    poll = prepared_again(poll)
    with pytest.raises(Refused, match="a déjà été ouvert, au registre"):
        operations.open_poll(actor=met.actor(), poll=poll, now=NOW)


# What the register says, and does not --------------------------------------------------------------------------------


def test_the_register_says_who_voted_and_how_many_and_nothing_of_a_ballot(met):
    """Nor in what order: the same people, with the same ballots, in another order, leave the same bytes."""
    poll, _ = opened(met, SECRET)
    empty = file_of(poll.pk).read_bytes()
    poll = all_cast(met, poll)
    text = file_of(poll.pk).read_text()
    found = json.loads(text)
    people = sorted(voter.hex for voter in RollMark.objects.values_list("voter", flat=True).distinct())
    assert (found["marks"], found["ballots"], found["begun"]) == ("".join(people), 15, [])
    assert set(found) == {"terms", "marks", "ballots", "sum", "begun", "closing", "closed", "interrupted"}
    for ballot in Ballot.objects.all():
        assert ballot.receipt not in text
        assert trace_of(poll, ballot.college, bytes(ballot.sealed)) not in text
    again = []
    for order in (1, -1):
        file_of(poll.pk).write_bytes(empty)
        for actor, marks in voters(met, poll)[::order]:
            with keeping.noting(poll) as entry:
                entry.begin(actor.person, [])
                assert marks
        again.append(file_of(poll.pk).read_bytes())
    assert again[0] == again[1]


def test_once_closed_the_register_keeps_the_digest_of_the_box_and_nobody(met, django_capture_on_commit_callbacks):
    poll, codes = opened(met, SECRET)
    all_cast(met, poll)
    with django_capture_on_commit_callbacks(execute=True):
        poll = closed(met, Poll.objects.get(pk=poll.pk))
    found = register_of(poll.pk)
    assert (found.marks, found.sum, found.ballots, found.begun) == ("", "0", 0, ())
    assert found.closed == poll.box_sha256
    assert counted(met, poll, codes).state == "counted"
    assert said_of(poll) == ("valid", set())


def test_a_closing_killed_before_it_could_say_that_it_was_done_is_done(met):
    """In the transaction of a test, nothing that waits for the commit happens."""
    poll, codes = opened(met, SECRET)
    all_cast(met, poll)
    poll = closed(met, Poll.objects.get(pk=poll.pk))
    assert (register_of(poll.pk).closing, register_of(poll.pk).closed) == (poll.box_sha256, "")
    keeper = next(iter(codes))
    give(met, poll, keeper, codes[keeper])
    keeping.settle(poll, keeping.rules.ended)  # and what waited for the commit says it again
    assert (register_of(poll.pk).closed, register_of(poll.pk).marks) == (poll.box_sha256, "")


def test_a_vote_that_is_given_up_keeps_no_register(met, django_capture_on_commit_callbacks):
    poll, _ = opened(met, SECRET)
    assert file_of(poll.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        operations.void_poll(actor=met.actor(), poll=poll, reason="Une question mal posée.", now=NOW)
    assert not file_of(poll.pk).exists()


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_a_register_that_is_lost_closes_nothing_and_says_the_way_out(met, content):
    poll, _ = opened(met, SECRET)
    (me, marks), _ = single(met, poll)
    file_of(poll.pk).unlink()
    if content:
        file_of(poll.pk).write_text(content)
    for act in (lambda: drop(me, poll, marks, "for"), lambda: closed(met, Poll.objects.get(pk=poll.pk))):
        with pytest.raises(Refused, match="remettez le dossier « votes » de la même sauvegarde"):
            act()
    assert not Ballot.objects.exists()
    assert operations.void_poll(actor=met.actor(), poll=poll, reason="Registre perdu.", now=NOW).state == "void"


def test_the_register_of_another_vote_is_not_that_of_this_one(met):
    poll, _ = opened(met, SECRET)
    (me, marks), _ = single(met, poll)
    found = json.loads(file_of(poll.pk).read_text()) | {"terms": "00" * 32}
    file_of(poll.pk).write_text(json.dumps(found))
    for act in (lambda: drop(me, poll, marks, "for"), lambda: closed(met, Poll.objects.get(pk=poll.pk))):
        with pytest.raises(Refused, match="n’y est pas ou ne se lit pas"):
            act()


def test_a_register_that_cannot_be_written_takes_no_ballot(met, monkeypatch):
    poll, _ = opened(met, SECRET)
    (me, marks), _ = single(met, poll)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "write", full)
    with pytest.raises(Refused, match="le disque est plein"):
        drop(me, poll, marks, "for")
    assert not Ballot.objects.exists()
    assert not RollMark.objects.filter(marked=True).exists()
