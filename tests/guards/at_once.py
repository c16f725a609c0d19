"""Two windows at once, interleaved for certain: the second starts when the first has read and written everything, and has
not committed. What has no lock then goes wrong each time; with `at_once` of many threads, it does now and then."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

from kevread.common.errors import NotDone

PATIENCE = 60.0  # seconds: a second window neither ends nor waits for the first


def interleaved(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any, bool]:
    """What each answers, or refuses with, and whether the second waited for the first.

    The first is held in a transaction that does not commit until the second has either gone all the way, or waits for a
    lock that the first holds. Needs a database that other connections see: `apart`, `committed`. What the second raises
    that is no refusal goes through.
    """
    known, backend = threading.Event(), []

    def other() -> Any:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend.append(cursor.fetchone()[0])
            known.set()
            return told(second)
        finally:
            known.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            done = told(first)
            running = pool.submit(other)
            known.wait(PATIENCE)
            waited = waits(backend[0], lambda: running.done())
        return done, running.result(PATIENCE), waited


def told(call: Callable[[], Any]) -> Any:
    """What is answered, or what it is refused with."""
    try:
        return call()
    except NotDone as refusal:
        return refusal


def waits(backend: int, ended: Callable[[], bool]) -> bool:
    """Whether that connection waits for this one; False when it ended without."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            if ended():
                return False
            cursor.execute("SELECT pg_backend_pid() = ANY(pg_blocking_pids(%s))", [backend])
            if cursor.fetchone()[0]:
                return True
            time.sleep(0.005)
    raise AssertionError("The second window neither ended nor waited for the first.")
