from contextlib import suppress
from uuid import UUID

from kevread.base import clock
from kevread.base.queue import alone, job
from kevread.common.errors import NotDone

from .operations import carry_out


@job()
def purge(purge: str) -> None:
    """What was decided; a second run finds it done."""
    with alone(f"purge:{purge}"), suppress(NotDone):
        carry_out(purge=UUID(purge), now=clock.now())
