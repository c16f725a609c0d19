"""Rows that somebody wrote again and put back: they say what their last act left, and that act did not write them.

PostgreSQL keeps beside each row the number of the transaction that wrote it, which no statement sets (`xmin`). An act says,
in the stamp made when it is closed, the first and the last that it took: its own, and those of its savepoints. So a row that
was changed for the minute of a gesture, hidden or lent to somebody else, is named each night from then on, whatever read it
meanwhile, until an act writes it. A row that was put in and taken out again leaves nothing: not seen. An act of before acts
said their transactions says nothing of its rows.

What honest hands write again without an act, a migration or a restoration, is noted out of the database, beside the key: from
which transaction to which, and why (`<database>.rows`, stamped). Numbers are of 32 bits beside a row: those of one that
nobody wrote for two billion transactions would be taken for others. See decision 188.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import constant_time_compare, salted_hmac
from psycopg import sql

from kevread.base import beside, clock
from kevread.base.stamped import secrets

from .files import alone, file_of

SALT = "kevread.journal.touched"
NOW = "pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint"
# The whole number of a transaction, from that beside a row and from one of about now.
WHOLE = "({now} - (({now} - {row}.xmin::text::bigint + 2147483648) & 4294967295) + 2147483648)"


def of(row: str, asked: str) -> str:
    return asked.replace("{row}", row)


# Inside an act that is being closed: the first and the last transaction that it took.
TOOK = f"""a.opened_in::text::bigint, greatest(a.opened_in::text::bigint, (
    SELECT max({WHOLE.format(now="a.opened_in::text::bigint", row="c")}) FROM journal_change c WHERE c.act_id = a.id
))"""  # noqa: S608 — of our own words
# Written again by honest hands; written by a transaction of its act. What the last restoration put back is older than it.
EXCUSED = f"""EXISTS (
    SELECT FROM unnest({{firsts}}::bigint[], {{lasts}}::bigint[]) excused(first, last) WHERE {WHOLE} BETWEEN first AND last
)"""
OWN = f"""coalesce(a.seal > {{restored}}, true)
    AND {WHOLE} BETWEEN a.opened_in::text::bigint AND a.closed_in::text::bigint"""
# A row and its last change are written by one transaction. A change that lost its salt was written by what erased it.
ROWS = f"""
SELECT t.id FROM {{name}} t JOIN LATERAL (
    SELECT c.xmin, c.act_id, c.salt FROM public.journal_change c WHERE c."row" = t.id AND c."table" = {{text}}
    ORDER BY c.id DESC LIMIT 1
) c ON true JOIN public.journal_act a ON a.id = c.act_id
WHERE a.closed_in IS NOT NULL AND NOT {of("t", EXCUSED)} AND NOT (
    {of("t", OWN)} AND (t.xmin = c.xmin OR c.salt IS NULL OR {of("c", EXCUSED)})
)
"""  # noqa: S608
CHANGES = f"""
SELECT DISTINCT c."table", c."row" FROM public.journal_change c JOIN public.journal_act a ON a.id = c.act_id
WHERE a.closed_in IS NOT NULL AND c.salt IS NOT NULL AND NOT {of("c", EXCUSED)} AND NOT ({of("c", OWN)})
"""  # noqa: S608
NEXT = f"SELECT {NOW} WHERE to_regclass('public.journal_act') IS NOT NULL"
HERE = f"SELECT {NOW}, coalesce((SELECT max(number) FROM public.journal_seal), 0)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Excused:
    """What was written by these transactions was written again by honest hands. `restored`: until which seal everything was,
    by a restoration, whose transactions are those of another server; 0 where it is none."""

    first: int
    last: int
    restored: int
    at: str
    why: str


def rows(table: str) -> Iterator[UUID]:
    """Those of a guarded table that somebody wrote again, and put back or not. Inside `strict.strictly`."""
    with connection.cursor() as cursor:
        cursor.execute(asked(ROWS, name=sql.Identifier("public", table), text=sql.Literal(table)))
        yield from (key for (key,) in cursor)


def changes() -> Iterator[tuple[str, UUID]]:
    """The table and the row of the changes that somebody wrote again in the journal itself. Inside `strict.strictly`."""
    with connection.cursor() as cursor:
        cursor.execute(asked(CHANGES))
        yield from cursor.fetchall()


def asked(question: str, **names: sql.Composable) -> sql.Composed:
    those, (now, _) = excused()[0], here()
    return sql.SQL(question).format(
        now=sql.Literal(now),
        restored=sql.Literal(max([one.restored for one in those], default=0)),
        firsts=sql.Literal([one.first for one in those]),
        lasts=sql.Literal([one.last for one in those]),
        **names,
    )


def here() -> tuple[int, int]:
    """The number of the next transaction, about, and of the last seal."""
    with connection.cursor() as cursor:
        cursor.execute(HERE)
        return cursor.fetchone()


@contextmanager
def excusing_migrations(using: str) -> Iterator[None]:
    """What the migrations that are done inside write again, those before one that fails included. Where no journal is made yet,
    nothing is written again."""
    done, first = MigrationRecorder(connections[using]).applied_migrations().keys(), next_transaction(using)
    try:
        yield
    finally:
        new = MigrationRecorder(connections[using]).applied_migrations().keys() - done
        last = next_transaction(using)
        if first and last and new:
            excuse(first, last - 1, f"Migrations : {', '.join(map('.'.join, sorted(new)))}")


def next_transaction(using: str) -> int | None:
    """Its number, about, on that connection; None where no journal was made yet."""
    with connections[using].cursor() as cursor:
        cursor.execute(NEXT)
        return next((number for (number,) in cursor), None)


def excused() -> tuple[tuple[Excused, ...], bool]:
    """What is noted beside the key, and whether the file is as Kevread wrote it: otherwise it excuses nothing."""
    try:
        said = json.loads(file_of("rows").read_bytes())
        those, stamp = tuple(Excused(**one) for one in said["excused"]), str(said["stamp"])
    except FileNotFoundError:
        return (), True
    except (OSError, ValueError, KeyError, TypeError):
        return (), False
    is_ours = any(constant_time_compare(stamp, stamp_of(those, secret)) for secret in secrets())
    return (those, True) if is_ours else ((), False)


def excuse(first: int, last: int, why: str, *, restored: int = 0) -> None:
    """What these transactions wrote is told as written by honest hands from now on, with the reason."""
    with alone():
        those, is_whole = excused()
        if not is_whole:
            file_of("rows").replace(file_of("rows.altered"))
        those = (*those, Excused(first, last, restored, clock.watch().isoformat(), why))
        said: dict[str, Any] = {
            "excused": [asdict(one) for one in those],
            "stamp": stamp_of(those, settings.SECRET_KEY),
        }
        beside.put(file_of("rows"), json.dumps(said, ensure_ascii=False, indent=1))


def excuse_all(why: str) -> None:
    """All that stands now, whoever wrote it: a restoration put it back, or whoever keeps the machine takes it for good."""
    now, seal = here()
    excuse(0, now, why, restored=seal)


def stamp_of(those: tuple[Excused, ...], secret: str) -> str:
    said = json.dumps([asdict(one) for one in those], ensure_ascii=False, sort_keys=True)
    return salted_hmac(SALT, said, secret=secret, algorithm="sha256").hexdigest()
