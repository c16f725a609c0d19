from contextlib import suppress
from uuid import UUID

from kevread.base import clock
from kevread.base.queue import job
from kevread.common.actor import SYSTEM
from kevread.common.errors import NotDone

from .operations import abandon, commit_asked
from .queries import expired


@job()
def commit(made: str, asked: str) -> None:
    """Every row that nothing stops; a second run finds it done. What is refused is told on the page of the import."""
    with suppress(NotDone):
        commit_asked(made=UUID(made), asked=UUID(asked), now=clock.now())


@job(every="40 3 * * *")
def drop_what_waited() -> None:
    """A file that nobody imported in time goes with its bytes, as whoever deposited it was told."""
    now = clock.now()
    for made in expired(now):
        with suppress(NotDone):  # somebody did something of it meanwhile
            abandon(made=made, actor=SYSTEM, now=now)
