from datetime import UTC, timedelta

from kevread.base import clock
from kevread.base.queue import job

from .operations import check_tables, seal_journal
from .queries import checked_since

NIGHT = 2  # o'clock, by universal time: three or four in the morning


@job(every="*/5 * * * *")
def seal() -> None:
    seal_journal(now=clock.now())


@job(every="20 * * * *")
def verify() -> None:
    """Once a night; where the worker was stopped, as soon as it is there again."""
    now = clock.watch()  # the real hour, whatever the day on which a demonstration lives
    night = now.astimezone(UTC).replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    night -= timedelta(days=now < night)
    if not checked_since(night, now):
        check_tables(now=now)
