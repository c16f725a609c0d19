"""Break each guard in one way, and see whether a test notices. Not run by the continuous integration: it takes hours.

    python scripts/mutate_guards.py list seats/permissions            the mutants there are
    python scripts/mutate_guards.py map tests/seats tests/guards      which tests run which guards: once, and when they move
    python scripts/mutate_guards.py run permissions --sample 40       forty of them, drawn by --seed
    python scripts/mutate_guards.py run operations --seconds 3600     all of them, for an hour; the next run goes on

Run it from a shell where the tests run (`DATABASE_URL`, `PYTHONPATH=src`). Everything is loaded once; each mutant is a fork
of this process in which the broken function takes the place of the right one, and which runs the tests that reach it, the
nearest first. A mutant that no test notices is told, unless `guards_argued.toml` says why it changes nothing.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mutants import PACKAGE, ROOT, Mutant, files, mutants, take_place

os.environ.setdefault("KEVREAD_TEST_DB", "test_mutants")  # tests may run beside
STATE = Path(os.environ.get("KEVREAD_STATE", ROOT / ".kevread")) / "mutants"
ARGUED = Path(__file__).with_name("guards_argued.toml")
KILLED, ALIVE, ARGUABLE, UNREACHED, LATE, AMISS = "killed", "alive", "argued", "unreached", "too long", "amiss"
OPTIONS = [
    "-q",
    "-x",
    "-p",
    "no:cacheprovider",
    "--no-header",
    "--tb=no",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
]
TOOL = 4  # the number of a tool that no other takes, for sys.monitoring


class Watch:
    """Which functions of the guards each test runs, and how long it takes."""

    def __init__(self, watched: set[str]) -> None:
        self.watched, self.reached, self.seconds = watched, {}, {}
        self.running: set[str] = set()

    def started(self, code: Any, _: int) -> object:
        if code.co_filename in self.watched:
            self.running.add(f"{Path(code.co_filename).relative_to(ROOT)}::{code.co_qualname.split('.<locals>')[0]}")
        return sys.monitoring.DISABLE

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.running, begun = set(), time.monotonic()
        sys.monitoring.restart_events()
        result = yield
        self.seconds[item.nodeid] = round(time.monotonic() - begun, 2)
        self.reached[item.nodeid] = sorted(self.running)
        return result

    def pytest_sessionstart(self) -> None:
        sys.monitoring.use_tool_id(TOOL, "guards")
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.PY_START, self.started)
        sys.monitoring.set_events(TOOL, sys.monitoring.events.PY_START)


def read(name: str) -> dict[str, Any]:
    path = STATE / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def write(name: str, content: dict[str, Any]) -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    (STATE / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1))


def forked(do: Callable[[], int], patience: float, log: Path) -> int | None:
    """What another process ends with, which has all that this one has loaded; None when it was too long."""
    child = os.fork()
    if not child:
        os.setsid()
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os._exit(do())
    until = time.monotonic() + patience
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def load(tests: list[str]) -> None:
    """Import the software and the tests, here: each mutant has them from its birth."""
    if pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", *tests]) != pytest.ExitCode.OK:
        sys.exit("These tests cannot be collected.")


def map_tests(tests: list[str]) -> None:
    """Keep which of these tests reach which guards, over what was known of the same files."""
    watched = {str(path) for path in files([])}

    def run() -> int:
        watch = Watch(watched)
        code = pytest.main([*(one for one in OPTIONS if one != "-x"), *tests], plugins=[watch])
        known = read("map")
        mine = {one.split("::")[0] for one in watch.reached}
        kept = {one: what for one, what in known.items() if one.split("::")[0] not in mine}
        for one, reached in watch.reached.items():
            kept[one] = {"seconds": watch.seconds[one], "reaches": reached}
        write("map", kept)
        return int(code)

    STATE.mkdir(parents=True, exist_ok=True)
    log = STATE / "map.log"
    code = forked(run, 7200, log)
    print(f"{len(read('map'))} tests; those asked ended with {code}. {log}")


def tests_of(mutant: Mutant, known: dict[str, Any], most: int) -> list[str]:
    """Those that reach it: those of guards and of its room first, and of them those that reach the fewest other things."""
    place = f"{mutant.path.relative_to(ROOT)}::{mutant.function}"
    near = ("tests/guards/", f"tests/{mutant.path.relative_to(PACKAGE).parts[0]}/")
    found = [one for one, what in known.items() if place in what["reaches"]]
    return sorted(found, key=lambda one: (not one.startswith(near), len(known[one]["reaches"])))[:most]


def tried(mutant: Mutant, tests: list[str], patience: float) -> str:
    """Whether these tests notice it."""
    if not tests:
        return UNREACHED

    def run() -> int:
        return int(pytest.main([*OPTIONS, *tests])) if take_place(mutant) else 9

    code = forked(run, patience, STATE / "last.log")
    return {0: ALIVE, 1: KILLED, None: LATE}.get(code, AMISS)


def sound(chosen: list[Mutant], known: dict[str, Any]) -> bool:
    """Whether the tests pass when nothing is broken: otherwise each mutant would seem to be noticed."""
    tests = {one for mutant in chosen[:: max(1, len(chosen) // 8)] for one in tests_of(mutant, known, 2)}
    return not tests or forked(lambda: int(pytest.main([*OPTIONS, *sorted(tests)])), 600, STATE / "sound.log") == 0


def keep(verdicts: dict[str, str], chosen: list[Mutant], known: dict[str, Any]) -> None:
    """What was found, if the tests still pass with nothing broken: what they read may have changed meanwhile."""
    if not sound(chosen, known):
        sys.exit(f"Some tests fail by now with nothing broken, see {STATE / 'sound.log'}: the last verdicts are lost.")
    write("verdicts", verdicts)


def argued() -> dict[str, str]:
    """Why a mutant that lives changes nothing, by its name."""
    listed = tomllib.loads(ARGUED.read_text(encoding="utf-8")).get("argued", []) if ARGUED.exists() else []
    return {one["mutant"]: one["because"] for one in listed}


def run(asked: argparse.Namespace) -> int:
    """Try those that have no verdict yet, and tell the survivors. 1 when there is one."""
    known, verdicts, reasons = read("map"), read("verdicts"), argued()
    chosen = [one for path in files(asked.only) for one in mutants(path)]
    if asked.sample:
        chosen = random.Random(asked.seed).sample(chosen, min(asked.sample, len(chosen)))
    fresh = [one for one in chosen if one.name not in reasons and verdicts.get(one.key) in (None, *asked.again)]
    load(sorted({test.split("::")[0] for test in known}))
    if not sound(fresh, known):
        sys.exit(f"Some tests fail with nothing broken: see {STATE / 'sound.log'}.")
    until = time.monotonic() + asked.seconds
    for rank, mutant in enumerate(fresh, 1):
        if time.monotonic() > until:
            print(f"{len(fresh) - rank + 1} are left for the next run.")
            break
        verdict = verdicts[mutant.key] = tried(mutant, tests_of(mutant, known, asked.tests), asked.patience)
        print(f"{rank}/{len(fresh)} {verdict:9} {mutant.name}", flush=True)
        if rank % 20 == 0:
            keep(verdicts, fresh, known)
    keep(verdicts, fresh, known)
    found = {one.name: ARGUABLE if one.name in reasons else verdicts.get(one.key, "not tried") for one in chosen}
    print(", ".join(f"{number} {what}" for what, number in Counter(found.values()).most_common()))
    survivors = [name for name, verdict in found.items() if verdict not in (KILLED, LATE, ARGUABLE, "not tried")]
    print("\n".join(survivors))
    return bool(survivors)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    doing = parser.add_subparsers(dest="doing", required=True)
    listing, mapping, running = (doing.add_parser(name) for name in ("list", "map", "run"))
    for one in (listing, running):
        one.add_argument("only", nargs="*", help="parts of the paths of files: « seats/permissions »")
    mapping.add_argument("tests", nargs="+")
    running.add_argument("--sample", type=int, default=0, help="how many, drawn; all of them without it")
    running.add_argument("--seed", type=int, default=6)
    running.add_argument("--tests", type=int, default=40, help="how many tests each may need")
    running.add_argument("--patience", type=float, default=180, help="seconds: past them it is noticed too")
    running.add_argument("--seconds", type=float, default=1e9, help="when to stop")
    running.add_argument("--again", nargs="*", default=[ALIVE, UNREACHED, AMISS], help="the verdicts to try again")
    asked = parser.parse_args()
    if asked.doing == "map":
        map_tests(asked.tests)
        return 0
    if asked.doing == "list":
        print("\n".join(one.name for path in files(asked.only) for one in mutants(path)))
        return 0
    return run(asked)


if __name__ == "__main__":
    sys.exit(main())
