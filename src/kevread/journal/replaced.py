"""Tables in the place of which somebody put others for a minute.

Whoever is a superuser gives a table the file of its twin, or an index one that hides a row, and gives it back: no row was
written again (`journal.touched`), and what our migrations made is there as before (`journal.schema`). But PostgreSQL keeps,
beside what it says of each table, index and column, the number of the transaction that said it, and the file in which each
stands. A digest of these, table by table, is noted out of the database beside the key (`<database>.tables`, stamped) when
migrations end, and when whoever keeps the machine takes a database for good: each night compares. A table whose file the
application has made anew (`Model.MADE_ANEW`) is held by its columns alone. See decision 194.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from .files import alone, read_stamped, write_stamped
from .schema import Difference
from .strict import strictly

SALT = "kevread.journal.replaced"
type Marks = dict[str, str]
# Of each table: itself, its columns, its indexes, and the table in which its long values stand.
STANDING = """
WITH ours AS (SELECT oid, relname, reltoastrelid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'),
parts AS (
    SELECT relname, oid FROM ours UNION ALL SELECT relname, reltoastrelid FROM ours WHERE reltoastrelid <> 0
    UNION ALL SELECT o.relname, i.indexrelid FROM ours o JOIN pg_index i ON i.indrelid IN (o.oid, o.reltoastrelid)
)
SELECT relname, encode(sha256(convert_to(string_agg(said, ',' ORDER BY said), 'UTF8')), 'hex') FROM (
    SELECT p.relname, concat_ws(' ', 'c', c.oid, c.xmin, c.relfilenode) FROM parts p JOIN pg_class c ON c.oid = p.oid
        WHERE p.relname <> ALL (%(anew)s)
    UNION ALL SELECT p.relname, concat_ws(' ', 'i', i.indexrelid, i.xmin) FROM parts p JOIN pg_index i ON i.indexrelid = p.oid
        WHERE p.relname <> ALL (%(anew)s)
    UNION ALL SELECT o.relname, concat_ws(' ', 'a', a.attnum, a.xmin) FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid
) each(relname, said) GROUP BY 1
"""


def standing() -> Marks:
    anew = [model._meta.db_table for model in apps.get_models() if getattr(model, "MADE_ANEW", False)]  # noqa: SLF001
    with strictly(), connection.cursor() as cursor:
        cursor.execute(STANDING, {"anew": anew})
        return dict(cursor.fetchall())


def noted() -> tuple[Marks | None, bool]:
    """What is noted beside the key, None where nothing is yet; and whether the file is as Kevread wrote it."""
    return read_stamped("tables", "tables", SALT)


def replaced() -> list[Difference]:
    """The tables that are noted, and of which what PostgreSQL says was said again since. Inside `strict.strictly`."""
    marks, there = noted()[0] or {}, standing()
    return sorted(
        Difference("table", name, "replaced") for name in marks.keys() & there.keys() if marks[name] != there[name]
    )


@contextmanager
def following() -> Iterator[list[bool]]:
    """What migrations and rights make of tables inside is noted, once the list that is given says that there was one; those
    before one that fails included. A table that was replaced before stays so, and a file that is not ours stays as it is."""
    done: list[bool] = []
    before, (known, is_ours) = standing(), noted()
    wrong = {name: mark for name, mark in (known or {}).items() if before.get(name, mark) != mark}
    try:
        yield done
    finally:
        if is_ours and any(done):
            there = standing()
            note(there | {name: mark for name, mark in wrong.items() if name in there})


def note_all() -> None:
    """All stands as it should: a restoration made it, or whoever keeps the machine takes it for good."""
    note(standing())


def note(marks: Marks) -> None:
    with alone():
        write_stamped("tables", "tables", marks, SALT)
