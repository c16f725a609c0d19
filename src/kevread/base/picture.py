"""Reading the database at one moment: what somebody else writes meanwhile is not seen half."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from psycopg import sql

_seen: ContextVar[dict[Hashable, Any] | None] = ContextVar("seen_in_the_picture", default=None)


@contextmanager
def one_picture(*held: str) -> Iterator[None]:
    """Everything inside is read at one moment, and PostgreSQL refuses what would be written.

    `held`: our tables that are held first, so that nobody makes it wait between that moment and their reading.
    Inside another transaction, as tests are, nothing is written either, but the moment is that of each reading.
    """
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION {'ISOLATION LEVEL REPEATABLE READ, ' if is_first else ''}READ ONLY")
            if held:
                names = sql.SQL(", ").join(sql.Identifier("public", name) for name in held)
                cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
        token = _seen.set({} if is_first else _seen.get())
        try:
            yield
        finally:
            _seen.reset(token)


AT_MOST = "10ms"


@contextmanager
def waiting_for_nobody(*held: str) -> Iterator[None]:
    """Each question inside reads what stands as it begins, and none waits: these tables and their indexes are held first, and
    what would wait for anything else longer than an instant raises OperationalError (`LockNotAvailable`)."""
    taken = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT 1 FROM {}").format(sql.Identifier("public", name)) for name in held
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("{} LIMIT 0").format(taken))  # planning takes the tables, and all their indexes
        cursor.execute(
            "SELECT pg_catalog.current_setting('lock_timeout'), pg_catalog.set_config('lock_timeout', %s, true)",
            [AT_MOST],
        )
        (before, _) = cursor.fetchone()
        yield
        cursor.execute("SELECT pg_catalog.set_config('lock_timeout', %s, true)", [before])


def once_in_a_picture[T](what: Hashable, read: Callable[[], T]) -> T:
    """What cannot change inside of one picture is read once there; elsewhere, each time."""
    seen = _seen.get()
    if seen is None:
        return read()
    if what not in seen:
        seen[what] = read()
    answer: T = seen[what]
    return answer
