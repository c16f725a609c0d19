"""The server, then the database, are killed in the middle of a vote: the roll and the box agree to the ballot, and a page
sent again has the receipt that it had."""

import ctypes
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

import psycopg
import pytest

from launch.postgres import Cluster, find_programs
from launch.roles import APPLICATION, OWNER
from tests.gatherings.electorate import Phone

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 120
# What was begun in the register when something was killed stops no closing, and nothing that was counted is missing.
COUNT = """
import json, sys
from kevread.common.actor import Actor
from kevread.directory.models import Person
from kevread.seats.queries import actor_of
from kevread.votes.models import Poll, Scrutineer
from kevread.votes.operations import close_poll, give_share
from tests.arrange import TODAY
from tests.gatherings.polling import NOW
asked = json.loads({asked!r})
poll = Poll.objects.get(pk=asked["poll"])
secretary = actor_of(Person.objects.get(pk=asked["secretary"]), TODAY)
poll = close_poll(missing=999, actor=secretary, poll=poll, now=NOW)
for entry, code in list(asked["codes"].items())[:2]:
    one = Scrutineer.objects.select_related("entry__person", "poll__item__meeting__body__organisation").get(
        poll=poll, entry=entry
    )
    poll = give_share(actor=Actor(person=one.entry.person_id), scrutineer=one, code=code, now=NOW)
print(json.dumps(poll.result["counts"]))
"""


@pytest.fixture
def place():
    folder = Path(tempfile.mkdtemp(prefix="kv-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def adoptive():
    """What our children leave behind is ours: a killed PostgreSQL is buried at once, and can be started again."""
    prctl, subreaper = ctypes.CDLL(None).prctl, 36
    prctl(subreaper, 1)
    yield
    prctl(subreaper, 0)


def kill_postgresql(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


class Site:
    """A server on a database that keeps what it commits; both can be killed and started again."""

    def __init__(self, place: Path, cluster: Cluster) -> None:
        self.url, owner = cluster.url(role=APPLICATION), cluster.url(role=OWNER)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEVREAD_", "DJANGO_", "DATABASE_"))}
        self.environment = kept | {
            "DATABASE_URL": self.url,
            "KEVREAD_OWNER_URL": owner,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "KEVREAD_DATA": str(place / "data"),
            "KEVREAD_ON": "2026-11-24",
            "KEVREAD_POOL": "1",
        }
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def run(self, *words: str) -> str:
        command = [sys.executable, "-m", *words]
        ran = subprocess.run(command, env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True)
        return ran.stdout

    @contextmanager
    def serving(self):
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"]
        command += ["--log-level", "critical"]
        server = subprocess.Popen(command, env=self.environment, cwd=ROOT, start_new_session=True)
        try:
            yield server
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
            server.wait(timeout=20)

    def ask(self, question: str) -> list[tuple]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(question).fetchall()


def vote_all(site: Site, asked: dict, told: dict, killed: threading.Event | None = None) -> None:
    """Four phones; each sends again what was not answered, with the same page. Until all have their receipt, or until the
    killing."""
    deadline = time.monotonic() + 20

    def phone(share: int) -> None:
        for session in asked["voters"][share::4]:
            while session not in told and not (killed and killed.is_set()) and time.monotonic() < deadline:
                try:
                    with Phone(site.port, timeout=5) as one:
                        status, page = one.vote(asked["path"], session, "for")
                except (OSError, HTTPException):
                    time.sleep(0.02)
                    continue
                if status == 200:
                    told[session] = re.search(rb"data-receipt>([0-9A-Z-]+)<", page)[1].decode()

    phones = [threading.Thread(target=phone, args=(share,)) for share in range(4)]
    for one in phones:
        one.start()
    for one in phones:
        one.join()


def vote_until_killed(site: Site, asked: dict, told: dict, enough: int, kill: Callable[[], None]) -> None:
    """Kill -9, in the middle, once so many have their receipt."""
    killed = threading.Event()

    def wait_and_kill() -> None:
        while len(told) < enough:
            time.sleep(0.002)
        kill()
        time.sleep(0.05)
        killed.set()

    killer = threading.Thread(target=wait_and_kill, daemon=True)
    killer.start()
    vote_all(site, asked, told, killed)
    killer.join(timeout=20)
    assert killed.is_set()


AGREEING = """SELECT (SELECT coalesce(sum(votes), 0)::int FROM votes_rollmark WHERE marked),
    (SELECT count(*)::int FROM votes_ballot), (SELECT count(DISTINCT receipt)::int FROM votes_ballot)"""


def agree(site: Site) -> int:
    """The roll and the box, to the ballot, at one moment: a ballot may be on its way; how many."""
    marked, dropped, receipts = site.ask(AGREEING)[0]
    assert marked == dropped == receipts
    return dropped


def test_a_server_and_a_database_killed_lose_no_ballot_and_double_none(place, adoptive):
    cluster = Cluster(place / "cluster", find_programs(Path(sys.prefix)))
    told: dict[str, str] = {}
    with cluster.in_use():
        site = Site(place, cluster)
        site.run("config", "migrate", "--database=owner", "-v0")
        site.run("config", "grant")
        asked = json.loads(site.run("tests.gatherings.electorate", str(NUMBER), "electronic_secret"))
        with site.serving() as server:
            vote_until_killed(site, asked, told, 30, lambda: os.killpg(server.pid, signal.SIGKILL))
        assert 30 <= len(told) <= agree(site)  # one whose answer was lost is in the box all the same
        with site.serving():
            postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
            vote_until_killed(site, asked, told, 60, lambda: kill_postgresql(postmaster))
            with cluster.in_use():  # starts it again
                assert 60 <= len(told) <= agree(site)
                vote_all(site, asked, told)
                assert len(told) == NUMBER == agree(site)
                again: dict[str, str] = {}
                vote_all(site, asked, again)
                assert again == told
                assert agree(site) == NUMBER
                assert {receipt for (receipt,) in site.ask("SELECT receipt FROM votes_ballot")} == set(told.values())
                counted = site.run("config", "shell", "-v0", "-c", COUNT.format(asked=json.dumps(asked)))
                assert json.loads(counted.splitlines()[-1]) == {"tous": {"for": NUMBER}}
