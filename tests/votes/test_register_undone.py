"""What honest hands undo stops no secret vote: a transaction that is rolled back, a process that is killed between the register
and the database, a connection that is lost. Nor does it lose a ballot, or let one be taken out."""

from uuid import UUID

import pytest
from django.db import OperationalError, transaction

from kevread.common.errors import Refused
from kevread.votes.models import Ballot, Poll
from kevread.votes.operations import register as keeping
from kevread.votes.queries.polls import panel_of
from kevread.votes.queries.register import register_of
from tests.gatherings.polling import SECRET, closed, drop, opened

from .test_register import REOPENED, single, stolen, taken_out
from .test_whoever_holds_the_database import by_hand, counted, standing

pytestmark = pytest.mark.django_db
__all__ = ["standing"]


def test_a_transaction_that_was_rolled_back_leaves_nothing(met):
    poll, codes = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    stolen(poll, me, marks, "against", "a page that fails once")
    assert register_of(poll.pk).begun == ()
    assert drop(me, poll, marks, "for", nonce="a page that votes well").codes
    for actor, theirs in others:
        drop(actor, poll, theirs, "for")
    poll = counted(met, closed(met, Poll.objects.get(pk=poll.pk)), codes)
    assert poll.result["counts"] == {"tous": {"for": 15}}


def killed(poll, actor, marks, *, committed):
    """The process ends just after its transaction, before it could say so; or the database goes away just before."""
    begin = keeping.Entry.begin

    def last(*words):
        begin(*words)
        raise OperationalError("the server closed the connection unexpectedly")

    def dead(*_):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched, pytest.raises((KeyboardInterrupt, OperationalError)):
        patched.setattr(*((keeping, "settle", dead) if committed else (keeping.Entry, "begin", last)))
        drop(actor, poll, marks, "against")


@pytest.mark.parametrize("committed", [True, False])
def test_a_process_killed_between_the_register_and_the_database_stops_no_closing(met, committed):
    poll, codes = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    for actor, theirs in others:
        drop(actor, poll, theirs, "for")
    killed(poll, me, marks, committed=committed)
    assert len(register_of(poll.pk).begun) == 1
    poll = closed(met, Poll.objects.get(pk=poll.pk))
    assert panel_of(poll, met.actor()).interrupted == (0 if committed else 1)
    assert panel_of(poll, me).interrupted == 0
    poll = counted(met, poll, codes)
    assert poll.result["counts"] == {"tous": {"for": 14, **({"against": 1} if committed else {})}}
    assert panel_of(poll, met.actor()).interrupted == (0 if committed else 1)


@pytest.mark.parametrize("committed", [True, False])
def test_who_was_cut_off_sends_the_same_page_again(met, committed):
    poll, _ = opened(met, SECRET)
    (me, marks), _ = single(met, poll)
    killed(poll, me, marks, committed=committed)
    assert drop(me, poll, marks, "against").already is committed
    found = register_of(poll.pk)
    assert (found.begun, found.marks, found.ballots) == ((), me.person.hex, 1)
    taken_out(poll, marks[0], Ballot.objects.values_list("receipt", flat=True))
    with pytest.raises(Refused, match="dit que vous avez déjà voté"):
        drop(me, poll, marks, "for", nonce="a page of afterwards")


def test_who_was_cut_off_votes_from_another_page_and_the_first_ballot_is_nobodys(met):
    poll, _ = opened(met, SECRET)
    (me, marks), _ = single(met, poll)
    killed(poll, me, marks, committed=False)
    drop(me, poll, marks, "for", nonce="a page of afterwards")
    assert (register_of(poll.pk).begun, register_of(poll.pk).ballots) == ((), 1)
    closed(met, Poll.objects.get(pk=poll.pk))


def test_a_closing_that_was_rolled_back_lets_people_vote_and_close_again(met):
    poll, codes = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    for actor, theirs in others:
        drop(actor, poll, theirs, "for")
    with pytest.raises(RuntimeError), transaction.atomic():
        closed(met, Poll.objects.get(pk=poll.pk))
        raise RuntimeError
    drop(me, poll, marks, "against")
    poll = counted(met, closed(met, Poll.objects.get(pk=poll.pk)), codes)
    assert poll.result["counts"] == {"tous": {"for": 14, "against": 1}}


def test_nothing_is_cast_once_the_register_says_that_the_box_is_closed(met, django_capture_on_commit_callbacks):
    """The state of the vote is put back, its box with all that was in it."""
    poll, _ = opened(met, SECRET)
    (me, marks), others = single(met, poll)
    for actor, theirs in others:
        drop(actor, poll, theirs, "for")
    with django_capture_on_commit_callbacks(execute=True):
        poll = closed(met, Poll.objects.get(pk=poll.pk))
    by_hand(REOPENED, poll.pk)
    with pytest.raises(Refused, match="est clos, au registre"):
        drop(me, Poll.objects.get(pk=poll.pk), marks, "against")
    late = keeping.Begun("late", UUID(int=1), ("05",))
    keeping.settle(poll, lambda register: keeping.rules.kept(register, late))
    assert register_of(poll.pk).marks == ""
