"""A clone of the launcher with a site of one page, so that each fault can be provoked without harm."""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(__file__).parent / "small_site"
LENT = ("src/kevread/base/rendering.py",)  # what the launcher asks of the application, and a site of one page has not
NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
STAMP = (
    "from launch import venv; from launch.folders import Stamps, state; "
    "Stamps(state() / 'installed.json').mark('run', venv.digest('run'))"
)


@dataclass
class Clone:
    """A clone whose libraries are those of the tests: nothing to install."""

    path: Path
    environment: dict[str, str]
    prefix: list[str] = field(default_factory=list)

    def command(self, *words: str) -> list[str]:
        return [*self.prefix, str(self.path / "kevread"), *words]

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), cwd="/", env=self.environment | environment, text=True, check=False, timeout=300,
            stdin=subprocess.DEVNULL, capture_output=True,
        )  # fmt: skip

    def words(self, *new: str, **environment: str) -> list[str]:
        ran = self.run("manage", "words", *new, **environment)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.split()

    @contextmanager
    def serving(self, *words: str, **environment: str) -> Iterator["Serving"]:
        process = subprocess.Popen(
            self.command(*words), cwd="/", env=self.environment | environment, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=hear_everything,
        )  # fmt: skip
        try:
            yield Serving(process)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)

    @property
    def data(self) -> Path:
        return self.path / ".kevread" / "demonstration" / "bretagne"

    def postmaster(self) -> int:
        return int((self.data / "cluster" / "data" / "postmaster.pid").read_text().split()[0])

    def processes(self) -> list[str]:
        """Command lines of what still runs out of this clone."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(self.path) in line:
                found.append(line)
        return found


def hear_everything() -> None:
    """Before it starts: tests that run under nohup, or behind a shell that left, hand down a SIGHUP that nobody hears."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Serving:
    """A `./kevread` that answered."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        for line in process.stdout:
            self.said += line
            if line.startswith("Prêt en"):
                break
        else:
            pytest.fail(f"./kevread did not start: {process.stderr.read()}")
        self.address = re.search(r"http://\S+", self.said)[0]

    def end(self, signum: int) -> int:
        self.process.send_signal(signum)
        return self.process.wait(timeout=60)


def make_clone(folder: Path, prefix: tuple[str, ...] = (), **environment: str) -> Clone:
    shutil.copy(ROOT / "kevread", folder)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "launch", folder / "launch", ignore=ignored)
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copytree(SITE, folder, dirs_exist_ok=True, ignore=ignored)
    for file in LENT:
        (folder / file).parent.mkdir(parents=True)
        shutil.copy(ROOT / file, folder / file)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEVREAD_", "DATABASE_URL", "DJANGO_", "PYTHON"))}
    return Clone(folder, kept | {"KEVREAD_PYTHON": sys.executable} | environment, list(prefix))


def make_real_clone(folder: Path) -> Clone:
    """A clone whose application is the real one, read where it is."""
    folder.mkdir()
    clone = make_clone(folder)
    for name in ("src", "federations"):
        shutil.rmtree(folder / name)
        (folder / name).symlink_to(ROOT / name)
    return clone


def lend_libraries(clone: Clone, state: Path | None = None) -> None:
    """The libraries of the tests, marked as installed there."""
    folder = state or clone.path / ".kevread"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "venv").symlink_to(sys.prefix)
    command = [*clone.prefix, sys.executable, "-c", STAMP]
    subprocess.run(command, cwd=clone.path, env=clone.environment | {"PYTHONPATH": str(clone.path)}, check=True)


def take_over(clone: Clone, other: Clone) -> None:
    """All that another clone made for itself, whose cluster rests: libraries that were lent, stamps, demonstration."""
    subprocess.run(["cp", "-Rp", other.path / ".kevread", clone.path], check=True)


def eventually(holds, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def rewrite(file, change) -> None:
    """Write the backup anew, each member as `change` wants it."""
    with tarfile.open(file) as tar:
        members = {entry.name: tar.extractfile(entry).read() for entry in tar}
    with tarfile.open(file, "w") as tar:
        for name, content in members.items():
            changed = change(name, content)
            entry = tarfile.TarInfo(name)
            entry.size = len(changed)
            tar.addfile(entry, io.BytesIO(changed))
