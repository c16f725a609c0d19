from kevread.base import clock
from kevread.base.queue import job

from .operations import check_tables, seal_journal
from .queries import checked_since


@job(every="*/5 * * * *")
def seal() -> None:
    seal_journal(now=clock.now())


@job(every="20 * * * *")
def verify() -> None:
    """Once a night; where the worker was stopped, as soon as it is there again."""
    now = clock.watch()
    if not checked_since(clock.last_night(), now):
        check_tables(now=now)
