from kevread.base import clock
from kevread.base.queue import job

from .operations import seal_journal


@job(every="*/5 * * * *")
def seal() -> None:
    seal_journal(now=clock.now())
