"""A meeting followed by 200 people at once: does the queue grow? See bench/README.md.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/room.py [--seconds 60] [--followers 200]

An assembly with a vote open; each member has an account and a session, and asks every two seconds, over 8 connections,
whether anything has changed. Every five seconds one of them votes: then everybody is given the page anew. A delay is
counted from the moment when a request was due, so that a queue shows. Beside it, in the same run on the same server: a
trivial authenticated GET, asked by the same people without a pause. Without DATABASE_URL it starts its own PostgreSQL.
"""

import argparse
import http.client
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench.votes import CLIENTS, Site, cluster, database
from tests.gatherings.electorate import Phone

EVERY, CHANGES = 2.0, 5.0
PATH = """
SELECT i.meeting_id FROM votes_poll p JOIN meetings_agendaitem i ON i.id = p.item_id WHERE p.id = %s
"""
type Asked = tuple[float, str, str, Callable[[int, str], None]]  # when it is due, where, by whom, what is then done
type Line = tuple[float, float, int]  # when it was due, how long it took, the status


def ask_all(port: int, take: Callable[[], Asked | None]) -> list[Line]:
    """Over 8 connections that are kept, each takes what is due first."""
    lines: list[Line] = []

    def connection() -> None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (found := take()) is not None:
            due, path, session, done = found
            client.request("GET", path, headers={"Cookie": f"sessionid={session}", "HX-Request": "true"})
            answer = client.getresponse()
            body = answer.read().decode()
            lines.append((due, time.perf_counter() - due, answer.status))
            done(answer.status, body)

    threads = [threading.Thread(target=connection) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return lines


def floor(port: int, path: str, sessions: list[str], seconds: float) -> float:
    """Requests a second for a view that knows who asks and does nothing."""
    until = time.perf_counter() + seconds
    turn = iter(range(10_000_000))

    def take() -> Asked | None:
        now = time.perf_counter()
        return (now, path, sessions[next(turn) % len(sessions)], lambda status, body: None) if now < until else None

    lines = ask_all(port, take)
    assert {status for _, _, status in lines} == {204}, "nobody is signed in"
    return len(lines) / seconds


def follow(port: int, path: str, sessions: list[str], seconds: float) -> list[Line]:
    """Each asks every two seconds, with the version that they were last given."""
    begun = time.perf_counter() + 0.5
    versions = dict.fromkeys(sessions, "")
    due = [(begun + EVERY * number / len(sessions), session) for number, session in enumerate(sessions)]
    lock = threading.Lock()

    def take() -> Asked | None:
        with lock:
            at, session = due.pop(0)
            if at > begun + seconds:
                due.insert(0, (at, session))
                return None
            due.append((at + EVERY, session))
        time.sleep(max(0.0, at - time.perf_counter()))

        def done(status: int, body: str) -> None:
            if status == 200:
                versions[session] = body.split("?v=", 1)[1].split('"', 1)[0]

        return at, f"{path}?v={versions[session]}", session, done

    return [(at - begun, spent, status) for at, spent, status in ask_all(port, take)]


def vote(port: int, path: str, sessions: list[str], stop: threading.Event) -> None:
    """Somebody votes: what everybody follows has changed."""
    for session in sessions:
        if stop.wait(CHANGES):
            return
        with Phone(port) as phone:
            status, _ = phone.vote(path, session, "for")
            assert status == 200, status


def say(name: str, lines: list[Line]) -> None:
    spent = sorted(1000 * line[1] for line in lines)
    print(
        f"{name}  {len(lines):5} requests, {sum(line[2] == 200 for line in lines):4} pages   "
        f"median {statistics.median(spent):4.0f} ms   95 % under {spent[int(0.95 * len(spent))]:4.0f} ms   "
        f"longest {spent[-1]:4.0f} ms",
        flush=True,
    )


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def measure(site: Site, followers: int, seconds: float) -> None:
    asked = json.loads(site.run("tests.gatherings.electorate", str(followers), "electronic_open"))
    with psycopg.connect(site.url) as connection:
        (meeting,) = connection.execute(PATH, [asked["poll"]]).fetchone() or (None,)
    scale = asked["path"].split("/")[1]
    trivial, wall = f"/{scale}/bench-trivial", f"/{scale}/reunions/{meeting}/projection/direct"
    sessions, stop = asked["voters"], threading.Event()
    with site.serving():
        floor(site.port, trivial, sessions, 2)  # both processes are warm
        before = floor(site.port, trivial, sessions, 8)
        print(f"load {load()}; trivial GET: {before:.0f} a second")
        voter = threading.Thread(target=vote, args=(site.port, asked["path"], sessions, stop))
        voter.start()
        lines = follow(site.port, wall, sessions, seconds)
        stop.set()
        voter.join()
        after = floor(site.port, trivial, sessions, 8)
    print(f"{followers} followers ask {followers / EVERY:.0f} times a second:")
    say("first 10 s", [line for line in lines if line[0] < 10])
    say("last 10 s ", [line for line in lines if line[0] > seconds - 10])
    say("all       ", lines)
    print(f"trivial GET again: {after:.0f} a second; load {load()}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--followers", type=int, default=200)
    chosen = options.parse_args()
    with (
        cluster() as url,
        tempfile.TemporaryDirectory(prefix="kevread-bench-") as folder,
        database(url, "bench_room") as own,
    ):
        site = Site(own, Path(folder))
        site.run("config", "migrate", "-v0")
        measure(site, chosen.followers, chosen.seconds)


if __name__ == "__main__":
    main()
