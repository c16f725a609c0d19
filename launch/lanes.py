"""What the tests run on: a PostgreSQL for each lane, kept from one run to the next with the databases that tests copy.

A run takes the clusters that nobody holds, and makes one more when there is none: two runs at once have each their own. What
holds one is inherited by the process of the tests, so that a run that is killed gives it back when its last test ends. Nothing
of it is forced onto the disk: when the machine was started anew, it is made again. So it stands in memory where there is room:
a database that a test has for itself is two thousand small files, which some disks take a second to copy, and memory forty
milliseconds.

Of several lanes the first alone makes what tests copy, and the others begin as copies of it, file by file, while nothing serves
it: what a transaction wrote is told by its number, which no dump keeps (`journal.touched`).
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from launch.folders import Stamps, state
from launch.locks import Hold
from launch.postgres import UNFINISHED, Cluster, Programs, way
from launch.say import Fault

EACH = 1_500_000_000  # bytes of memory: a lane has a browser, a server and a PostgreSQL
MEMORY = Path("/dev/shm")
ROOM_IN_MEMORY = 3_000_000_000  # bytes that nothing uses, for each lane: what it holds grows to half a billion
MADE = "made.json"  # of what a lane was made
COPIED = ("data", "secrets.json", "apart")  # of a cluster: the rest is of its place
OF = "of"  # beside what stands in memory: the folder of the clone that it is of


def number() -> int:
    """As many as cores, as long as each has room in memory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // EACH))


@dataclass(frozen=True)
class Lane:
    """What is held of it: its folder, its lock, and where its cluster stands."""

    folder: Path
    hold: Hold
    place: Path

    @contextmanager
    def serving(self, programs: Programs) -> Iterator[str]:
        """The URL of its server."""
        with ExitStack() as stack:
            try:
                cluster = stack.enter_context(Cluster(self.place, programs, scratch=True).in_use())
            except Fault:  # whatever was left there can be made again
                _empty(self.place, self.folder)
                cluster = stack.enter_context(Cluster(self.place, programs, scratch=True).in_use())
            yield cluster.url("postgres")

    def begin_from(self, first: "Lane", made: str) -> None:
        """A copy of that one, which rests, unless it is one already. `made`: what there is to copy. One that is cut short is
        taken for a cluster by nobody."""
        stamps = Stamps(self.folder / MADE)
        if stamps.fresh("copy", made) or (first.place / "data" / "postmaster.pid").exists():
            return
        _empty(self.place, self.folder)
        (self.place / UNFINISHED).touch()
        for name in COPIED:
            subprocess.run(["cp", "-Rp", first.place / name, self.place / name], check=True)
        (self.place / UNFINISHED).unlink()
        stamps.mark("copy", made)


@contextmanager
def lane(programs: Programs) -> Iterator[tuple[str, int]]:
    """The URL of its server, and the descriptor that holds it."""
    with _held(programs) as one, one.serving(programs) as url:
        yield url, one.hold.handle.fileno()


@contextmanager
def several(programs: Programs, number: int, fill: Callable[[str], str]) -> Iterator[list[tuple[str, int]]]:
    """As many. Where there are others, the first is given to `fill`, that says what it made there: nothing, where it failed."""
    with ExitStack() as stack:
        first, *others = [stack.enter_context(_held(programs)) for _ in range(number)]
        if others:
            with first.serving(programs) as url:
                made = fill(url)
            for other in others if made else ():
                other.begin_from(first, made)
        yield [(stack.enter_context(one.serving(programs)), one.hold.handle.fileno()) for one in (first, *others)]


@contextmanager
def _held(programs: Programs) -> Iterator[Lane]:
    folder, hold = _free()
    try:
        place = _place(folder)
        _require_fresh(folder, place, programs)
        yield Lane(folder, hold, place)
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


def _place(folder: Path) -> Path:
    """Where the cluster of this lane stands. What was left in memory by clones that are no more is taken out first."""
    for left in MEMORY.glob("kevread-lane-*"):
        with suppress(OSError):
            if _is_ours(left) and not Path((left / OF).read_text(encoding="utf-8")).is_dir():
                shutil.rmtree(left, ignore_errors=True)
    there = MEMORY / f"kevread-lane-{os.geteuid()}-{sha256(os.fsencode(folder)).hexdigest()[:10]}"
    if _is_ours(there) if there.is_dir() else unused(MEMORY) > number() * ROOM_IN_MEMORY:
        return there
    return folder / "cluster"


def _is_ours(place: Path) -> bool:
    """Not one that somebody else put there under our name: anybody may write in that folder."""
    return place.is_dir() and not place.is_symlink() and place.stat().st_uid == os.geteuid()


def unused(memory: Path) -> int:
    """Bytes that files may take there: none where there is no such place."""
    with suppress(OSError):
        if os.access(memory, os.W_OK):
            free = re.search(r"^MemAvailable: +(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE)
            return min(shutil.disk_usage(memory).free, int(free[1]) * 1024 if free else 0)
    return 0


def _empty(place: Path, folder: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o711 if way() == "nobody" else 0o700, parents=True)
    (place / OF).write_text(str(folder), encoding="utf-8")
    Stamps(folder / MADE).forget("copy")


def _require_fresh(folder: Path, place: Path, programs: Programs) -> None:
    stamps, key = Stamps(folder / MADE), f"{programs.major} {place} {_start_of_machine()}"
    if not (stamps.fresh("cluster", key) and (place / OF).exists()):
        _empty(place, folder)
        stamps.mark("cluster", key)


def _start_of_machine() -> str:
    known = Path("/proc/sys/kernel/random/boot_id")
    if known.exists():
        return known.read_text().strip()
    asked = subprocess.run(["sysctl", "-n", "kern.boottime"], capture_output=True, text=True, check=False)
    return asked.stdout.strip()
