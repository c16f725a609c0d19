"""A worker that was taken for dead still holds the letter: the one that takes its job up steps aside, and comes back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from kevread.accounts.operations import send_posted
from kevread.base.queue import PATIENT, BeingDone, alone
from kevread.common.actor import SYSTEM
from kevread.journal.operations import act
from kevread.mail.jobs import AsTheServerAsks
from kevread.mail.models import Content, Dispatch
from kevread.mail.operations import queue_letter, send_letter
from tests import jobs
from tests.conftest import NOW, arranging
from tests.databases import as_administrator
from tests.factories import OrganisationFactory

from .conftest import ADDRESS

PATIENCE = 20


@pytest.fixture
def held(monkeypatch):
    """The mail server is being spoken to, until it is let go: once only, for the first who speaks."""
    speaking, go_on, speak = threading.Event(), threading.Event(), EmailMessage.send
    monkeypatch.setattr(EmailMessage, "send", lambda letter, *_: said(letter))

    def said(letter: EmailMessage) -> int:
        first = not speaking.is_set()
        speaking.set()
        if first:
            assert go_on.wait(PATIENCE)
        return speak(letter)

    yield speaking, go_on
    go_on.set()


@pytest.fixture
def dispatch(apart) -> Dispatch:
    with arranging():
        head = OrganisationFactory(name="ESS du Littoral")
    with act("meetings.remind", actor=SYSTEM, about=head, now=NOW):
        return queue_letter(about=head, to=ADDRESS, subject="Rappel", text="À jeudi", now=NOW)


def on_its_own(send) -> None:
    try:
        send()
    finally:
        connection.close()


def while_one_sends(held, send, meanwhile) -> None:
    """A first worker is in the middle of it; the others do `meanwhile`; then it goes on to its end."""
    speaking, go_on = held
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(on_its_own, send)
        try:
            assert speaking.wait(PATIENCE)
            meanwhile()
        finally:
            go_on.set()
        first.result(PATIENCE)


def test_who_takes_up_a_letter_that_is_being_sent_steps_aside(dispatch, sink, held):
    def meanwhile():
        with pytest.raises(BeingDone):
            send_letter(dispatch=dispatch.pk, now=NOW)
        assert (Content.objects.get().tries, sink.letters) == (1, [])

    while_one_sends(held, lambda: send_letter(dispatch=dispatch.pk, now=NOW), meanwhile)
    send_letter(dispatch=dispatch.pk, now=NOW)
    dispatch.refresh_from_db()
    assert len(sink.letters) == 1
    assert (dispatch.state, dispatch.attempts, dispatch.maybe_twice) == ("sent", 1, False)


def test_another_letter_is_not_kept_waiting(dispatch, sink, held):
    def meanwhile():
        with act("meetings.remind", actor=SYSTEM, about=dispatch.organisation, now=NOW):
            other = queue_letter(about=dispatch.organisation, to="b@exemple.fr", subject="…", text="…", now=NOW)
        send_letter(dispatch=other.pk, now=NOW)
        assert [letter["To"] for letter in sink.letters] == ["b@exemple.fr"]

    while_one_sends(held, lambda: send_letter(dispatch=dispatch.pk, now=NOW), meanwhile)


def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(dispatch, sink, held):
    def meanwhile():
        with as_administrator(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
            )
            assert cursor.fetchone() == (0,)

    while_one_sends(held, lambda: send_letter(dispatch=dispatch.pk, now=NOW), meanwhile)


def test_the_job_that_stepped_aside_is_kept_for_the_day_the_first_dies(dispatch, sink, held):
    """It is run again half a minute later, and as long as it takes: nothing says that the first will reach its end."""

    def meanwhile():
        jobs.run(failing=True)
        assert jobs.waiting() == ["mail.send"]

    def dies():
        raise ConnectionError("the worker was killed")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kevread.mail.operations.record_sending", lambda *_: dies())
        with pytest.raises(ConnectionError):
            while_one_sends(held, lambda: send_letter(dispatch=dispatch.pk, now=NOW), meanwhile)
    jobs.make_due()
    assert jobs.run() == ["mail.send"]
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.maybe_twice) == ("sent", True)


@pytest.mark.parametrize("strategy", [PATIENT, AsTheServerAsks()])
def test_stepping_aside_is_never_given_up(strategy):
    tired = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="mail.send", attempts=40)
    assert strategy.get_retry_decision(exception=BeingDone("letter:1"), job=tired).retry_at
    assert PATIENT.get_retry_decision(exception=ValueError(), job=tired) is None


@pytest.fixture
def code(apart, settings) -> str:
    kept = {"subject": "Votre code", "body": "BCDF-GHJK", "to": [ADDRESS], "headers": {}}
    cache.set("letter:one", kept, 600)
    with transaction.atomic():
        app.configure_task("accounts.send", allow_unknown=False).defer(letter="one")
    return "one"


def test_a_code_is_sent_once_by_two_workers(code, sink, held):
    def meanwhile():
        with pytest.raises(BeingDone):
            send_posted(letter=code)
        jobs.run(failing=True)
        assert jobs.waiting() == ["accounts.send"]

    while_one_sends(held, lambda: send_posted(letter=code), meanwhile)
    jobs.make_due()
    assert jobs.run() == ["accounts.send"]
    assert len(sink.letters) == 1


def test_a_lock_is_given_back_when_what_it_guards_fails(apart):
    with pytest.raises(ZeroDivisionError), alone("one"):
        1 / 0  # noqa: B018

    def again() -> bool:
        with alone("one"):
            return True

    with ThreadPoolExecutor(1) as pool:
        taken = []
        pool.submit(on_its_own, lambda: taken.append(again())).result(PATIENCE)
    assert taken == [True]
