"""A job that is run twice: what there is after the first run is what there is after the second.

What there is: every row of every table, the queue and its letters included, what left, and what is noted out of the database.
"""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app

from kevread.base import clock
from tests.databases import as_administrator

LAST_TRY = timedelta(minutes=68)  # after the one before: see `base.queue.Patient`
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
type Prepared = tuple[dict[str, str], datetime | None]
type Prepare = Callable[[pytest.FixtureRequest], Prepared]
READY: dict[str, Prepare] = {}  # each declared job, and what gives it something to do


def ready(name: str) -> Callable[[Prepare], Prepare]:
    """What gives that job something to do; it answers its arguments, and the hour at which it runs, if not now."""

    def kept(prepare: Prepare) -> Prepare:
        assert name not in READY
        READY[name] = prepare
        return prepare

    return kept


def declared() -> set[str]:
    """The jobs of every room, and of the queue; those that the queue has of its own are never asked for."""
    return {name for name, task in app.tasks.items() if task.func.__module__.startswith("kevread.")}


def run(name: str, arguments: dict[str, str]) -> None:
    """As the worker runs it."""
    task = app.tasks[name]
    given = arguments if arguments or not is_periodic(name) else {"timestamp": 0}
    if name == "base.take_up_again":  # it speaks to the queue, which answers later
        with pytest.MonkeyPatch.context() as patched:
            at_once(task.func(**given), patched)
    else:
        task(**given)


def at_once(coroutine: Coroutine[Any, Any, None], patched: pytest.MonkeyPatch) -> None:
    """What it asks of the queue is asked here and now, on the connection of the test: neither waits for the other, whatever
    loop the driver of a browser, which other tests of this process use, holds in this thread."""

    def answering(ask: Callable[..., Any]) -> Callable[..., Any]:
        async def answered(**asked: Any) -> Any:
            return ask(**asked)

        return answered

    for name in ("execute_query", "execute_query_one", "execute_query_all"):
        patched.setattr(app.job_manager.connector, f"{name}_async", answering(getattr(app.connector, name)))
    with pytest.raises(StopIteration):
        coroutine.send(None)


def is_periodic(name: str) -> bool:
    return any(name == task for task, _ in app.periodic_registry.periodic_tasks)


def there() -> dict[str, Any]:
    """What there is, each thing under its name."""
    found: dict[str, Any] = {"letters that left": len(mail.outbox)}
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C")) FROM "{table}" t')
            found[table] = cursor.fetchone()[0]
    for folder in (Path(settings.VOTES), Path(settings.ERASURES).parent, Path(settings.JOURNAL)):
        for file in sorted(folder.rglob("*")) if folder.exists() else ():
            if file.is_file():
                found[str(file)] = sha256(file.read_bytes()).hexdigest()
    return found


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]


def twice(name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run does something; the second, as late as the queue tries again, does nothing more."""
    arguments, hour = READY[name](request)
    hours = [hour or clock.now()]
    monkeypatch.setattr(clock, "now", lambda: hours[-1])
    before = there()
    run(name, arguments)
    once = there()
    assert changed(before, once), f"« {name} » had nothing to do: run twice, it proves nothing"
    hours.append(hours[0] + LAST_TRY)
    run(name, arguments)
    again = changed(once, there())
    assert not again, f"« {name} », run twice, changes {', '.join(again)}"
