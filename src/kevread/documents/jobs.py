from kevread.base import clock
from kevread.base.queue import job

from .operations.chunks import read_kept
from .operations.nudging import nudge, to_nudge


@job(every="23 7 * * *")
def remind_signers() -> None:
    """Each person by themselves: one who cannot be written to holds back no other. The job fails once all were tried, and is
    run again; of what was written of, nothing is written twice."""
    failed = []
    for person, circles in to_nudge(clock.now()):
        try:
            nudge(person=person, circles=circles, now=clock.now())
        except Exception as error:  # noqa: BLE001 — told together below
            failed.append(error)
    if failed:
        raise ExceptionGroup("Some signatures were not reminded of.", failed)


@job(every="*/5 * * * *")
def read_what_is_kept() -> None:
    """A part at a time: the rest waits for the next. Run twice at once, nothing is written twice."""
    read_kept()
