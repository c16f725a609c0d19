"""Work that makes many values at once, without Python's search for cycles among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """A large network makes a million values, none in a cycle, and walking them again and again took a third of the time of
    verdicts (bench/charter.py), half of that of reading a large file. Python looks again afterwards."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
