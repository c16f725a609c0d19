"""A vote is cast once, by whoever takes part, while it is open."""

import pytest
from django.db import DatabaseError, transaction

from kevread.chronicle.queries.story import journal_of
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.models import Act
from kevread.votes import operations
from kevread.votes.models import Ballot, OpenVote, RollMark
from kevread.votes.operations.ballots import Paper
from tests.arrange import TODAY
from tests.gatherings.polling import CALL, ELECTION, HANDS, NOW, OPEN, SECRET, drop, opened, voters

pytestmark = pytest.mark.django_db


def test_a_ballot_is_one_line_of_the_roll_and_one_receipt(met):
    poll, _ = opened(met, SECRET)
    alone = next((actor, marks) for actor, marks in voters(met, poll) if len(marks) == 1)
    receipts = drop(*alone[:1], poll, alone[1], "for")
    assert len(receipts.codes) == 1
    assert Ballot.objects.get(poll=poll).receipt == receipts.codes[0]
    assert RollMark.objects.get(poll=poll, marked=True).voter_id == alone[0].person


def test_a_page_sent_twice_is_one_ballot_with_the_same_receipt(met):
    poll, _ = opened(met, SECRET)
    actor, marks = voters(met, poll)[0]
    first = drop(actor, poll, marks, "for")
    again = drop(actor, poll, marks, "for")
    assert (again.codes, first.already, again.already) == (first.codes, False, True)
    assert Ballot.objects.filter(poll=poll).count() == len(marks)


def test_another_page_of_the_same_voter_is_told_that_it_is_done(met):
    poll, _ = opened(met, SECRET)
    actor, marks = voters(met, poll)[0]
    drop(actor, poll, marks, "for")
    with pytest.raises(Refused, match="Vous avez déjà voté"):
        drop(actor, poll, marks, "against", nonce="of another window")
    assert Ballot.objects.filter(poll=poll).count() == len(marks)


def test_whoever_holds_proxies_casts_them_all_at_once_without_saying_which_is_whose(met):
    poll, _ = opened(met, SECRET)
    actor, marks = next((actor, marks) for actor, marks in voters(met, poll) if len(marks) == 2)
    papers = [Paper(["for"]), Paper(["against"])]
    receipts = operations.cast_secret(actor=actor, poll=poll, papers=papers, nonce="drawn by the page", now=NOW)
    assert len(set(receipts.codes)) == 2
    assert set(RollMark.objects.filter(poll=poll, marked=True)) == set(marks)
    assert {field.name for field in Ballot._meta.fields} == {
        "id",
        "poll",
        "college",
        "receipt",
        "sealed",
        "stamp",
        "batch",
    }
    assert set(Ballot.objects.values_list("college", flat=True)) == {""}


def test_as_many_ballots_as_votes_carried(met):
    poll, _ = opened(met, SECRET)
    actor, _marks = next((actor, marks) for actor, marks in voters(met, poll) if len(marks) == 2)
    for papers in ([Paper(["for"])], [Paper(["for"])] * 3, []):
        with pytest.raises(Invalid, match="2 voix"):
            operations.cast_secret(actor=actor, poll=poll, papers=papers, nonce="drawn by the page", now=NOW)
    assert not Ballot.objects.exists()
    assert not RollMark.objects.filter(marked=True).exists()


def test_all_ballots_are_as_long(met):
    poll, _ = opened(met, SECRET, kind=ELECTION)
    chosen = iter((("c-1", "c-3"), (), ("c-2",)))
    for actor, marks in voters(met, poll)[:3]:
        drop(actor, poll, marks, *next(chosen))
    lengths = {len(bytes(ballot.sealed)) for ballot in Ballot.objects.filter(poll=poll)}
    assert len(lengths) == 1


@pytest.mark.parametrize("choices", [("c-1", "c-2", "c-3"), ("c-1", "c-1"), ("somebody",)])
def test_a_ballot_that_does_not_hold_together_is_not_taken(met, choices):
    poll, _ = opened(met, SECRET, kind=ELECTION)
    actor, marks = voters(met, poll)[0]
    with pytest.raises(Invalid) as refusal:
        drop(actor, poll, marks, *choices)
    assert refusal.value.field == "choices"
    assert not Ballot.objects.exists()


def test_no_act_says_when_somebody_voted(met):
    poll, _ = opened(met, SECRET)
    before = Act.objects.count()
    for actor, marks in voters(met, poll):
        drop(actor, poll, marks, "for")
    assert Act.objects.count() == before


def test_who_does_not_take_part_is_told_why(met):
    poll, _ = opened(met, SECRET)
    stranger = Actor(person=met.direction.pk, name="Direction")
    with pytest.raises(Denied, match="la liste des votant·es est arrêtée"):
        operations.cast_secret(actor=stranger, poll=poll, papers=[Paper(["for"])], nonce="drawn by the page", now=NOW)
    giver = Actor(person=met.proxies[0].giver.person_id, name="Absente")
    with pytest.raises(Denied):
        operations.cast_secret(actor=giver, poll=poll, papers=[Paper(["for"])], nonce="drawn by the page", now=NOW)


@pytest.mark.parametrize("nonce", ["", "short", "x" * 101, "né dans la page-là"])
def test_a_page_without_its_number_is_not_taken(met, nonce):
    poll, _ = opened(met, SECRET)
    actor, marks = voters(met, poll)[0]
    with pytest.raises(Invalid):
        operations.cast_secret(actor=actor, poll=poll, papers=[Paper(["for"])] * len(marks), nonce=nonce, now=NOW)


def test_an_open_vote_is_named_and_final(met):
    poll, _ = opened(met, OPEN)
    actor, marks = voters(met, poll)[0]
    cast = operations.cast_open(actor=actor, poll=poll, choices=["for"], now=NOW)
    assert {(vote.mark_id, str(vote)) for vote in cast} == {(mark.pk, "for") for mark in marks}
    again = operations.cast_open(actor=actor, poll=poll, choices=["against"], now=NOW)
    assert [vote.choices for vote in again] == [["for"]] * len(marks)
    assert OpenVote.objects.count() == len(marks)


def test_a_holder_may_vote_otherwise_for_whom_they_represent(met):
    poll, _ = opened(met, OPEN)
    actor, marks = next((actor, marks) for actor, marks in voters(met, poll) if len(marks) == 2)
    theirs = next(mark for mark in marks if mark.by_proxy)
    operations.cast_open(actor=actor, poll=poll, choices=["for"], apart={theirs.pk: ["against"]}, now=NOW)
    assert OpenVote.objects.get(mark=theirs).choices == ["against"]
    assert OpenVote.objects.exclude(mark=theirs).get().choices == ["for"]


def test_who_does_not_take_part_in_an_open_vote(met):
    poll, _ = opened(met, OPEN)
    with pytest.raises(Denied):
        operations.cast_open(actor=Actor(person=met.direction.pk), poll=poll, choices=["for"], now=NOW)


def test_names_are_called_by_whoever_holds_the_session(met):
    poll, _ = opened(met, CALL)
    others = RollMark.objects.filter(poll=poll).exclude(entry__person__in=[met.president, met.secretary])
    mark = others.select_related("entry__person").first()
    vote = operations.call_name(actor=met.actor(), poll=poll, mark=mark, choices=["abstain"], now=NOW)
    assert vote.choices == ["abstain"]
    with pytest.raises(Refused, match="déjà écrite"):
        operations.call_name(actor=met.actor(), poll=poll, mark=mark, choices=["for"], now=NOW)
    with pytest.raises(Denied):
        operations.call_name(actor=Actor(person=mark.entry.person_id), poll=poll, mark=mark, choices=["for"], now=NOW)


def test_the_journal_says_who_wrote_the_answers_called_and_tells_it_once_per_vote(met):
    for _ in range(2):
        poll, _ = opened(met, CALL)
        for mark in RollMark.objects.select_related("entry__person").filter(poll=poll)[:20]:
            operations.call_name(actor=met.actor(), poll=poll, mark=mark, choices=["for"], now=NOW)
        operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    written = Act.objects.filter(verb="votes.call_name")
    assert written.count() == 40
    assert set(written.values_list("person", flat=True)) == {met.secretary.pk}
    one = written.first().arguments
    assert OpenVote.objects.get(mark=one["mark"]).choices == one["choices"]
    told = [
        (run.first.who, run.first.sentence, len(run.others))
        for entry in journal_of(met.grouping, SYSTEM, TODAY, "1")[1]
        for run in entry.runs
        if run.first.act.verb == "votes.call_name"
    ]
    assert told == [(str(met.secretary), "a noté des votes à l’appel des noms", 19)] * 2


def test_a_name_called_after_the_closing_leaves_no_act(met):
    poll, _ = opened(met, CALL)
    mark = RollMark.objects.select_related("entry__person").filter(poll=poll).first()
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    with pytest.raises(Refused, match="pas ouvert"):
        operations.call_name(actor=met.actor(), poll=poll, mark=mark, choices=["for"], now=NOW)
    assert not Act.objects.filter(verb="votes.call_name").exists()


def test_each_vote_is_cast_as_it_was_opened(met):
    poll, _ = opened(met, HANDS)
    with pytest.raises(Refused, match="à main levée"):
        operations.cast_open(actor=met.actor(), poll=poll, choices=["for"], now=NOW)
    with pytest.raises(Refused, match="à main levée"):
        operations.cast_secret(
            actor=met.actor(), poll=poll, papers=[Paper(["for"])], nonce="drawn by the page", now=NOW
        )


def test_postgresql_takes_nothing_back_and_nothing_late(met):
    poll, _ = opened(met, SECRET)
    actor, marks = voters(met, poll)[0]
    drop(actor, poll, marks, "for")
    for change in (
        lambda: Ballot.objects.update(sealed=b"another"),
        lambda: Ballot.objects.all().delete(),
        lambda: RollMark.objects.filter(marked=True).update(marked=False),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    late = [
        lambda: Ballot.objects.create(poll=poll, receipt="0000-0000", sealed=b"late"),
        lambda: RollMark.objects.filter(poll=poll, marked=False).update(marked=True),
    ]
    for change in late:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    other, marks = voters(met, poll)[1]
    with pytest.raises(Refused, match="n’est pas ouvert"):
        drop(other, poll, marks, "for")
