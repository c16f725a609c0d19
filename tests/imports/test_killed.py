"""The worker is killed in the middle of an import, in its own process: nothing is half-written, the next writes it whole."""

import json
import os
import signal

import psycopg
import pytest

from kevread.directory.models import Person
from kevread.imports.mapping import as_matching
from kevread.imports.models import Deposited, Import
from kevread.imports.operations import ask_commit, commit_asked, deposit, match
from kevread.journal.models import Act, Change
from tests import databases
from tests.arrange import NOW
from tests.base.test_worker import eventually, start
from tests.seats.scene import Scene

from .conftest import head

ROWS = 600
WRITING = """
SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) JOIN pg_database d ON d.oid = l.database
WHERE d.datname = current_database() AND l.relation = 'directory_person'::regclass AND l.mode = 'RowExclusiveLock'
"""


def people() -> bytes:
    lines = [f"Nom{n};Prénom{n};p{n}@exemple.fr" for n in range(ROWS)]
    return "\n".join(["nom;prénom;adresse électronique", *lines, ""]).encode()


@pytest.fixture
def asked(committed):
    """A file that waits to be written, by somebody who may, and the site of the worker."""
    scene = Scene(committed, committed.groupings[0], *committed.locals[committed.groupings[0]])
    who = {"actor": scene.coordination, "now": NOW}
    made = deposit(data=people(), name="Personnes.csv", within=head(), **who)
    matching = {"sheets": {"": {"into": "Personnes", "header": 1}}}
    match(made=made, matching=as_matching(matching), aside={}, **who)
    ask_commit(made=made, **who)
    url = databases.url_of(databases.prefixed("committed"))
    environment = databases.environment_of(url, "config.settings")
    with psycopg.connect(databases.acting(url, databases.APPLICATION), autocommit=True) as db:
        yield made, environment, db


def written() -> int:
    return Person.objects.filter(email__endswith="@exemple.fr").count()


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_writes_all_of_it_once(asked):
    made, environment, db = asked
    before = Act.objects.count(), Change.objects.count()
    worker = start(environment, "--once")
    assert eventually(lambda: db.execute(WRITING).fetchone()[0] > 0)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=20)
    assert eventually(lambda: db.execute(WRITING).fetchone()[0] == 0)
    made.refresh_from_db()
    assert (made.state, written(), Deposited.objects.count()) == (Import.State.DEPOSITED, 0, 1)
    assert (Act.objects.count(), Change.objects.count()) == before
    assert db.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'imports.commit'").fetchall() == [
        ("doing",)
    ]
    db.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 seconds'")  # which pass
    db.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) "
        "VALUES ('default', 'base.take_up_again', 'todo', '{\"timestamp\": 0}')"
    )
    for _ in range(2):  # the one that finds it, and the one that does it
        assert start(environment, "--once").wait(timeout=120) == 0
    made.refresh_from_db()
    assert (made.state, written(), made.counts["new"], Deposited.objects.count()) == ("committed", ROWS, ROWS, 0)
    assert len(made.acts) == ROWS == len(set(made.acts))
    after = Act.objects.count(), Change.objects.count()
    asked = Act.objects.get(verb="imports.ask").pk
    assert commit_asked(made=made.pk, asked=asked, now=NOW) is None  # run twice is run once
    db.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) VALUES ('default', 'imports.commit', 'todo', %s)",
        [json.dumps({"made": str(made.pk), "asked": str(asked)})],
    )
    assert start(environment, "--once").wait(timeout=120) == 0
    assert (Act.objects.count(), Change.objects.count(), written()) == (*after, ROWS)
