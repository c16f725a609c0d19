"""A job is asked for with the rest of the act, or not at all; it is tried again; it is found by itself."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, TaskNotFound

from kevread.base.queue import job, later
from tests import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls():
    """A job for the length of a test: what it was called with."""
    seen = []

    def note(word: str) -> None:
        seen.append(word)
        if (word == "unlucky" and len(seen) < 3) or word == "hopeless":
            raise ConnectionError(word)

    note.__module__ = "kevread.tests.jobs"
    job()(note)
    yield seen
    del app.tasks["tests.note"]


def test_what_a_verb_asks_for_is_done(calls):
    later("tests.note", word="ready")
    assert calls == []
    assert jobs.run() == ["tests.note"]
    assert calls == ["ready"]
    assert jobs.run() == []


def test_what_is_undone_is_not_done_either(calls):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        later("tests.note", word="ready")
        1 / 0  # noqa: B018
    assert jobs.waiting() == []


def test_a_job_that_raises_is_run_again_later(calls):
    later("tests.note", word="unlucky")
    assert jobs.run(failing=True) == ["tests.note"]
    assert jobs.waiting() == ["tests.note"]
    for _ in range(2):
        jobs.make_due()
        jobs.run(failing=True)
    assert calls == ["unlucky"] * 3
    assert (jobs.waiting(), jobs.failed()) == ([], [])


def test_a_job_that_always_raises_is_given_up_and_seen(calls):
    later("tests.note", word="hopeless")
    while jobs.waiting():
        jobs.make_due()
        jobs.run(failing=True)
    assert len(calls) == 7
    assert jobs.failed() == ["tests.note"]


def test_a_job_that_no_room_has_is_refused():
    with pytest.raises(TaskNotFound):
        later("mail.sned", letter="…")


def test_nothing_is_asked_for_outside_of_a_transaction(calls, monkeypatch):
    monkeypatch.setattr("kevread.base.queue.connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError, match="by a verb"):
        later("tests.note", word="ready")


def test_a_get_asks_for_nothing(calls):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    with pytest.raises(ConnectorException) as refused:
        later("tests.note", word="ready")
    assert "read-only transaction" in str(refused.value.__cause__)


def test_the_same_lock_runs_one_at_a_time(calls):
    later("tests.note", lock="letter", word="first")
    later("tests.note", lock="letter", word="second")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE args->>'word' = 'first'")
    assert jobs.run() == []


def test_each_room_with_jobs_is_found():
    assert "base.take_up_again" in app.tasks
    assert {name for name, _ in app.periodic_registry.periodic_tasks} >= {"base.take_up_again"}
