"""Who does what at the same time. The kernel frees these locks when a process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch.say import say


@contextmanager
def alone(path: Path, waiting: str) -> Iterator[None]:
    """Wait for one's turn, saying so once."""
    with _open(path) as handle:
        if not _take(handle, fcntl.LOCK_EX):
            say(waiting)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Hold:
    """A lock taken without waiting, kept until `release()`."""

    def __init__(self, path: Path) -> None:
        self.handle = _open(path)

    def take(self, *, shared: bool = False) -> bool:
        return _take(self.handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)

    def release(self) -> None:
        self.handle.close()


def _open(path: Path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")


def _take(handle, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
