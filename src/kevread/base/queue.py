"""The queue: what is done after a request, by the worker. A room's jobs stand in its `jobs.py`, found by themselves.

A job calls verbs and queries, with the moment read from `base.clock`. A verb asks for one with `later(…)` inside its act:
both are committed, or neither. A job may run twice (the worker was killed before it could say that it had finished): it
calls a verb that finds nothing left to do (`tests/base/test_jobs_twice.py` runs each). It may even run at the same time (a
worker that was taken for dead still lives): what must not be done by two is done inside `alone`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection
from procrastinate import RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy


class BeingDone(Exception):  # noqa: N818 — the job waits
    """Another worker is at it, and lives: this one steps aside, and somebody looks again later."""


class Patient(RetryStrategy):
    """4 s, 16 s, 64 s, 4 min, 17 min, 68 min; each half minute, without end, what somebody else is at."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, BeingDone):
            return RetryDecision(retry_in={"seconds": 30})
        return super().get_retry_decision(exception=exception, job=job)


PATIENT: Final = Patient(max_attempts=6, exponential_wait=4)


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


@contextmanager
def alone(what: str) -> Iterator[None]:
    """What is done inside, nobody else does at the same time, with no transaction open meanwhile. Raises BeingDone when
    somebody is at it.

    A lock of the session: PostgreSQL frees it when its holder dies, so nothing is stuck; and it needs a connection that is
    not shared, never PgBouncer by transactions (`KEVREAD_DIRECT_URL`). A holder whose connection is lost while it goes on
    is taken for dead.
    """
    asked = [f"kevread.alone:{what}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", asked)
        if not cursor.fetchone()[0]:
            raise BeingDone(what)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", asked)
