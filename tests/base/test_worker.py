"""The real worker, in its own process: it does what waits, stops when asked, and takes up what a killed one held."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from tests.databases import APPLICATION, ROOT, acting, database


@pytest.fixture(scope="module")
def environment():
    with database("worker", "tables") as url:
        known = {**os.environ, "DATABASE_URL": acting(url, APPLICATION), "DJANGO_SETTINGS_MODULE": "config.settings"}
        known |= {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        yield known


@pytest.fixture
def db(environment):
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def eventually(holds, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def start(environment, *words: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "config", "worker", *words], env=environment, cwd=ROOT)


def beating(db) -> int:
    return db.execute("SELECT count(*) FROM procrastinate_workers").fetchone()[0]


def left(db, *jobs: int) -> list[int]:
    """Those of these jobs that are not done: what went well leaves no row. Others are queued at each minute."""
    return [job for (job,) in db.execute("SELECT id FROM procrastinate_jobs WHERE id = ANY(%s)", [list(jobs)])]


def test_it_stops_when_asked(environment, db):
    worker = start(environment)
    assert eventually(lambda: beating(db) == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=15) == 0
    assert beating(db) == 0


def test_what_a_killed_worker_held_is_done_by_the_next(environment, db):
    db.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '40 seconds')")
    held = db.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, attempts, args) "
        "SELECT 'default', 'base.take_up_again', 'doing', max(id), 1, '{\"timestamp\": 0}' FROM procrastinate_workers "
        "RETURNING id"
    ).fetchone()[0]
    waiting = db.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) "
        "VALUES ('default', 'base.take_up_again', 'todo', '{\"timestamp\": 0}') RETURNING id"
    ).fetchone()[0]
    assert left(db, held, waiting) == [held, waiting]
    for _ in range(2):  # the one that finds it, and the one that does it
        assert start(environment, "--once").wait(timeout=60) == 0
    assert left(db, held, waiting) == []
