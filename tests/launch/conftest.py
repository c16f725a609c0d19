"""Each fault of the launcher is provoked on a clone of its own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from clones import Clone, eventually, lend_libraries, make_clone, take_over

from launch.lanes import MEMORY, ROOM_IN_MEMORY, unused

collect_ignore = ["small_site"]


@cache
def in_memory() -> bool:
    return unused(MEMORY) > ROOM_IN_MEMORY and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC


@contextmanager
def crossed_by_all() -> Iterator[Path]:
    """A short folder that every user may cross; pytest's own are private and deep. In memory where programs run from there and
    there is room: making the two thousand files of a database takes some disks a second."""
    folder = Path(tempfile.mkdtemp(prefix="kt-", dir=MEMORY if in_memory() else "/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def place() -> Iterator[Path]:
    with crossed_by_all() as folder:
        yield folder


@pytest.fixture(scope="session")
def started() -> Iterator[Clone]:
    """A clone whose demonstration was made ready once: the clone of a test that asks for it begins from there."""
    with crossed_by_all() as folder:
        made = make_clone(folder)
        lend_libraries(made)
        assert made.words() == ["prepare", "demonstration"]
        yield made


@pytest.fixture(scope="session")
def saved(started: Clone) -> Iterator[Clone]:
    """The same, where one more word was written, then saved in `b.tar`."""
    with crossed_by_all() as folder:
        made = make_clone(folder)
        take_over(made, started)
        made.words("un")
        assert made.run("backup", str(folder / "b.tar"), "--no-check").returncode == 0
        yield made


@pytest.fixture
def clone(place: Path, request: pytest.FixtureRequest) -> Iterator[Clone]:
    made = make_clone(place)
    begun = next((name for name in ("saved", "started") if name in request.fixturenames), None)
    if begun:
        take_over(made, request.getfixturevalue(begun))
    else:
        lend_libraries(made)
    yield made
    assert eventually(lambda: not made.processes()), made.processes()
