"""Tables in the place of which somebody put others for a minute.

Whoever is a superuser gives a table the file of its twin, or an index one that hides a row, and gives it back: no row was
written again (`journal.touched`), and what our migrations made is there as before (`journal.schema`). But PostgreSQL keeps,
beside what it says of each table, index and column, the number of the transaction that said it, and the file in which each
stands. A digest of these, table by table, is noted out of the database beside the key (`<database>.tables`, stamped) when
migrations end, and when whoever keeps the machine takes a database for good: each night compares. A table whose file the
application has made anew (`Model.MADE_ANEW`) is held by its columns, by whether another was ever read with it, and by its name,
of which its type keeps the number: `CLUSTER` leaves that one. See decisions 194 and 195.

So are what hangs on each table, and what PostgreSQL says that it calls, whole, its own things included: a trigger off for a
minute, a function put back, an operator of PostgreSQL's own that called another. And which migrations were made: one that
somebody takes out of the list, to have it made again while they write, is named, and what it then wrote is not excused. See
decision 195.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from .catalogue import ANSWERING, OWN_TYPES
from .files import alone, read_stamped, write_stamped
from .schema import Difference
from .strict import PASSING, strictly

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
    UNION ALL SELECT o.relname, 'inherited' FROM ours o JOIN pg_class c ON c.oid = o.oid
        WHERE o.relname = ANY (%(anew)s) AND c.relhassubclass
    UNION ALL SELECT p.relname, concat_ws(' ', 'i', i.indexrelid, i.xmin) FROM parts p JOIN pg_index i ON i.indexrelid = p.oid
        WHERE p.relname <> ALL (%(anew)s)
    UNION ALL SELECT o.relname, concat_ws(' ', 'a', a.attnum, a.xmin) FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid
) each(relname, said) GROUP BY 1
"""
# Of a table that is made anew: which it is, and what last said its name, its folder or whose it is, noted with its type.
NAMED = """
SELECT c.relname, concat(c.oid, ' ', int8in(xidout(t.xmin))) FROM pg_class c JOIN pg_type t ON t.oid = c.reltype
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname = ANY (%(anew)s)
"""
# What hangs on each: triggers, those of PostgreSQL's own included, constraints, values by default, rules, policies.
HANGING = """
SELECT c.relname, encode(sha256(string_agg(said, ''::bytea ORDER BY said)), 'hex') FROM (
    SELECT tgrelid, byteacat('t', byteacat(oidsend(oid), xidsend(xmin))) FROM pg_trigger
    UNION ALL SELECT conrelid, byteacat('c', byteacat(oidsend(oid), xidsend(xmin))) FROM pg_constraint
    UNION ALL SELECT adrelid, byteacat('d', byteacat(oidsend(oid), xidsend(xmin))) FROM pg_attrdef
    UNION ALL SELECT ev_class, byteacat('r', byteacat(oidsend(oid), xidsend(xmin))) FROM pg_rewrite
    UNION ALL SELECT polrelid, byteacat('p', byteacat(oidsend(oid), xidsend(xmin))) FROM pg_policy
) each(relation, said) JOIN pg_class c ON c.oid = each.relation AND c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
GROUP BY 1
"""
# What PostgreSQL says that it calls, whole; but what comes and goes with the extensions by which a server is looked after.
LOOKED_AFTER = """NOT EXISTS (
    SELECT FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
    WHERE d.classid = 'pg_proc'::regclass AND d.objid = t.oid AND d.deptype = 'e' AND t.oid >= 16384
        AND e.extname IN ('pg_stat_statements', 'amcheck') AND t.probin = concat('$libdir/', e.extname)
)"""
CATALOGUE = " UNION ALL ".join(
    f"""SELECT '{table}', encode(sha256(coalesce(string_agg(byteacat(oidsend({key}), xidsend(xmin)), ''::bytea
        ORDER BY {key}), '')), 'hex')
    FROM pg_catalog.{table} t {f"WHERE {LOOKED_AFTER}" if table == "pg_proc" else OWN_TYPES.get(table, "")}"""  # noqa: S608
    for table, key in ANSWERING.items()
)
# Each folder: one that gave its name to another for a minute gave all its tables with it.
FOLDERS = f"""SELECT nspname, concat(oid, ' ', int8in(xidout(xmin))) FROM pg_catalog.pg_namespace
WHERE nspname OPERATOR(pg_catalog.!~) '{PASSING}'"""  # noqa: S608 — of our own words
READ = "SELECT coalesce(has_table_privilege(to_regclass('public.django_migrations'), 'SELECT'), false)"  # not before rights are
MIGRATIONS = "SELECT concat(app, '.', name) FROM public.django_migrations"
# How each mark is called in the file, and what it is of.
HUNG, ANSWERS, FOLDER, MIGRATION, NAME = "hung ", "answers ", "folder ", "migration ", "name "
HOWS = {HUNG: "rewritten", ANSWERS: "rewritten", FOLDER: "lent", MIGRATION: "missing"}
KINDS = {HUNG: "hanging", ANSWERS: "catalogue", FOLDER: "folder", MIGRATION: "migration"}


def standing() -> Marks:
    """Of each table, and of what hangs on it; of what PostgreSQL says that it calls; of the folders; of the migrations that are
    made."""
    anew = [model._meta.db_table for model in apps.get_models() if getattr(model, "MADE_ANEW", False)]  # noqa: SLF001
    with strictly(), connection.cursor() as cursor:
        cursor.execute(STANDING, {"anew": anew})
        marks = dict(cursor.fetchall())
        for prefix, question in ((NAME, NAMED), (HUNG, HANGING), (ANSWERS, CATALOGUE), (FOLDER, FOLDERS)):
            cursor.execute(question, {"anew": anew} if prefix == NAME else None)
            marks |= {f"{prefix}{name}": mark for name, mark in cursor}
        cursor.execute(READ)
        if cursor.fetchone()[0]:
            cursor.execute(MIGRATIONS)
            marks |= {f"{MIGRATION}{name}": "made" for (name,) in cursor}
        return marks


def noted() -> tuple[Marks | None, bool]:
    """What is noted beside the key, None where nothing is yet; and whether the file is as Kevread wrote it."""
    return read_stamped("tables", "tables", SALT)


def noted_migrations() -> set[tuple[str, str]]:
    """The migrations that were made when something was last noted."""
    names = (mark.removeprefix(MIGRATION) for mark in noted()[0] or {} if mark.startswith(MIGRATION))
    return {(app, name) for app, _, name in (one.partition(".") for one in names)}


def replaced() -> list[Difference]:
    """What is noted, and of which what PostgreSQL says was said again since. Inside `strict.strictly`."""
    marks, there = noted()[0] or {}, standing()
    return sorted({difference(name) for name in marks if differs(name, marks, there)})


def differs(name: str, marks: Marks, there: Marks) -> bool:
    """A table that is no longer there is missing to `journal.schema`; nothing else says it of a migration."""
    return name in marks and there.get(name, "" if name.startswith(MIGRATION) else marks[name]) != marks[name]


def difference(name: str) -> Difference:
    prefix = next((prefix for prefix in (*KINDS, NAME) if name.startswith(prefix)), "")
    how = HOWS.get(prefix, "replaced")
    return Difference(KINDS.get(prefix, "table"), name.removeprefix(prefix), how)


@contextmanager
def following() -> Iterator[list[bool]]:
    """What migrations and rights make of tables inside is noted, once the list that is given says that there was one; those
    before one that fails included. A table that was replaced before stays so, and a file that is not ours stays as it is."""
    done: list[bool] = []
    before, (known, is_ours) = standing(), noted()
    wrong = {name: mark for name, mark in (known or {}).items() if differs(name, known or {}, before)}
    try:
        yield done
    finally:
        there = standing() if is_ours else {}
        if is_ours and any(done):
            note(there | {name: mark for name, mark in wrong.items() if name in there or name.startswith(MIGRATION)})
        elif known and there.keys() - known.keys():  # of before this was noted
            note(there | known)


def note_all() -> None:
    """All stands as it should: a restoration made it, or whoever keeps the machine takes it for good."""
    note(standing())


def note(marks: Marks) -> None:
    with alone():
        write_stamped("tables", "tables", marks, SALT)
