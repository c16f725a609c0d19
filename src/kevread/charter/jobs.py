from kevread.base import clock
from kevread.base.queue import job

from .operations.looking_back import look_back
from .queries.since import looked_back_since


@job(every="*/5 * * * *")
def look_back_at_night() -> None:
    """Once a night; where the worker was stopped, as soon as it is there again."""
    if not looked_back_since(clock.last_night()):
        look_back(on=clock.today(), now=clock.watch())
