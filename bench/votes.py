"""Ballots a second through the real HTTP path, open and secret: 10 000 voters, 8 clients. In the same run, on the same
server: a trivial authenticated POST; and the machine's floor, single-row commits by the same driver. See bench/README.md.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/votes.py [--voters 10000] [--floor 4]

Without DATABASE_URL it starts a PostgreSQL of its own, with durable commits (fsync on), and removes it at the end;
otherwise it makes two databases there, and removes them.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
CLIENTS, PROCESSES = 8, 2  # 2 processes of 4 threads: what asks takes its share of the cores, and no more
METHODS = {"open": "electronic_open", "secret": "electronic_secret"}
AIMS = {"open": 0.5, "secret": 0.3}
# A view that knows who asks, and does nothing: what any POST of somebody who has entered costs here.
TRIVIAL = """
from config.settings import *
ROOT_URLCONF = "votes_urls"
"""
TRIVIAL_URLS = """
from config.urls import urlpatterns as real
from django.http import HttpResponse
from django.urls import path
from kevread.ui.access import signed_in

@signed_in
def trivial(request, scale):
    return HttpResponse(status=204)

urlpatterns = [*real, path("<slug:scale>/bench-trivial", trivial)]
"""


@contextmanager
def cluster() -> Iterator[str]:
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    from launch import venv
    from launch.postgres import Cluster, require_programs

    with tempfile.TemporaryDirectory(prefix="kevread-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder) / "cluster", require_programs(venv.folder()), administered=True).in_use() as own:
            yield own.url("postgres")


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Site:
    """As `./kevread` serves it: two processes of four threads, with a pool."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        (folder / "votes_settings.py").write_text(TRIVIAL)
        (folder / "votes_urls.py").write_text(TRIVIAL_URLS)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEVREAD_", "DJANGO_", "DATABASE_"))}
        self.environment = kept | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "votes_settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), str(folder)]),
            "KEVREAD_DATA": str(folder / "data"),
            "KEVREAD_ON": "2026-11-24",
            "KEVREAD_POOL": "1",
        }
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def run(self, *words: str) -> str:
        command = [sys.executable, "-m", *words]
        ran = subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return ran.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "error"]
        server = subprocess.Popen([*command, "--no-control-socket"], env=self.environment, cwd=ROOT)
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                        break
                time.sleep(0.1)
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


# The clients ---------------------------------------------------------------------------------------------------------


def ask_all(port: int, path: str, kind: str, sessions: Sequence[str]) -> list[tuple[float, float]]:
    """In a process of its own, 4 connections: when each answer came, and how long it took."""
    from tests.gatherings.electorate import Phone

    def connection(share: Sequence[str]) -> list[tuple[float, float]]:
        moments = []
        with Phone(port) as phone:
            for session in share:
                started = time.monotonic()
                if kind == "trivial":
                    status, _ = phone.insist(path, session)
                else:
                    status, _ = phone.vote(path, session, ("for", "against", "abstain")[hash(session) % 3])
                ended = time.monotonic()
                assert status == (204 if kind == "trivial" else 200), status
                moments.append((ended, ended - started))
        return moments

    shares = [sessions[place :: CLIENTS // PROCESSES] for place in range(CLIENTS // PROCESSES)]
    with ThreadPoolExecutor(len(shares)) as threads:
        return [moment for moments in threads.map(connection, shares) for moment in moments]


def timed(port: int, path: str, kind: str, sessions: Sequence[str]) -> list[tuple[float, float]]:
    """All the clients at once; the answers in the order in which they came."""
    with ProcessPoolExecutor(PROCESSES) as processes:
        halves = [sessions[place::PROCESSES] for place in range(PROCESSES)]
        asked = [processes.submit(ask_all, port, path, kind, half) for half in halves]
        return sorted(moment for one in asked for moment in one.result())


def rate(moments: Sequence[tuple[float, float]]) -> float:
    """Answers a second, from the first to the last."""
    return (len(moments) - 1) / (moments[-1][0] - moments[0][0])


def commits(url: str, seconds: float) -> float:
    """Single-row commits a second, by 8 connections of the same driver in 2 processes."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_floor (id uuid PRIMARY KEY, said text)")
    with ProcessPoolExecutor(PROCESSES) as processes:
        return sum(processes.map(commit_for, [url] * PROCESSES, [seconds] * PROCESSES))


def commit_for(url: str, seconds: float) -> float:
    def one(_: int) -> int:
        done, deadline = 0, time.monotonic() + seconds
        with psycopg.connect(url, autocommit=True) as connection:
            while time.monotonic() < deadline:
                connection.execute("INSERT INTO bench_floor VALUES (gen_random_uuid(), %s)", ["x"])
                done += 1
        return done

    with ThreadPoolExecutor(CLIENTS // PROCESSES) as threads:
        return sum(threads.map(one, range(CLIENTS // PROCESSES))) / seconds


# A vote --------------------------------------------------------------------------------------------------------------

COUNT = """
import sys, json, time, django; django.setup()
from django.utils import timezone
from kevread.common.actor import Actor
from kevread.votes.models import Poll, Scrutineer
from kevread.votes.operations import close_poll, give_share
from kevread.seats.queries import actor_of
from kevread.directory.models import Person
asked = json.load(sys.stdin); from tests.arrange import TODAY
from tests.gatherings.polling import NOW
poll = Poll.objects.get(pk=asked["poll"])
secretary = actor_of(Person.objects.get(pk=asked["secretary"]), TODAY)
started = time.monotonic()
poll = close_poll(actor=secretary, poll=poll, now=NOW, missing=poll.put.voices)
closed = time.monotonic()
for key, code in list(asked["codes"].items())[:2]:
    rows = Scrutineer.objects.select_related("entry__person", "poll__item__meeting__body__organisation")
    keeper = rows.get(poll=poll, entry=key)
    poll = give_share(actor=Actor(person=keeper.entry.person_id), scrutineer=keeper, code=code, now=NOW)
print(json.dumps({"close": closed - started, "count": time.monotonic() - closed, "counts": poll.result["counts"]["tous"]}))
"""


def measure(site: Site, kind: str, voters: int) -> None:
    """Ten rounds: the trivial POST, then a tenth of the voters. What else the machine does weighs on both alike."""
    asked = json.loads(site.run("tests.gatherings.electorate", str(voters), METHODS[kind]))
    trivial_path = f"/{asked['path'].split('/')[1]}/bench-trivial"
    everybody, rounds = asked["voters"], []
    spent: list[float] = []
    with site.serving():
        timed(site.port, trivial_path, "trivial", everybody[:400])  # both processes are warm
        for tenth in batched(everybody, voters // 10):
            trivial = rate(timed(site.port, trivial_path, "trivial", tenth[: max(200, len(tenth) // 3)]))
            moments = timed(site.port, asked["path"], kind, tenth)
            spent += [taken * 1000 for _, taken in moments]
            rounds.append((trivial, rate(moments)))
    say(kind, rounds, sorted(spent))
    count(site, asked, voters)


def say(kind: str, rounds: list[tuple[float, float]], spent: list[float]) -> None:
    trivial, votes = (statistics.median(column) for column in zip(*rounds, strict=True))
    shares = [vote / beside for beside, vote in rounds]
    share, drift = statistics.median(shares), shares[-1] / shares[0]
    aim = AIMS[kind]
    print(f"{kind:7} {votes:.0f} ballots/s, trivial POST {trivial:.0f}/s: {100 * share:.0f} %, median of ten rounds "
          f"(aim {100 * aim:.0f} %: {'held' if share >= aim else 'MISSED'})", flush=True)  # fmt: skip
    print(f"        rounds: {' '.join(f'{vote:.0f}/{beside:.0f}' for beside, vote in rounds)}", flush=True)
    print(f"        median {statistics.median(spent):.1f} ms, p95 {spent[len(spent) * 95 // 100]:.1f} ms", flush=True)
    print(f"        last tenth {100 * rounds[-1][1] / rounds[0][1]:.0f} % of the first; beside the trivial POST of its round "
          f"{100 * drift:.0f} % (aim 90 %: {'held' if drift >= 0.9 else 'MISSED'})", flush=True)  # fmt: skip


def count(site: Site, asked: dict, voters: int) -> None:
    ran = subprocess.run([sys.executable, "-c", COUNT], input=json.dumps(asked), env=site.environment, cwd=ROOT, check=True,
                         stdout=subprocess.PIPE, text=True)  # fmt: skip
    counted = json.loads(ran.stdout)
    total = sum(counted["counts"].values())
    print(f"        {total} votes counted for {voters} voters: {'none lost nor doubled' if total == voters else 'WRONG'}; "
          f"closing {counted['close']:.2f} s, count {counted['count']:.2f} s", flush=True)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--voters", type=int, default=10_000)
    options.add_argument("--floor", type=float, default=4.0, help="seconds of single-row commits")
    options.add_argument("--only", choices=METHODS)
    asked = options.parse_args()
    load: Callable[[], str] = lambda: " ".join(f"{one:.1f}" for one in os.getloadavg()[:2])  # noqa: E731
    with cluster() as url, tempfile.TemporaryDirectory(prefix="kevread-votes-") as folder:
        for kind in [asked.only] if asked.only else METHODS:
            with database(url, f"kevread_votes_{kind}") as own:
                site = Site(own, Path(folder))
                site.run("config", "migrate", "-v0")
                print(f"load {load()}; floor {commits(own, asked.floor):.0f} single-row commits/s", flush=True)
                measure(site, kind, asked.voters)


if __name__ == "__main__":
    main()
