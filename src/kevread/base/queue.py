"""The queue: what is done after a request, by the worker. A room's jobs stand in its `jobs.py`, found by themselves.

A job calls verbs and queries, with the moment read from `base.clock`. A verb asks for one with `later(…)` inside its act:
both are committed, or neither. A job may run twice (the worker was killed before it could say that it had finished): it
calls a verb that finds nothing left to do.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.retry import BaseRetryStrategy

# 4 s, 16 s, 64 s, 4 min, 17 min, 68 min.
PATIENT: Final = RetryStrategy(max_attempts=6, exponential_wait=4)


def job[**P](
    *, every: str = "", retry: BaseRetryStrategy = PATIENT
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Make a job of a function, named `<room>.<function>`; its arguments are JSON, given by name.

    `every` is a cron expression, in UTC, read by the worker: a time that passed while it was stopped for more than ten
    minutes is not caught up, so ask often for what there is to do rather than once on a day. `retry` says how many times a
    job that raises is run again, and when.
    """

    def registered(function: Callable[P, None]) -> Callable[P, None]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        if not every:
            app.task(name=name, retry=retry)(function)
            return function

        def on_time(timestamp: int) -> None:
            function()  # type: ignore[call-arg]  # what comes by itself has no argument

        app.periodic(cron=every, queueing_lock=name)(app.task(name=name, retry=retry)(on_time))
        return function

    return registered


def later(name: str, *, lock: str = "", urgent: bool = False, **arguments: Any) -> None:
    """Ask for a job, in the transaction that is open: RuntimeError if none is, TaskNotFound if no room has this job.

    Jobs that give the same `lock` run one after the other. What is `urgent` runs before what waits already: somebody is
    looking at their screen.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"« {name} » is asked for by a verb, in its act.")
    app.configure_task(name, allow_unknown=False, lock=lock or None, priority=int(urgent)).defer(**arguments)
