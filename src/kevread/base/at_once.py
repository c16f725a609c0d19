"""Two who write at the same instant, each waiting for the other: PostgreSQL lets one through, the other is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from kevread.common.errors import Refused


@contextmanager
def one_of_two() -> Iterator[None]:
    """Rows that are locked, and periods that may not overlap, which are compared after they are written: two at once may wait
    for each other. Raises Refused in the one that PostgreSQL stops."""
    try:
        yield
    except OperationalError as fault:
        if not isinstance(fault.__cause__, DeadlockDetected):
            raise
        raise Refused(
            "Quelqu’un d’autre écrivait ici au même instant : rien n’a été enregistré. Relisez la page, puis recommencez."
        ) from fault
