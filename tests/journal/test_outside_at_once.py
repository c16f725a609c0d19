"""What is noted of the journal out of the database, by several at once, and by one that is stopped in the middle."""

from threading import Event, Thread
from unittest import mock
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from kevread.base import beside, clock
from kevread.journal import outside
from kevread.journal.models import Act, Seal
from kevread.journal.operations import check_tables, seal_journal
from kevread.journal.strict import picture_of_the_journal
from kevread.journal.verification import verify
from tests.conftest import NOW
from tests.databases import url_of

from .noting import cut, found, lived, sealed_unnoted, take_out, told
from .sealing import seal_at_once


@pytest.fixture(autouse=True)
def _sealed_at_once(apart):
    seal_at_once()


def test_two_that_seal_and_act_at_once_leave_the_last_head_and_every_act():
    lived()
    seal_journal(now=NOW)

    def live() -> None:
        try:
            for _ in range(5):
                lived()
                seal_journal(now=NOW)
        finally:
            connection.close()

    threads = [Thread(target=live) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_journal(now=NOW)
    outside.move_on()
    noted = outside.read()
    assert noted.noted.seal == Seal.objects.order_by("-number").first().number
    assert (found(), noted.acts, verify(None)["ok"]) == ([], frozenset(), True)


def meanwhile(monkeypatch, done) -> None:
    """Done by another process, between what this one found and what it writes."""
    alone = outside.alone

    def overtaken():
        monkeypatch.setattr(outside, "alone", alone)
        done()
        return alone()

    monkeypatch.setattr(outside, "alone", overtaken)


def test_a_head_that_another_process_noted_meanwhile_is_not_taken_back(monkeypatch):
    lived()
    seal_journal(now=NOW)
    lived()
    sealed_unnoted()
    meanwhile(monkeypatch, lambda: (lived(), seal_journal(now=NOW)))
    outside.move_on()
    assert outside.read().noted.seal == 3


def test_an_act_noted_meanwhile_stays_noted_and_so_does_one_that_no_seal_holds(monkeypatch):
    lived()
    seal_journal(now=NOW)
    lived()
    sealed_unnoted()
    acts = {lived()}
    meanwhile(monkeypatch, lambda: acts.add(lived()))
    outside.move_on()
    assert (outside.read().noted.seal, outside.read().acts) == (2, acts)


def test_what_was_noted_while_one_begins_anew_stays_noted(monkeypatch):
    lived()
    seal_journal(now=NOW)
    check_tables(now=clock.watch())
    outside.file_of("json").unlink()
    acts = set()
    meanwhile(monkeypatch, lambda: acts.add(lived()))
    assert told("--begin", "Restauration")[0] == 0
    assert outside.read().acts == acts != set()


def test_nobody_puts_another_table_in_the_place_of_the_journal_while_it_is_read():
    """From before the picture: what is found plain is what is then read."""
    lived()
    with psycopg.connect(url_of(connection.settings_dict["NAME"])) as other, picture_of_the_journal():
        other.execute("SET lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute("ALTER TABLE journal_act RENAME TO elsewhere")


def test_an_act_waits_for_whoever_notes_the_head_and_is_not_lost():
    key, noting = uuid4(), Event()

    def note() -> None:
        noting.set()
        outside.add(key)

    with outside.alone():
        other = Thread(target=note)
        other.start()
        assert noting.wait(5)
        other.join(0.3)
        assert other.is_alive()
        outside.write(outside.Noted(1, "sha256:", "", 1, ""), frozenset())
    other.join(5)
    assert outside.read().acts == {key}


def test_a_process_killed_between_its_commit_and_its_note_leaves_an_act_that_its_seal_holds():
    """Watched over from its seal on: until then it may be taken out, and the chain goes on."""
    with mock.patch.object(outside, "add", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        lived()
    key = Act.objects.get().pk
    assert (outside.read().acts, found()) == (frozenset(), [])
    other = lived()
    assert outside.read().acts == {other}
    seal_journal(now=NOW)
    assert (outside.read().noted.seal, outside.read().acts, found()) == (1, frozenset(), [])
    take_out(key)
    assert {fault["kind"] for fault in verify(None)["faults"]} >= {"gap"}


@pytest.mark.parametrize("then", ["goes on", "is cut"])
def test_a_process_killed_between_the_two_files_that_it_writes_leaves_nothing_unwatched(then):
    lived()
    seal_journal(now=NOW)
    lived()
    put, written = beside.put, []

    def killed(file, text):
        if written:
            raise KeyboardInterrupt
        put(file, text)
        written.append(file)

    with mock.patch.object(beside, "put", killed), pytest.raises(KeyboardInterrupt):
        seal_journal(now=NOW)
    assert found() == []
    if then == "is cut":
        cut(2)
        assert (2, "anchor") in found() or (None, "gap") in found()
        return
    lived()
    seal_journal(now=NOW)
    assert (outside.read().noted.seal, outside.read().acts, found()) == (3, frozenset(), [])


def test_a_disk_that_refuses_stops_no_act_and_no_seal_and_hides_none():
    """Whoever fills it, and empties it once they took an act out, finds it noted with the next."""

    def full(*_):
        raise OSError(28, "No space left on device")

    with mock.patch.object(beside, "alone", full):
        hidden = lived()
        assert seal_journal(now=NOW) == 1
        other = lived()
    assert outside.read().acts == frozenset()
    last = lived()
    assert outside.read().acts == {hidden, other, last}
    again = lived()
    assert outside.file_of("acts").read_text().split() == [*map(str, sorted([hidden, other, last])), str(again)]
    take_out(other)
    assert found() == [(None, "gap")]


def test_a_line_that_a_machine_left_unfinished_spoils_no_other():
    lived()
    with outside.file_of("acts").open("a") as stream:
        stream.write(f"\n{str(uuid4())[:13]}")
    lived()
    assert (len(outside.read().acts), found()) == (2, [])
