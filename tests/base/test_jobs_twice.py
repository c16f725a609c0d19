"""« A job may run twice » (`base.queue`): each does, in a federation that gives it something to do, and the second run changes
nothing. Those that need what they do to be committed stand in `test_jobs_twice_committed.py`."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app

from kevread.accounts.operations import create_account
from kevread.common.actor import NOBODY, SYSTEM
from kevread.documents.operations.nudging import WEEK
from kevread.home.operations import ask_for_letter
from kevread.imports.operations import deposit
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter
from kevread.meetings.rules.life import State
from kevread.membership.operations import apply_to_join
from kevread.privacy.operations import decide_purge
from kevread.seats.queries import actor_of
from tests import jobs
from tests.accounts.conftest import ADDRESS, SIGN_IN
from tests.conftest import NOW, TODAY, arranging
from tests.documents.conftest import shelf
from tests.documents.test_chunks import given, pdf
from tests.documents.test_circles import asker, presidents, put
from tests.factories import PersonFactory
from tests.gatherings.worlds import IN_A_MONTH, gathering
from tests.imports.test_asked import asked as asked_to_write
from tests.imports.test_asked import waiting as waiting_file
from tests.ledgers.test_bringing import read as book_read
from tests.membership.conftest import asked as typed_on_the_form
from tests.membership.conftest import land
from tests.privacy.test_outside import person, restored
from tests.privacy.test_retention import EDGE, demand
from tests.worlds import end
from tests.worlds import put as put_on

from . import test_jobs_twice_committed as committed
from .twice import READY, changed, declared, ready, run, there, twice

pytestmark = pytest.mark.django_db
__all__ = ["asker", "land", "person", "presidents", "restored", "shelf"]
A_WHILE = timedelta(days=365)
SEVEN = datetime(2026, 11, 24, 6, tzinfo=UTC)  # in the time of the federation


@ready("accounts.send")
def _(request):
    create_account(email=ADDRESS, now=NOW)
    Client().post(SIGN_IN, {"email": ADDRESS})
    [key] = jobs.asked("SELECT args->>'letter' FROM procrastinate_jobs WHERE task_name = 'accounts.send'")
    return {"letter": key}, None


@ready("base.take_up_again")
def _(request):
    """One whose worker died, one that failed for good long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        for status, held_by in (("doing", worker), ("failed", None)):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, attempts, args) "
                "VALUES ('default', 'mail.erase', %s, %s, 1, '{\"timestamp\": 0}') RETURNING id",
                [status, held_by],
            )
            job = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 year' WHERE job_id = %s", [job])
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'failed', now() - interval '1 year')",
            [job],
        )
    return {}, None


@ready("charter.look_back_at_night")
def _(request):
    """A board where nobody sits any more."""
    small = request.getfixturevalue("small")
    with arranging():
        end(small.mandates(f"{small.locals[small.groupings[0]][0].slug}-board"))
    return {}, None


@ready("documents.remind_signers")
def _(request):
    put(*map(request.getfixturevalue, ("shelf", "presidents", "asker")), ranks=(1, 1))
    return {}, NOW + WEEK


@ready("documents.read_what_is_kept")
def _(request):
    for number, content in enumerate((pdf("Péréquation"), b"%PDF-1.7 something")):
        given(request.getfixturevalue("shelf"), content, title=f"Pièce {number}")
    return {}, None


@ready("home.morning")
def _(request):
    with arranging():
        met = gathering(body="board", state=State.CONVENED, starts_at=IN_A_MONTH)
        member = met.members[7].person
        put_on(member, email="membre@exemple.fr")
    member.refresh_from_db()
    ask_for_letter(actor=actor_of(member, TODAY), person=member, now=SEVEN - timedelta(days=1))
    return {}, SEVEN


@ready("imports.commit")
def _(request):
    scene = request.getfixturevalue("scene")
    made = waiting_file(scene)
    return {"made": str(made.pk), "asked": str(asked_to_write(scene, made))}, NOW


@ready("imports.drop_what_waited")
def _(request):
    head = request.getfixturevalue("scene").world.head
    deposit(data="nom;prénom\nA;B\n".encode(), name="vieux.csv", within=head, actor=SYSTEM, now=NOW)
    return {}, NOW + A_WHILE


@ready("journal.verify")
def _(request):
    return {}, None


@ready("ledgers.drop_what_waited")
def _(request):
    book_read(request.getfixturevalue("scene").first)
    return {}, NOW + A_WHILE


def letter(request) -> str:
    head = request.getfixturevalue("scene").world.head
    with act("meetings.remind", actor=SYSTEM, about=head, now=NOW):
        return str(queue_letter(about=head, to=ADDRESS, subject="Rappel", text="À jeudi", now=NOW).pk)


@ready("mail.send")
def _(request):
    return {"dispatch": letter(request)}, NOW


@ready("mail.erase")
def _(request):
    run("mail.send", {"dispatch": letter(request)})
    return {}, NOW + A_WHILE


@ready("membership.forget_unconfirmed")
def _(request):
    where = request.getfixturevalue("land")
    apply_to_join(actor=NOBODY, organisation=where.pole, asked=typed_on_the_form(where), now=NOW)
    return {}, NOW + A_WHILE


@ready("privacy.purge")
def _(request):
    scene = request.getfixturevalue("scene")
    with arranging():
        somebody = PersonFactory()
    demand(scene, somebody, EDGE)
    who = {"actor": scene.coordination, "within": scene.world.head, "now": NOW}
    return {"purge": str(decide_purge(kinds=("demands",), why="Décision n° 2026-3", **who).pk)}, NOW


@ready("privacy.redo")
def _(request):
    request.getfixturevalue("restored")
    return {}, NOW


HERE = sorted(READY.keys() - committed.HERE)


@pytest.mark.parametrize("name", HERE)
def test_run_twice_it_is_run_once(scene, name, request, monkeypatch):
    twice(name, request, monkeypatch)


def test_every_declared_job_is_run_twice():
    """One that is added is added here, with something to do."""
    assert declared() == READY.keys() and len(READY) >= 16


def test_one_that_does_it_again_is_seen(scene, request, monkeypatch):
    """A letter queued again at each run: told by its table, and by the queue."""
    before = there()
    letter(request)
    told = changed(before, there())
    assert {"mail_dispatch", "procrastinate_jobs", "journal_act"} <= set(told)
    monkeypatch.setitem(READY, "mail.erase", lambda _: ({}, NOW))
    monkeypatch.setattr(app.tasks["mail.erase"], "func", lambda timestamp: letter(request))
    with pytest.raises(AssertionError, match="mail_dispatch"):
        twice("mail.erase", request, monkeypatch)
    monkeypatch.setattr(app.tasks["mail.erase"], "func", lambda timestamp: None)
    with pytest.raises(AssertionError, match="had nothing to do"):
        twice("mail.erase", request, monkeypatch)
