"""`./kevread check` (style, types, contracts) and `./kevread test` (the same, then the tests)."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from launch import lanes, system, venv
from launch.folders import ROOT, Command, Stamps, fingerprint, state
from launch.postgres import require_programs
from launch.say import say, seconds, tell

CHECKS = {
    "ruff check": ["ruff", "check", "--quiet", "."],
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "mypy": ["mypy", "--no-error-summary", "-p", "kevread", "-p", "config", "-p", "launch"],
    "lint-imports": ["lint-imports", "--no-cache"],
    "djlint": ["djlint", "src", "--lint", "--quiet"],
}
# What the launcher's own tests run, and on what; those that are left out when none of it changed.
COVERED = ("kevread", "launch/*.py", "tests/launch/**/*", "requirements/*.txt", "src/config/*.py")
LAUNCHER = "--ignore-glob=tests/launch/test_launcher_*.py"


def check() -> int:
    installation = venv.ensure("test")
    if installation:
        say(f"Installation en {seconds(installation)}.")
    with tempfile.TemporaryDirectory(prefix="kevread-") as data:
        return 0 if _run_checks(_environment(data, "")) else 1


def test(arguments: list[str]) -> int:
    installation = venv.ensure("test")
    browser = system.ensure_chromium()
    if installation:
        say(f"Installation en {seconds(installation)}.")
    named = _named(arguments)
    with tempfile.TemporaryDirectory(prefix="kevread-") as data:
        (Path(data) / "secret_key").write_text(KEY)
        begun = None if named else _begun(_environment(data, ""))
        with _databases(_lanes(arguments), partial(_fill, data)) as (urls, held):
            environment = _environment(data, urls[0]) | {
                "KEVREAD_CHROMIUM": str(browser),
                "KEVREAD_TEST_LANES": " ".join(urls),
                **_looked(arguments),
            }
            clean = begun is None or _told(begun)
            stamps, covered = Stamps(state() / "passed.json"), fingerprint(*COVERED)
            left_out = _left_out(arguments, fresh=stamps.fresh("launcher", covered))
            if not named:
                tell(f"Essais…{' Ceux du lanceur ont passé tels quels : CI=true les reprend.' if left_out else ''}")
            on_lanes = ["-p", "tests.lanes", f"-n{len(urls)}", "--max-worker-restart=0", "--no-loadscope-reorder"]
            command: Command = [
                _tool("python"),
                "-m",
                "pytest",
                *(on_lanes if len(urls) > 1 else []),
                *left_out,
                *([] if named else ["--durations=60", "--durations-min=10"]),  # where the time of a whole run goes
                *arguments,
            ]
            ran = subprocess.run(command, cwd=ROOT, env=environment, check=False, pass_fds=held)
    if not (arguments or left_out or ran.returncode):
        stamps.mark("launcher", covered)
    return ran.returncode or (0 if clean else 1)


def _left_out(arguments: list[str], *, fresh: bool) -> list[str]:
    """The tests of the launcher alone, on a site of their own, when they have passed and nothing that they cover changed
    since."""
    return [LAUNCHER] if fresh and _ordinary(arguments) else []


def _looked(arguments: list[str]) -> dict[str, str]:
    """Where the screens in which nothing was found are kept: those that did not change since are not looked at again."""
    return {"KEVREAD_TEST_LOOKED": str(state() / "tests" / "looked")} if _ordinary(arguments) else {}


def _ordinary(arguments: list[str]) -> bool:
    """Neither continuous integration, nor whoever names anything: those run all there is."""
    return not arguments and os.environ.get("CI", "") in ("", "0", "false")


def _named(arguments: list[str]) -> bool:
    """Some tests, rather than the whole: they are run at once, and nothing else is checked."""
    return any(Path(ROOT, word.partition("::")[0]).exists() for word in arguments)


def _lanes(arguments: list[str]) -> int:
    """How many processes share the tests: one for those that are named, or on the server of DATABASE_URL, where sealing
    would wait for the transactions of the other lane."""
    alone = _named(arguments) or "DATABASE_URL" in os.environ or {"--pdb", "-x", "-s"} & set(arguments)
    return 1 if alone else lanes.number()


@contextmanager
def _databases(number: int, fill: Callable[[str], str]) -> Iterator[tuple[list[str], list[int]]]:
    """The server given, or one for each lane; and what holds them."""
    if url := os.environ.get("DATABASE_URL"):
        yield [url], []
        return
    with lanes.several(require_programs(venv.folder()), number, fill) as taken:
        yield [url for url, _ in taken], [held for _, held in taken]


def _fill(data: str, url: str) -> str:
    """What tests begin from is made there, while the checks run; its names. None where it cannot be made: the tests say why."""
    command: Command = [_tool("python"), "-m", "tests.databases"]
    ran = subprocess.run(command, cwd=ROOT, env=_environment(data, url), text=True, check=False, stdout=subprocess.PIPE)
    return ran.stdout if ran.returncode == 0 else ""


# Databases are kept from one run to the next, and the votes in them are held to the key of the installation that opened them.
KEY = "of the tests, always the same: nothing that lasts is signed with it"


def _environment(data: str, url: str) -> dict[str, str]:
    """That of the machine, without what would make the tests depend on how this instance is set."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KEVREAD_") or k == "KEVREAD_TEST_DB"}
    mine = {"KEVREAD_DATA": data, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "config.settings"}
    # Empty: what was collected here would be listed by each client of each test.
    mine["KEVREAD_STATIC"] = f"{data}/static"
    return {**kept, **mine, **({"DATABASE_URL": url} if url else {})}


def _tool(name: str) -> Path:
    return venv.folder() / "bin" / name


def _run_checks(environment: dict[str, str]) -> bool:
    return _told(_begun(environment))


type Begun = tuple[float, dict[str, subprocess.Popen[str]]]


def _begun(environment: dict[str, str]) -> Begun:
    """All of them at once, and since when."""
    return time.monotonic(), {
        name: subprocess.Popen(
            [_tool(words[0]), *words[1:]], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        for name, words in CHECKS.items()
    }  # fmt: skip


def _told(begun: Begun) -> bool:
    """In order; whether all passed."""
    started, running = begun
    failed = []
    for name, process in running.items():
        output, _ = process.communicate()
        tell(f"{'✗' if process.returncode else '✓'} {name}")
        if process.returncode:
            failed.append(name)
            tell(output.rstrip())
    tell(
        f"Contrôles en échec : {', '.join(failed)}."
        if failed
        else f"Contrôles passés ; {seconds(time.monotonic() - started)} depuis leur début."
    )
    return not failed
