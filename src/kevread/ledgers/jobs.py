from contextlib import suppress

from kevread.base import clock
from kevread.base.queue import job
from kevread.common.actor import SYSTEM
from kevread.common.errors import NotDone

from .operations import drop
from .queries.books import expired


@job(every="50 3 * * *")
def drop_what_waited() -> None:
    """A file that nobody kept in time goes with its lines, as whoever read it was told."""
    now = clock.now()
    for book in expired(now):
        with suppress(NotDone):  # somebody did something of it meanwhile
            drop(actor=SYSTEM, book=book, now=now)
