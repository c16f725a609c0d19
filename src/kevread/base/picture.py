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


def once_in_a_picture[T](what: Hashable, read: Callable[[], T]) -> T:
    """What cannot change inside of one picture is read once there; elsewhere, each time."""
    seen = _seen.get()
    if seen is None:
        return read()
    if what not in seen:
        seen[what] = read()
    answer: T = seen[what]
    return answer
