"""« Texte » of the head of the demonstration, over HTTP, as `./kevread` serves it: beside the floor, a page with nothing
but the common frame, asked by the same signed-in person of the same server in the same run. See bench/README.md.

    python3 bench/text.py [--requests 100] [--persona coordination]

It starts `./kevread` on a data folder of its own, and stops it at the end.
"""

import argparse
import http.client
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOOR = "/accessibilite/"
PAGES = ("/cress/texte", "/cress/texte/tableau", "/ess-35/texte", "/cress/aujourd-hui")
AIM = 200  # milliseconds, for the first of them


@contextmanager
def served() -> Iterator[int]:
    """The port on which the demonstration answers."""
    with tempfile.TemporaryDirectory(prefix="kevread-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment["KEVREAD_DATA"] = str(Path(folder) / "data")
        server = subprocess.Popen([ROOT / "kevread"], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout
            for line in server.stdout:
                print(line, end="", flush=True)
                if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                    print(server.stdout.readline(), end="", flush=True)  # the time it took
                    yield int(found[1])
                    break
            else:
                sys.exit("Kevread did not start: it says why above.")
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)


class Visitor:
    """A browser without a screen: one connection kept open, and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body or None, headers=headers)
        response = self.connection.getresponse()
        for cookie in response.msg.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.read()

    def enter(self, persona: str) -> None:
        _, page = self.ask("GET", "/demonstration/")
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token, "no form on the page of personae"
        status, _ = self.ask("POST", f"/demonstration/entrer/{persona}/", f"csrfmiddlewaretoken={token[1].decode()}")
        assert status == 302, f"could not enter as {persona}: {status}"


def measure(visitor: Visitor, path: str, requests: int) -> tuple[list[float], int]:
    spent, weight = [], 0
    for number in range(requests + 8):
        started = time.perf_counter()
        status, page = visitor.ask("GET", path)
        taken = (time.perf_counter() - started) * 1000
        assert status == 200, f"{path}: {status}"
        weight = len(page)
        if number >= 8:  # both processes are warm
            spent.append(taken)
    return spent, weight


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--requests", type=int, default=100)
    options.add_argument("--persona", default="coordination")
    asked = options.parse_args()
    with served() as port:
        visitor = Visitor(port)
        visitor.enter(asked.persona)
        print(f"\n{'page':24} {'median, ms':>10} {'p95':>6} {'kB':>6}", flush=True)
        medians = {}
        for path in (FLOOR, *PAGES):
            spent, weight = measure(visitor, path, asked.requests)
            medians[path] = statistics.median(spent)
            worst = statistics.quantiles(spent, n=20)[-1]
            print(f"{path:24} {medians[path]:>10.1f} {worst:>6.1f} {weight / 1000:>6.1f}", flush=True)
        text = medians[PAGES[0]]
        held = "held" if text < AIM else "MISSED"
        print(f"« Texte » {text:.0f} ms, floor {medians[FLOOR]:.0f} ms, aim {AIM} ms: {held}")


if __name__ == "__main__":
    main()
