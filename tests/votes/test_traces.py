"""What a closing rewrote is erased from the files: their bytes are read, as whoever has the disk would read them."""

from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import get_template

from kevread.base import beside
from kevread.common.errors import Refused
from kevread.votes import operations
from kevread.votes.jobs import erase
from kevread.votes.models import Ballot, RollMark
from kevread.votes.queries.polls import panel_of
from kevread.votes.queries.register import traces
from launch import boxes
from launch import instance as instances
from tests.conftest import arranging
from tests.databases import as_administrator
from tests.gatherings.polling import NOW, SECRET, drop, give, opened, under_way, voters

HEADER = 24  # bytes of a row before its first column, where none is null; the transaction that wrote it comes first
KEY = 16 + 2  # bytes before the receipt of a ballot: its key, an empty college, the length of the receipt


@pytest.fixture
def met(apart):
    """A meeting of which the rows are committed."""
    with arranging():
        return under_way(members=40)


@pytest.fixture
def voted(met):
    """A secret vote where everybody has voted, still open, and the codes of its scrutineers."""
    poll, codes = opened(met, SECRET)
    for actor, marks in voters(met, poll):
        drop(actor, poll, marks, "for")
    return poll, codes


@pytest.fixture
def somebody(django_db_blocker):
    """Another session of the database."""
    with django_db_blocker.unblock():
        there = connection.settings_dict
        with psycopg.connect(
            host=there["HOST"], port=there["PORT"], user=there["USER"], password=there["PASSWORD"], dbname=there["NAME"]
        ) as other:
            yield other


def bytes_of(table):
    """The file of a table, as it lies on the disk."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
        return bytes(cursor.fetchone()[0])


def writers(table, values, before=0):
    """The transactions that wrote the rows of a file in which these values stand, alive or not; one for each image."""
    data, found = bytes_of(table), []
    for value in values:
        at = data.find(value)
        while at >= 0:
            row = at - before - HEADER
            found.append(int.from_bytes(data[row : row + 4], "little"))
            at = data.find(value, at + 1)
    return found


def box(poll):
    return writers("votes_ballot", [one.receipt.encode() for one in Ballot.objects.filter(poll=poll)], KEY)


def roll(poll):
    return writers("votes_rollmark", [one.pk.bytes for one in RollMark.objects.filter(poll=poll)])


def close(met, poll):
    return operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=5))


def assert_nothing_is_left(poll, cast):
    """One image of each row, by one transaction that is not one of those that voted."""
    assert len(box(poll)) == len(roll(poll)) == 40
    assert len({*box(poll), *roll(poll)}) == 1
    assert not cast & {*box(poll), *roll(poll)}
    assert not traces()


def test_before_the_closing_the_files_tie_each_ballot_to_a_line_of_the_roll(voted):
    """What this module is about: if this were not so, the other tests would prove nothing."""
    poll, _ = voted
    assert (
        len(set(box(poll))) > 20
    )  # of 28 who cast 40 votes; PostgreSQL has pruned some images of what was committed to
    assert set(box(poll)) <= set(roll(poll))


@pytest.mark.django_db
def test_a_ballot_that_the_database_refuses_is_not_written_in_its_log():
    """Neither the statement, whose parameters are put in by the client, nor the row that it names."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE box (receipt text PRIMARY KEY); INSERT INTO box VALUES ('ZORBIQUE')")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("INSERT INTO box VALUES ('ZORBIQUE')")
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_read_file('kevread.log', 0, 50000000, true)")
        (said,) = cursor.fetchone()
    assert said is None or ("box_pkey" in said and "ZORBIQUE" not in said)


def test_a_closing_erases_it_from_the_files(met, voted):
    poll, _ = voted
    cast = set(box(poll))
    poll = close(met, poll)
    assert_nothing_is_left(poll, cast)


def test_a_vote_that_is_given_up_erases_it_too(met, voted):
    poll, _ = voted
    cast, receipts = set(box(poll)), set(Ballot.objects.values_list("receipt", flat=True))
    operations.void_poll(actor=met.actor(), poll=poll, reason="Une question mal posée.", now=NOW)
    assert_nothing_is_left(poll, cast)
    assert set(Ballot.objects.values_list("receipt", flat=True)) == receipts


def shown(poll, actor):
    """The panel of a vote, as somebody reads it."""
    where = {"panel": panel_of(poll, actor), "scale": poll.meeting.organisation}
    return get_template("votes/poll_panel.html").render(where)


@pytest.fixture
def doctor(settings):
    """What `./kevread doctor` says of the boxes that are noted here."""
    (settings.VOTES.parent / "votes").symlink_to(settings.VOTES)
    yield lambda: boxes.traces(instances.at(settings.VOTES.parent))
    (settings.VOTES.parent / "votes").unlink()


def test_another_session_holds_the_box_the_closing_is_done_and_the_erasing_waits(met, voted, somebody, doctor):
    poll, codes = voted
    cast = set(box(poll))
    somebody.execute("SELECT count(*) FROM votes_ballot")
    poll = close(met, poll)
    assert (poll.state, [*traces()]) == ("closed", [poll.pk])
    assert panel_of(poll, met.actor()).leaves_traces
    assert "gardent encore l’ancienne image de l’urne" in shown(poll, met.actor())
    ((_, subject, said),) = doctor()
    assert (subject, said.splitlines()[0]) == (
        "Urnes",
        "1 vote secret à effacer des fichiers de la base, depuis 0 min ; l’ouvrier réessaie chaque minute",
    )
    erase()
    assert len(traces()) == 1
    somebody.rollback()
    erase()
    assert_nothing_is_left(poll, cast)
    assert "l’ancienne image" not in shown(poll, met.actor())
    assert doctor() == []
    for keeper in list(codes)[:2]:
        poll = give(met, poll, keeper, codes[keeper])
    assert poll.result["counts"] == {"tous": {"for": 40}}


def test_somebody_reads_an_older_state_and_the_erasing_waits(met, voted, somebody, doctor):
    """They hold no table, so the files are rewritten; but with the old image in them, for whoever still reads it. No row of
    the database says so: whoever has the secret of the application would take it away."""
    poll, _ = voted
    cast = set(box(poll))
    somebody.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    somebody.execute("SELECT count(*) FROM meetings_meeting")
    poll = close(met, poll)
    assert len(traces()) == 1
    assert cast & set(box(poll))
    assert doctor() and panel_of(poll, met.actor()).leaves_traces
    assert "votes_trace" not in connection.introspection.table_names()
    somebody.rollback()
    erase()
    assert_nothing_is_left(poll, cast)


def test_the_erasing_changes_no_setting_of_the_session(met, voted):
    poll, _ = voted
    close(met, poll)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_closing_that_is_undone_leaves_a_note_that_goes_by_itself(met, voted):
    poll, _ = voted
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        close(met, poll)
        1 / 0  # noqa: B018
    assert [*traces()] == [poll.pk]
    erase()
    assert not traces()


def test_a_closing_that_cannot_be_noted_is_not_done(met, voted, monkeypatch):
    poll, _ = voted

    put = beside.put

    def full(file, *asked, **more):
        if file.suffix == ".trace":
            raise OSError("No space left on device")
        put(file, *asked, **more)

    monkeypatch.setattr(beside, "put", full)
    with pytest.raises(Refused, match="ne s’écrit pas"):
        close(met, poll)
    poll.refresh_from_db()
    assert (poll.state, traces()) == ("open", {})
