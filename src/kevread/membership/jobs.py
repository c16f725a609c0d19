from kevread.base import clock
from kevread.base.queue import job

from .operations import forget


@job(every="41 * * * *")
def forget_unconfirmed() -> None:
    forget(now=clock.now())
