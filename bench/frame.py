"""What the frame of a page costs: pages and ballots of Kevread, beside a bare Django site on the same server and database.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/frame.py [--rounds 5] [--seconds 2]

8 clients, in rounds: each round asks for everything in turn, so that what else the machine does weighs on all alike; a
figure is the median of the rounds, and so is a share. Without DATABASE_URL it starts a PostgreSQL of its own, with durable
commits; otherwise it makes a database there, and removes it. See bench/README.md.
"""

import argparse
import http.client
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.votes import CLIENTS, PROCESSES, cluster, database  # noqa: E402 — of this folder

CSRF = "k" * 32
PAGES, VOTES = 4_000, 500  # at hand for each second: more than is answered; whoever has not voted in time does not
DEMONSTRATION = (
    ("fonts",),
    ("migrate", "-v0"),
    ("prepare",),
    ("demonstration",),
    ("collectstatic", "--no-input", "-v0"),
)
KEVREAD, BARE = "config.wsgi:application", "django.core.wsgi:get_wsgi_application()"
type Request = tuple[str, str, str]  # the path, the session, the body; without a body, it is read


@dataclass(frozen=True, slots=True)
class Line:
    """What is asked; and beside what, at least at which share of it."""

    name: str
    site: str
    beside: str = ""
    aim: float = 0.0


LINES = (
    Line("bare page", BARE),
    Line("bare list page", BARE),
    Line("bare one-commit POST", BARE),
    Line("/accessibilite/", KEVREAD, "bare list page", 0.50),
    Line("/accessibilite/, signed in", KEVREAD, "bare list page"),
    Line("front page", KEVREAD, "bare list page"),
    Line("open ballot", KEVREAD, "bare one-commit POST", 0.35),
    Line("secret ballot", KEVREAD, "bare one-commit POST", 0.25),
)


def environment_of(url: str, folder: Path) -> dict[str, str]:
    """That of `./kevread`, for the demonstration."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEVREAD_", "DJANGO_", "DATABASE_"))}
    return kept | {
        "DATABASE_URL": url,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "KEVREAD_DATA": str(folder / "data"),
        "KEVREAD_FONTS": str(folder / "fonts"),
        "KEVREAD_STATIC": str(folder / "static"),
        "KEVREAD_SECRET_KEY": secrets.token_urlsafe(50),
        "KEVREAD_COLLECTED": "1",
        "KEVREAD_DEMONSTRATION": "1",
        "KEVREAD_ON": "2026-11-24",
        "KEVREAD_POOL": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def run(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[int]:
    """As `./kevread` serves: two processes of four threads."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"fd://{listener.fileno()}"]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "error"]
        server = subprocess.Popen(
            [*command, "--no-control-socket"], env=environment, cwd=ROOT, pass_fds=[listener.fileno()]
        )
        try:
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


# The clients ---------------------------------------------------------------------------------------------------------


def ask_in_turn(port: int, requests: Sequence[Request], seconds: float) -> int:
    """Over one connection, kept open as long as the server keeps it; how many were answered in that time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    deadline = time.monotonic() + seconds
    done = 0
    for path, session, body in requests:
        if time.monotonic() > deadline:
            break
        headers = {"Cookie": f"csrftoken={CSRF}" + (f"; sessionid={session}" if session else "")}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        status = send(connection, path, body, headers)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        done += 1
    connection.close()
    return done


def send(connection: http.client.HTTPConnection, path: str, body: str, headers: dict[str, str]) -> int:
    """A server closes a connection that rests: one asks again."""
    for again in (True, False):
        try:
            connection.request("POST" if body else "GET", path, body=body or None, headers=headers)
            answer = connection.getresponse()
            answer.read()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            connection.close()
            if not again:
                raise
        else:
            return answer.status
    raise AssertionError


def ask_share(port: int, shares: Sequence[Sequence[Request]], seconds: float) -> int:
    with ThreadPoolExecutor(len(shares)) as threads:
        return sum(threads.map(ask_in_turn, [port] * len(shares), shares, [seconds] * len(shares)))


def rate(processes: ProcessPoolExecutor, port: int, requests: Sequence[Request], seconds: float) -> float:
    """Answers a second to all the clients at once. Each line has as long: what else the machine does leaves a short burst
    alone, and not a long one."""
    shares = [requests[place::CLIENTS] for place in range(CLIENTS)]
    halves = [shares[place::PROCESSES] for place in range(PROCESSES)]
    started = time.monotonic()
    done = sum(processes.map(ask_share, [port] * PROCESSES, halves, [seconds] * PROCESSES))
    return done / (time.monotonic() - started)


# What is asked -------------------------------------------------------------------------------------------------------


class Asked:
    """Requests of each line; whoever votes does so once."""

    def __init__(self, electorates: dict[str, dict]) -> None:
        self.electorates = electorates
        self.reader = electorates["open ballot"]["sessions"][0]
        self.left = {name: iter(made["sessions"][1:]) for name, made in electorates.items()}

    def of(self, line: Line, number: int) -> list[Request]:
        if made := self.electorates.get(line.name):
            return [self.ballot(made, rank, next(self.left[line.name])) for rank in range(number)]
        form = f"csrfmiddlewaretoken={CSRF}&choix=oui"
        plain: dict[str, Request] = {
            "bare page": ("/page", "", ""),
            "bare list page": ("/liste", "", ""),
            "bare one-commit POST": ("/ecrire", "", form),
            "/accessibilite/": ("/accessibilite/", "", ""),
            "/accessibilite/, signed in": ("/accessibilite/", self.reader, ""),
            "front page": ("/", "", ""),
        }
        return [plain[line.name]] * number

    @staticmethod
    def ballot(made: dict, rank: int, session: str) -> Request:
        choice = made["choices"][rank % len(made["choices"])]
        body = f"csrfmiddlewaretoken={CSRF}&etape=confirmer&choix={choice}&nonce={secrets.token_urlsafe(18)}"
        return made["path"], session, body


def measure(url: str, folder: Path, rounds: int, seconds: float) -> None:
    environment = environment_of(url, folder)
    for command in DEMONSTRATION:
        run(environment, "config", *command)
    voters = str((rounds + 1) * int(VOTES * seconds) + 1)
    electorates = {
        name: json.loads(run(environment, "bench.electorate", voters, method))
        for name, method in (("open ballot", "electronic_open"), ("secret ballot", "electronic_secret"))
    }
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bench_bare (id uuid PRIMARY KEY, said text)")
        connection.execute("VACUUM ANALYZE")
    asked, found = Asked(electorates), {line.name: [] for line in LINES}
    settings = {KEVREAD: environment, BARE: environment | {"DJANGO_SETTINGS_MODULE": "bench.bare"}}
    with ExitStack() as open_:
        ports = {site: open_.enter_context(served(site, known)) for site, known in settings.items()}
        processes = open_.enter_context(ProcessPoolExecutor(PROCESSES))
        for turn in range(rounds + 1):
            for line in LINES:
                requests = asked.of(line, int((VOTES if line.name in electorates else PAGES) * seconds))
                answers = rate(processes, ports[line.site], requests, seconds)
                if turn:  # the first warms both processes
                    found[line.name].append(answers)
    say(found)


def say(found: dict[str, list[float]]) -> None:
    for line in LINES:
        told = f"{line.name:28} {statistics.median(found[line.name]):6.0f} a second"
        if line.beside:
            share = statistics.median(a / b for a, b in zip(found[line.name], found[line.beside], strict=True))
            told += f", {100 * share:3.0f} % of the {line.beside}"
            if line.aim:
                told += f" (aim {100 * line.aim:.0f} %: {'held' if share >= line.aim else 'MISSED'})"
        print(told, flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=2.0, help="of each line, in a round")
    told = options.parse_args()
    print(f"load {' '.join(f'{one:.1f}' for one in os.getloadavg()[:2])}", flush=True)
    with cluster() as url, database(url, "kevread_frame") as own, tempfile.TemporaryDirectory() as folder:
        measure(own, Path(folder), told.rounds, told.seconds)


if __name__ == "__main__":
    main()
