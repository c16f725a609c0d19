"""Keep the list of erasures that no database holds."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from kevread.privacy.queries.outside import Listed, digest, file, listed, unlisted

log = logging.getLogger(__name__)


def note_soon() -> None:
    """Once the act is committed. The erasure is done whatever the disk answers; the job notes what this could not."""
    try:
        note_erasures()
    except OSError:
        log.exception("The list of erasures cannot be written.")


@contextmanager
def alone() -> Iterator[None]:
    """One process, one thread at a time."""
    where = file()
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(where.with_name(f".{where.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def note_erasures() -> int:
    """Add to the list those who are erased here, once that is committed; how many are new. A list that cannot be read is left
    as it is: `doctor` says it. What is not noted now (the disk is full, the process is killed) is at the next turn."""
    with alone():
        known = listed()
        if known is None:
            return 0
        new = unlisted(known)
        if new:
            salt = next(iter(known.lists), None) or token_hex(32)
            lists = known.lists | {salt: sorted({*known.lists.get(salt, ()), *(digest(salt, key) for key in new)})}
            write(Listed(lists))
    return len(new)


def write(known: Listed) -> None:
    """Whole, and there when this returns."""
    where = file()
    aside = where.with_name(f".{where.name}.new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(json.dumps({"lists": known.lists}))
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(where)
    handle = os.open(where.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
