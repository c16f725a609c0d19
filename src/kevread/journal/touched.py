"""Rows that somebody wrote again and put back: they say what their last act left, and that act did not write them.

PostgreSQL keeps beside each row the number of the transaction that wrote it, which no statement sets (`xmin`). An act says,
in the stamp made when it is closed, which it took: its own, and those of its savepoints. So a row that
was changed for the minute of a gesture, hidden or lent to somebody else, is named each night from then on, whatever read it
meanwhile. An act that writes that row says under which number it found it, beside its change (`over`): the row stays named,
until whoever keeps the machine takes it for good. A row that was put in and taken out again leaves nothing: not seen. An act
of before acts said their transactions says nothing of its rows.

What honest hands write again without an act, a migration or a restoration, is noted out of the database, beside the key: from
which transaction to which, and why (`<database>.rows`, stamped), with the server and the
database of which these numbers are (decision 203). Numbers are of 32 bits beside a row: those of one that
nobody wrote for two billion transactions would be taken for others. See decision 188.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from kevread.base import clock

from . import replaced
from .files import alone, read_stamped, write_stamped

SALT = "kevread.journal.touched"
# A number as PostgreSQL writes it, by no cast, of which somebody may make another; of 64 bits, or of the 32 beside a row.
LONG, SHORT = "pg_catalog.int8in(pg_catalog.xid8out({}))", "pg_catalog.int8in(pg_catalog.xidout({}))"
NOW = LONG.format("pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())")
# The whole number of a transaction, from that beside a row and from one of about now.
WHOLE = f"({{now}} - (({{now}} - {SHORT.format('{number}')} + 2147483648) & 4294967295) + 2147483648)"
OPENED = LONG.format("a.opened_in")


def of(number: str, asked: str) -> str:
    return asked.replace("{number}", number)


# Inside an act that is being closed: the transactions that it took, those that follow one another as one span. That of its own
# row is among them: the savepoint in which it was opened, and is closed.
TOOK = f"""pg_catalog.concat((SELECT pg_catalog.range_agg(pg_catalog.int8range(number, number, '[]')) FROM (
    SELECT {OPENED} AS number
    UNION SELECT {WHOLE.format(now=OPENED, number="a.xmin")}
    UNION SELECT {WHOLE.format(now=OPENED, number="c.xmin")} FROM journal_change c WHERE c.act_id = a.id
) each))"""  # noqa: S608 — of our own words
# Whether they are all its own: what is read, and not yet committed, is of nobody else. PostgreSQL says nothing of one that is
# long over.
ALL_OWN = f"""(SELECT coalesce(pg_catalog.bool_and(coalesce(pg_catalog.pg_xact_status(pg_catalog.xid8in(pg_catalog.int8out(
    {WHOLE.format(now=OPENED, number="c.xmin")}))), '') OPERATOR(pg_catalog.=) 'in progress'), true)
FROM journal_change c WHERE c.act_id = a.id)"""  # noqa: S608
# The same, once it is closed. One of before they were named one by one has the first and the last.
TAKEN = f"""coalesce(a.took, CASE WHEN a.closed_in IS NOT NULL THEN
    int8multirange(int8range({OPENED}, {LONG.format("a.closed_in")}, '[]')) END)"""
# Written again by honest hands; written by a transaction of its act. What the last restoration put back is older than it. The
# two first numbers are none of a transaction: rows bear them that somebody froze by hand.
EXCUSED = f"({SHORT.format('{number}')} > 2 AND {{excused}}::int8multirange @> {WHOLE})"
OWN = f"(coalesce(a.seal > {{restored}}, true) AND {TAKEN} @> {WHOLE})"
# A row and its last change are written by one transaction. A change that lost its salt was written by what erased it.
ROWS = f"""
SELECT t.id FROM {{name}} t JOIN LATERAL (
    SELECT c.xmin, c.act_id, c.salt FROM public.journal_change c WHERE c."row" = t.id AND c."table" = {{text}}
    ORDER BY c.id DESC LIMIT 1
) c ON true JOIN public.journal_act a ON a.id = c.act_id
WHERE {TAKEN} IS NOT NULL AND NOT {of("t.xmin", EXCUSED)} AND NOT (
    {of("t.xmin", OWN)} AND (t.xmin = c.xmin OR c.salt IS NULL OR {of("c.xmin", EXCUSED)})
)
"""  # noqa: S608
CHANGES = f"""
SELECT DISTINCT c."table", c."row" FROM public.journal_change c JOIN public.journal_act a ON a.id = c.act_id
WHERE {TAKEN} IS NOT NULL AND c.salt IS NOT NULL AND NOT {of("c.xmin", EXCUSED)} AND NOT ({of("c.xmin", OWN)})
"""  # noqa: S608
# Changes that began from a row which the one before had not written, though it may have said the same.
OVER = f"""
SELECT DISTINCT c."table", c."row" FROM public.journal_change c JOIN public.journal_act w ON w.id = c.act_id
JOIN LATERAL (
    SELECT p.xmin, p.act_id, p.salt FROM public.journal_change p
    WHERE p."row" = c."row" AND p."table" = c."table" AND p.id < c.id ORDER BY p.id DESC LIMIT 1
) p ON true JOIN public.journal_act a ON a.id = p.act_id
WHERE c.over IS NOT NULL AND {TAKEN} IS NOT NULL AND (w.seal IS NULL OR w.seal > greatest({{since}}, {{restored}}))
    AND NOT {of("c.over", EXCUSED)}
    AND NOT ({of("c.over", OWN)} AND (c.over = p.xmin OR p.salt IS NULL OR {of("p.xmin", EXCUSED)}))
"""  # noqa: S608
# The journal itself. The row of an act is written by the act, then by its seal, or by what erased it; that of a seal says in
# which transaction it was written, and each is later than those that come before the last (two who seal wait for each other);
# that of the chain is written with its last seal. A seal of this very transaction is ours, under whatever savepoint.
SEALED_IN, MINE = LONG.format("s.sealed_in"), LONG.format("pg_catalog.pg_current_xact_id_if_assigned()")
ACTS = f"""
SELECT a.id FROM public.journal_act a LEFT JOIN public.journal_seal s ON s.number = a.seal
WHERE {TAKEN} IS NOT NULL AND NOT {of("a.xmin", EXCUSED)} AND NOT coalesce(
    a.seal IS NULL AND {of("a.xmin", OWN)}
    OR a.xmin = s.xmin OR s.number > {{restored}} AND {of("a.xmin", WHOLE)} = {SEALED_IN}
    OR a.salt IS NULL AND EXISTS (
        SELECT FROM public.journal_erased e WHERE e.act = a.id AND e.change IS NULL AND e.xmin = a.xmin
    ), false)
"""  # noqa: S608
SEALS = f"""
SELECT s.number::text FROM (
    SELECT s.number, s.xmin AS written, {SEALED_IN} AS told, min({SEALED_IN}) OVER (
        ORDER BY s.number ROWS BETWEEN 2 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS later FROM public.journal_seal s
) s WHERE NOT {of("s.written", EXCUSED)} AND ({of("s.written", WHOLE)} <> s.told OR s.told > s.later)
    AND s.told IS DISTINCT FROM {MINE}
"""  # noqa: S608
CHAIN = f"""
SELECT c.id::text FROM public.journal_chain c JOIN public.journal_seal s ON s.number = c.number
WHERE NOT {of("c.xmin", EXCUSED)} AND c.xmin <> s.xmin
    AND NOT (s.number > {{restored}} AND {of("c.xmin", WHOLE)} = {SEALED_IN})
"""  # noqa: S608
ITSELF = {"journal_act": ACTS, "journal_seal": SEALS, "journal_chain": CHAIN}
NEXT = f"SELECT {NOW} WHERE to_regclass('public.journal_act') IS NOT NULL"
OLDEST = f"SELECT {LONG.format('pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())')}"
# For transactions that are still under way when what was written until then is excused.
PATIENCE = timedelta(seconds=10)
HERE = f"SELECT {NOW}, coalesce((SELECT max(number) FROM public.journal_seal), 0)"  # noqa: S608
# Numbers of transactions are those of one server, and of the databases that live on it.
WHOSE = """
SELECT pg_catalog.concat(c.system_identifier, ' ', d.oid) FROM pg_catalog.pg_control_system() c, pg_catalog.pg_database d
WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
"""


@dataclass(frozen=True, slots=True)
class Excused:
    """What was written by these transactions was written again by honest hands. `restored`: until which seal everything was,
    by a restoration, whose transactions are those of another server; 0 where it is none. `whose`: of which server and database
    these numbers are; a version before did not say."""

    first: int
    last: int
    restored: int
    at: str
    why: str
    whose: str = ""


def again(there: Collection[str], since: int) -> Iterator[tuple[str, UUID | str]]:
    """The table and the row of what somebody wrote again, and put back or not: a row of these guarded tables; a change, an act,
    a seal or the head of the chain in the journal itself; a row over which an act wrote after that seal. Inside
    `strict.strictly`."""
    known = known_now()
    with connection.cursor() as cursor:
        for table in there:
            name, text = sql.Identifier("public", table), sql.Literal(table)
            cursor.execute(sql.SQL(ROWS).format(name=name, text=text, **known))
            yield from ((table, key) for (key,) in cursor)
        cursor.execute(sql.SQL(CHANGES).format(**known))
        yield from cursor.fetchall()
        cursor.execute(sql.SQL(OVER).format(since=sql.Literal(since), **known))
        yield from cursor.fetchall()
        for table, question in ITSELF.items():
            cursor.execute(sql.SQL(question).format(**known))
            yield from ((table, key) for (key,) in cursor.fetchall())


def known_now() -> dict[str, sql.Composable]:
    """Of what a question may excuse: until which number transactions are, until which seal all was restored, which are."""
    those, (now, _) = excused()[0], here()
    mine = whose() if those else ""
    believed = [one for one in those if is_believed(one, now, mine)]
    return {
        "now": sql.Literal(now),
        "restored": sql.Literal(max([one.restored for one in those], default=0)),
        "excused": sql.Literal(
            f"{{{','.join(f'[{one.first},{one.last}]' for one in believed if one.first <= one.last)}}}"
        ),
    }


def here() -> tuple[int, int]:
    """The number of the next transaction, about, and of the last seal."""
    with connection.cursor() as cursor:
        cursor.execute(HERE)
        return cursor.fetchone()


def whose() -> str:
    with connection.cursor() as cursor:
        cursor.execute(WHOSE)
        return str(cursor.fetchone()[0])


def is_believed(one: Excused, now: int, mine: str) -> bool:
    """Whether these numbers are of this very database, and none is still to come: of a server whose files were put back as they
    were, those that came since are given again."""
    return one.whose == mine and one.last < now


@contextmanager
def excusing_migrations(using: str) -> Iterator[None]:
    """What the migrations that are done inside write again, those before one that fails included, and what they make of tables:
    migrations of ours, that were never made here before, whatever the list in the database says. Where no journal is made yet,
    nothing is written again."""
    done, first = MigrationRecorder(connections[using]).applied_migrations().keys(), next_transaction(using)
    made_before = done | replaced.noted_migrations()
    with replaced.following() as made:
        try:
            yield
        finally:
            new = MigrationRecorder(connections[using]).applied_migrations().keys() & of_ours() - made_before
            made.append(bool(new))
            note_migrations(using, first, new)


def of_ours() -> set[tuple[str, str]]:
    """The migrations of which there is a file."""
    return set(MigrationLoader(None).disk_migrations)


def note_migrations(using: str, first: int | None, new: Collection[tuple[str, str]]) -> None:
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
    said, is_ours = read_stamped("rows", "excused", SALT)
    return tuple(Excused(**one) for one in said or ()), is_ours


def excuse(first: int, last: int, why: str, *, restored: int = 0) -> None:
    """What these transactions wrote is told as written by honest hands from now on, with the reason. Those that are still under
    way may write anything yet, under their number and those of their savepoints: they are waited for, then what is as old as
    the oldest is not excused."""
    last = min(last, oldest_under_way(last) - 1)
    now, mine = here()[0], whose()
    with alone():
        kept = (one for one in excused()[0] if one.whose != mine or is_believed(one, now, mine))
        those = (*kept, Excused(first, last, restored, clock.watch().isoformat(), why, mine))
        write_stamped("rows", "excused", [asdict(one) for one in those], SALT)


def oldest_under_way(last: int) -> int:
    """The number of the oldest transaction that is not ended, once it is greater than that, or patience has an end."""
    until = time.monotonic() + PATIENCE.total_seconds()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(OLDEST)
            oldest = int(cursor.fetchone()[0])
        if oldest > last or time.monotonic() > until:
            return oldest
        time.sleep(0.2)


def excuse_all(why: str, until: tuple[int, int] | None = None) -> None:
    """All that stands now, whoever wrote it: a restoration put it back, or whoever keeps the machine takes it for good.
    `until`: where it stood when they looked (`here`); what was written since they did not see."""
    now, seal = until or here()
    excuse(3, now - 1, why, restored=seal)
