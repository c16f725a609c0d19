"""`run()`: do what the queue holds, as the worker would, on the connection of the test.

The jobs, their rows and their retries are the real ones. The worker itself is tried in tests/base/test_worker.py.
"""

import json

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status
from procrastinate.sql import queries


def run(*, failing: bool = False) -> list[str]:
    """Run what is due until nothing is; returns the names of the jobs, in order.

    A job that raises raises here. With `failing`, it is left as the worker would leave it: to be tried again later (see
    `make_due`), or given up (see `failed`)."""
    done = []
    while job := fetched():
        task = app.tasks[job.task_name]
        done.append(job.task_name)
        try:
            task(**json.loads(job.task_kwargs))  # Django's connection leaves JSON as it is written
        except Exception as error:
            if not failing:
                raise
            if again := task.get_retry_exception(error, job):
                app.job_manager.retry_job_by_id(job.id, again.retry_decision.retry_at)
            else:
                ended(job, Status.FAILED)
        else:
            ended(job, Status.SUCCEEDED)
    return done


# The manager's own words for these two are asynchronous, which a thread that drives a browser cannot wait for.


def fetched() -> Job | None:
    row = app.connector.execute_query_one(query=queries["fetch_job"], queues=None, worker_id=None)
    return Job.from_row(row) if row["id"] else None


def ended(job: Job, status: Status) -> None:
    """As the worker does: what went well leaves no row."""
    app.connector.execute_query(
        query=queries["finish_job"], job_id=job.id, status=status.value, delete_job=status is Status.SUCCEEDED
    )


def waiting() -> list[str]:
    """The names of the jobs that wait, oldest first."""
    return asked("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")


def failed() -> list[str]:
    """The names of the jobs that were given up."""
    return asked("SELECT task_name FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id")


def make_due() -> None:
    """The hour of the next try has come."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def asked(question: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [name for (name,) in cursor.fetchall()]
