"""Each fault of the launcher is provoked on a clone of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from clones import Clone, eventually, lend_libraries, make_clone

collect_ignore = ["small_site"]


@pytest.fixture
def place() -> Iterator[Path]:
    """A short folder that every user may cross; pytest's own are private and deep."""
    folder = Path(tempfile.mkdtemp(prefix="kt-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def clone(place: Path) -> Iterator[Clone]:
    made = make_clone(place)
    lend_libraries(made)
    yield made
    assert eventually(lambda: not made.processes()), made.processes()
