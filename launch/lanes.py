"""What the tests run on: a PostgreSQL for each lane, kept from one run to the next with the databases that tests copy.

A run takes the clusters that nobody holds, and makes one more when there is none: two runs at once have each their own. What
holds one is inherited by the process of the tests, so that a run that is killed gives it back when its last test ends. Nothing
of it is forced onto the disk: when the machine was started anew, it is made again.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from launch.folders import Stamps, state
from launch.locks import Hold
from launch.postgres import Cluster, Programs, way
from launch.say import Fault

EACH = 1_500_000_000  # bytes of memory: a lane has a browser, a server and a PostgreSQL


def number() -> int:
    """As many as cores, as long as each has room in memory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // EACH))


@contextmanager
def lane(programs: Programs) -> Iterator[tuple[str, int]]:
    """The URL of its server, and the descriptor that holds it."""
    folder, hold = _free()
    try:
        _require_fresh(folder, programs)
        with ExitStack() as stack:
            try:
                cluster = stack.enter_context(Cluster(folder / "cluster", programs, scratch=True).in_use())
            except Fault:  # whatever was left there can be made again
                shutil.rmtree(folder / "cluster", ignore_errors=True)
                cluster = stack.enter_context(Cluster(folder / "cluster", programs, scratch=True).in_use())
            yield cluster.url("postgres"), hold.handle.fileno()
    finally:
        hold.release()


def _free() -> tuple[Path, Hold]:
    """The first that nobody holds."""
    for rank in count(1):
        folder = state() / "tests" / str(rank)
        hold = Hold(folder / "held.lock")
        if hold.take():
            if way() == "nobody":
                folder.chmod(0o711)
            return folder, hold
        hold.release()
    raise AssertionError("there is always one more")


def _require_fresh(folder: Path, programs: Programs) -> None:
    stamps, key = Stamps(folder / "made.json"), f"{programs.major} {_start_of_machine()}"
    if not stamps.fresh("cluster", key):
        shutil.rmtree(folder / "cluster", ignore_errors=True)
        stamps.mark("cluster", key)


def _start_of_machine() -> str:
    known = Path("/proc/sys/kernel/random/boot_id")
    if known.exists():
        return known.read_text().strip()
    asked = subprocess.run(["sysctl", "-n", "kern.boottime"], capture_output=True, text=True, check=False)
    return asked.stdout.strip()
