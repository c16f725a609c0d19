from contextlib import suppress
from uuid import UUID

from kevread.base import clock
from kevread.base.queue import BeingDone, alone, job
from kevread.common.errors import NotDone

from .operations import carry_out, note_erasures, redo_erasures


@job()
def purge(purge: str) -> None:
    """What was decided; a second run finds it done."""
    with alone(f"purge:{purge}"), suppress(NotDone):
        carry_out(purge=UUID(purge), now=clock.now())


@job(every="35 * * * *")
def redo() -> None:
    """Who was erased, and came back with a backup; a second run finds it done."""
    with suppress(BeingDone), alone("erasures"):
        note_erasures()
        redo_erasures(now=clock.now())
