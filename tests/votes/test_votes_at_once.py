"""Votes at the same moment: two windows of one voter, a closing while ballots arrive; and what a box says once shuffled."""

import json
import os
import secrets
import threading
import time
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from kevread.common.errors import Refused
from kevread.votes import operations
from kevread.votes.models import Ballot, OpenVote, Poll, RollMark
from kevread.votes.operations.ballots import Receipts
from kevread.votes.operations.register import Entry
from kevread.votes.queries.register import file_of, register_of
from kevread.votes.rules.group import ORDER, base, encode
from kevread.votes.rules.keys import known_of
from launch import boxes
from launch import instance as instances
from tests.clients import ROOMS_OF_A_MEETING
from tests.conftest import arranging
from tests.databases import as_administrator, as_owner, server
from tests.gatherings.polling import NOW, OPEN, SECRET, drop, give, opened, under_way, voters
from tests.sampling import sampled
from tests.seats.test_two_windows import at_once


@pytest.fixture
def met(apart):
    """A meeting that other connections see."""
    with arranging():
        return under_way(members=40)


def test_two_windows_of_one_voter_are_one_vote(met):
    poll, _ = opened(met, SECRET)
    actor, marks = next((actor, marks) for actor, marks in voters(met, poll) if len(marks) == 2)
    answers = at_once(*(lambda nonce=nonce: drop(actor, poll, marks, "for", nonce=nonce * 16) for nonce in "abcdefgh"))
    assert sorted(type(answer).__name__ for answer in answers) == ["Receipts"] + ["Refused"] * 7
    assert Ballot.objects.filter(poll=poll).count() == 2
    assert RollMark.objects.filter(poll=poll, marked=True).count() == 2


def test_one_page_sent_twice_at_once_has_one_receipt(met):
    poll, _ = opened(met, SECRET)
    actor, marks = voters(met, poll)[0]
    answers = at_once(*[lambda: drop(actor, poll, marks, "for")] * 6)
    assert all(isinstance(answer, Receipts) for answer in answers)
    assert len({answer.codes for answer in answers}) == 1
    assert sum(not answer.already for answer in answers) == 1
    assert Ballot.objects.filter(poll=poll).count() == len(marks)


def test_two_windows_of_an_open_vote(met):
    poll, _ = opened(met, OPEN)
    actor, marks = voters(met, poll)[0]
    answers = at_once(
        *(
            lambda choice=choice: operations.cast_open(actor=actor, poll=poll, choices=[choice], now=NOW)
            for choice in ("for", "against", "abstain")
        )
    )
    assert len({tuple(vote.choices) for votes in answers for vote in votes}) == 1
    assert OpenVote.objects.filter(poll=poll).count() == len(marks)


@pytest.mark.parametrize("method", [SECRET, OPEN])
def test_closing_while_ballots_arrive_is_exact(met, method):
    """Whoever was told that their vote is in is counted; whoever was told that it is closed is not."""
    poll, codes = opened(met, method)
    everybody = voters(met, poll)
    told, closed = [], threading.Event()

    def vote(share):
        for actor, marks in everybody[share::4]:
            try:
                if method == SECRET:
                    drop(actor, poll, marks, "for")
                else:
                    operations.cast_open(actor=actor, poll=poll, choices=["for"], now=NOW)
                told.append(len(marks))
            except Refused:
                closed.wait(10)
        return share

    def end():
        while sum(told) < 12:
            time.sleep(0.001)
        operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=1))
        closed.set()

    at_once(*(lambda share=share: vote(share) for share in range(4)), end)
    if method == SECRET:
        assert Ballot.objects.filter(poll=poll).count() == sum(told)
        for keeper in list(codes)[:2]:
            give(met, poll, keeper, codes[keeper])
    counted = Poll.objects.get().result["counts"]["tous"]["for"]
    taken = RollMark.objects.filter(marked=True) if method == SECRET else RollMark.objects.exclude(open_vote=None)
    assert counted == sum(told) == sum(taken.values_list("votes", flat=True))


def test_the_box_and_the_roll_say_nothing_of_each_other_once_shuffled(met):
    """Neither a key, nor a place in the file, nor a transaction: before the closing there is one, and it goes."""
    poll, _ = opened(met, SECRET)
    everybody = voters(met, poll)
    secrets.SystemRandom().shuffle(everybody)
    for actor, marks in everybody:
        drop(actor, poll, marks, "for")
    order = [receipt for receipt, _, _ in box_of(poll)]
    cast = {xmin for _, _, xmin in box_of(poll)}
    assert cast <= roll_of(poll)
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    after = box_of(poll)
    assert sorted(order) == sorted(receipt for receipt, _, _ in after)
    assert len({xmin for _, _, xmin in after} | roll_of(poll)) == 1  # that of the closing, for all
    assert not cast & roll_of(poll)
    assert [receipt for receipt, _, _ in after] != order
    assert longest_run(order, [receipt for receipt, _, _ in after]) < 20
    assert [receipt for receipt, key, _ in sorted(after, key=lambda row: row[1])] != order


def box_of(poll):
    """As the file of the table has it: receipt, key, transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt, id, xmin::text FROM votes_ballot WHERE poll_id = %s ORDER BY ctid", [poll.pk])
        return cursor.fetchall()


def roll_of(poll):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM votes_rollmark WHERE poll_id = %s AND marked", [poll.pk])
        return {xmin for (xmin,) in cursor.fetchall()}


def longest_run(before, after):
    """Of those that kept their order: about twice the square root of their number when they were shuffled."""
    place = {receipt: rank for rank, receipt in enumerate(after)}
    best: list[int] = []
    for rank in (place[receipt] for receipt in before):
        index = next((i for i, last in enumerate(best) if last >= rank), len(best))
        best[index : index + 1] = [rank]
    return len(best)


def test_no_column_ties_the_roll_to_the_box(met):
    """Neither by a name, nor by a value: no value of a row of the roll is in the box, but that of the poll."""
    poll, _ = opened(met, SECRET)
    for actor, marks in voters(met, poll):
        drop(actor, poll, marks, "for")
    roll, box = ([row.__dict__ for row in model.objects.all()] for model in (RollMark, Ballot))
    common = {str(v) for row in roll for v in row.values()} & {str(v) for row in box for v in row.values()}
    assert common <= {str(poll.pk), "", "1", "True", "False"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE data_type LIKE 'timestamp%%' "
            "AND table_name IN ('votes_ballot', 'votes_rollmark', 'votes_openvote')"
        )
        assert cursor.fetchall() == []


def test_a_copy_of_the_database_reads_no_ballot(met):
    """Everything that the tables hold, tried as the key of the box, as a share and as a code: nothing opens a ballot."""
    poll, codes = opened(met, SECRET)
    for actor, marks in voters(met, poll)[:5]:
        drop(actor, poll, marks, "for")
    keeper = next(iter(codes))
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    give(met, poll, keeper, codes[keeper])  # one share of two has opened the sums
    texts, tried = everything(), 0
    assert all(code not in text for code in codes.values() for text in texts)
    found = {bytes.fromhex(run) for text in texts for run in hexes(text)}
    keys = {int.from_bytes(data[start : start + 32]) for data in found for start in range(0, max(1, len(data) - 31), 8)}
    pairs = [(2 * one - other) % ORDER for one in keys for other in keys if one < other]  # as if of shares 1 and 2
    sharing = [bytes.fromhex(one) for one in poll.put.sharing]
    known = {sharing[0], *(encode(known_of(sharing, place)) for place in (1, 2, 3))}
    for key in [*list(keys)[: sampled(8000, 2000)], *pairs[: sampled(3000, 300)]]:
        tried += 1
        assert encode(base(key)) not in known
    assert tried > 100


def everything():
    """Every row of every table of meetings and of the journal, as PostgreSQL writes it."""
    texts = []
    with connection.cursor() as cursor:
        tables = [
            t for t in connection.introspection.table_names() if t.partition("_")[0] in (*ROOMS_OF_A_MEETING, "journal")
        ]
        for table in tables:
            with transaction.atomic():
                cursor.execute(f"SELECT t::text FROM {table} t WHERE t::text LIKE '%%\\x%%'")
                texts += [row for (row,) in cursor.fetchall()]
    return texts


def hexes(text):
    import re

    return [run for run in re.findall(r"x([0-9a-f]{64,})", text) if len(run) % 2 == 0]


def test_the_minutes_of_the_count_name_no_ballot(met):
    from kevread.votes.queries.polls import minutes_of_count

    poll, codes = opened(met, SECRET)
    for actor, marks in voters(met, poll)[:5]:
        drop(actor, poll, marks, "for")
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    for keeper in list(codes)[:2]:
        poll = give(met, poll, keeper, codes[keeper])
    told = json.dumps(minutes_of_count(poll)) + json.dumps(poll.result)
    assert not [receipt for receipt in Ballot.objects.values_list("receipt", flat=True) if receipt in told]


def test_a_register_that_many_write_at_once_holds_every_vote(met):
    """From other connections, at the same moment, two windows of each: nothing that one notes is undone by another."""
    poll, codes = opened(met, SECRET)
    everybody = voters(met, poll)

    def vote(share):
        for actor, marks in everybody[share::3]:
            drop(actor, poll, marks, "for")

    at_once(*[lambda share=share: vote(share) for share in (0, 1, 2)] * 2)
    register = register_of(poll.pk)
    assert (register.ballots, register.begun, len(register.marks)) == (40, (), 32 * len(everybody))
    poll = operations.close_poll(missing=0, actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=1))
    assert (register_of(poll.pk).closed, register_of(poll.pk).marks) == (poll.box_sha256, "")
    for keeper in list(codes)[:2]:
        poll = give(met, poll, keeper, codes[keeper])
    assert poll.result["counts"] == {"tous": {"for": 40}}


def test_a_connection_lost_as_one_commits_leaves_what_the_closing_settles(met):
    """The database ends the session at the very moment of the commit: who votes is told nothing, and sends the page again."""
    poll, _ = opened(met, SECRET)
    (actor, marks), *_ = voters(met, poll)
    begin = Entry.begin

    def cut(*words):
        begin(*words)
        with server() as other:
            other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Entry, "begin", cut)
        with pytest.raises(OperationalError):
            drop(actor, poll, marks, "for")
    connection.close()
    assert [one.voter for one in register_of(poll.pk).begun] == [actor.person]
    assert not Ballot.objects.exists()
    assert not drop(actor, poll, marks, "for").already
    assert (register_of(poll.pk).begun, register_of(poll.pk).ballots) == ((), len(marks))


def test_what_the_database_refuses_as_one_commits_leaves_nothing(met):
    """As a trigger that waits for the commit would: whoever owns the tables may put one."""
    poll, _ = opened(met, SECRET)
    (actor, marks), *_ = voters(met, poll)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION theirs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE unique_violation; END $$"
        )
        cursor.execute(
            "CREATE CONSTRAINT TRIGGER theirs AFTER INSERT ON votes_ballot DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            "EXECUTE FUNCTION theirs()"
        )
    with pytest.raises(IntegrityError):
        drop(actor, poll, marks, "for")
    assert (register_of(poll.pk).begun, register_of(poll.pk).marks) == ((), "")


def test_the_doctor_says_of_a_vote_that_its_database_alone_was_taken_back(met, monkeypatch, settings, tmp_path):
    parts = urlsplit(os.environ.get("DATABASE_URL", "postgresql:///kevread"))
    monkeypatch.setenv("DATABASE_URL", urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")))
    monkeypatch.setenv("KEVREAD_DATA", str(tmp_path))
    settings.VOTES = tmp_path / "votes"
    poll, _ = opened(met, SECRET)
    (actor, marks), *_ = voters(met, poll)
    before = file_of(poll.pk).read_bytes()
    drop(actor, poll, marks, "for")
    assert boxes.registers(instances.current()) == []
    kept = file_of(poll.pk).read_bytes()
    file_of(poll.pk).write_bytes(before)  # the database is ahead
    ((_, subject, said),) = boxes.registers(instances.current())
    assert (subject, said.splitlines()[0]) == (
        "Urnes",
        "1 vote secret en cours : la base ne dit pas ce que dit le registre gardé près de la clé",
    )
    file_of(poll.pk).unlink()
    assert boxes.registers(instances.current())
    file_of(poll.pk).write_bytes(kept)
    with as_administrator(), connection.cursor() as cursor:  # the database is behind
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE votes_rollmark SET marked = false, stamp = NULL")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert boxes.registers(instances.current())
