"""Reading a database that somebody else may own: by the functions of PostgreSQL alone, and from tables that hide nothing.

Whoever owns tables may put beside ours a function of the same name that answers for them, a rule or a policy that hides
rows, a type that is written otherwise than it is read, an index or a constraint on a function that is then changed, so that
PostgreSQL believes that rows are not there. Names are looked up in `pg_catalog` only; the rest is looked for, here for the
tables of the journal, which are read in backups of any age, and whole in `journal.schema`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Tables of which what is read may not be what is there.
VEILED = """
SELECT DISTINCT c.relname FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typelem <> 0
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s) AND (
    c.relkind <> 'r' OR c.relrowsecurity OR c.relhasrules
    OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
    OR EXISTS (SELECT FROM pg_inherits i WHERE c.oid IN (i.inhparent, i.inhrelid))
    OR 'pg_catalog'::regnamespace <> ANY (ARRAY[t.typnamespace, coalesce(e.typnamespace, t.typnamespace)])
    OR EXISTS (
        SELECT FROM pg_depend d JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
        WHERE p.pronamespace <> 'pg_catalog'::regnamespace AND p.proname NOT IN ('f_unaccent', 'french_words') AND (
            d.classid = 'pg_class'::regclass AND d.objid IN (SELECT indexrelid FROM pg_index WHERE indrelid = c.oid)
            OR d.classid = 'pg_constraint'::regclass AND d.objid IN (SELECT oid FROM pg_constraint WHERE conrelid = c.oid)
        )
    )
) ORDER BY 1
"""


@contextmanager
def strictly() -> Iterator[None]:
    """What is asked inside names every table with its schema, and calls no function but PostgreSQL's own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        (path,) = cursor.fetchone()
        cursor.execute(
            "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true), "
            "pg_catalog.set_config('constraint_exclusion', 'off', true)"
        )
        yield
        cursor.execute("SELECT pg_catalog.set_config('search_path', %s, true)", [path])


def veiled(tables: list[str]) -> list[str]:
    """Those, of these tables, that may hide or disguise what they hold."""
    with connection.cursor() as cursor:
        cursor.execute(VEILED, [tables])
        return [name for (name,) in cursor]
