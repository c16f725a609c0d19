"""Reading a database that somebody else may own: by the functions of PostgreSQL alone, and from tables that hide nothing.

Whoever owns tables may put beside ours a function of the same name that answers for them, a rule or a policy that hides
rows, a type that is written otherwise than it is read, an index or a constraint on a function that is then changed, so that
PostgreSQL believes that rows are not there. Names are looked up in `pg_catalog`, and last of all in the folder that passes
with the session, where PostgreSQL would else begin (decision 195); the rest is looked for, here for the tables of the journal,
which are read in backups of any age, and whole in `journal.schema`. An hour that no calendar of ours has (before our era,
infinity) is read as the last of all, which nothing stamped: it stops no check.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg import DataError
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.errors import LockNotAvailable
from psycopg.pq import Format

from kevread.base.picture import one_picture

log = logging.getLogger(__name__)
HELD = """
LOCK TABLE public.journal_act, public.journal_change, public.journal_seal, public.journal_chain IN ACCESS SHARE MODE
"""
# What is found under each name: the folders, and in « public » what has rows.
PASSING = "^pg_(toast_)?temp_[0-9]+$"  # the folders that pass with a session
NAMES = f"""
SELECT pg_catalog.concat('folder ', nspname, ' ', oid, ' ', pg_catalog.xidout(xmin)) FROM pg_catalog.pg_namespace
WHERE nspname OPERATOR(pg_catalog.!~) '{PASSING}'
UNION ALL SELECT pg_catalog.concat(c.relname, ' ', c.oid, ' ', c.relkind) FROM pg_catalog.pg_class c
WHERE c.relnamespace OPERATOR(pg_catalog.=) (
    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.=) 'public'
) AND c.relkind OPERATOR(pg_catalog.=) ANY ('{{r,v,m,p,f}}'::pg_catalog."char"[])
"""  # noqa: S608 — of our own words
PATIENCE = "1min"
# Until the end of the transaction nobody is waited for longer than that, and nothing cuts a long reading short, whatever was
# said of the role or of the database.
PATIENTLY = """
SELECT pg_catalog.set_config('lock_timeout', %s, true), (
    SELECT pg_catalog.count(pg_catalog.set_config(name, '0', true))
    FROM pg_catalog.unnest('{statement_timeout,transaction_timeout}'::pg_catalog.text[]) each(name)
    WHERE pg_catalog.current_setting(name, true) IS NOT NULL
)
"""
# The tables of PostgreSQL that are asked what is there: its own have a number below this one, whoever bears their name. Views
# of PostgreSQL's are asked nothing: what they say is said again in their place.
NUMBERED = 10_000
CATALOGUE = (
    "pg_aggregate", "pg_am", "pg_amop", "pg_amproc", "pg_attrdef", "pg_attribute", "pg_auth_members", "pg_cast", "pg_class",
    "pg_collation", "pg_constraint", "pg_conversion", "pg_database", "pg_db_role_setting", "pg_default_acl", "pg_depend",
    "pg_description", "pg_enum", "pg_event_trigger", "pg_extension", "pg_index", "pg_inherits", "pg_language",
    "pg_namespace", "pg_opclass", "pg_operator", "pg_opfamily", "pg_parameter_acl", "pg_policy", "pg_proc",
    "pg_publication", "pg_publication_namespace", "pg_publication_rel", "pg_range", "pg_rewrite", "pg_sequence", "pg_statistic",
    "pg_statistic_ext", "pg_statistic_ext_data", "pg_subscription", "pg_trigger", "pg_ts_config", "pg_ts_config_map",
    "pg_ts_dict", "pg_type",
)  # fmt: skip
NUMBERS = ", ".join(
    f"pg_catalog.oidsend(pg_catalog.to_regclass('pg_catalog.{name}')::pg_catalog.oid)" for name in CATALOGUE
)
MISLED = (
    "Une table de PostgreSQL a laissé son nom à une autre : ce que la base dit d’elle-même n’est peut-être pas ce qui y est, "
    "et rien n’est vérifié. Gardez-la telle quelle : quelqu’un qui tient le serveur l’a fait."
)
NEVER = datetime.max.replace(tzinfo=UTC)

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


# What somebody may write so that reading it fails: a number, a depth or a day beyond measure, a table of another form.
BEYOND = (DatabaseError, ValueError, TypeError, ArithmeticError, LookupError, RecursionError)


UNREADABLE = (
    "La vérification n’a pas pu lire la base jusqu’à la fin : rien n’y est vérifié. Gardez-la telle quelle ; le journal du "
    "serveur dit sur quoi elle s’est arrêtée."
)
HELD_BY_ANOTHER = (
    "Une autre session tient une table de la base : la vérification l’a attendue une minute, puis s’est arrêtée, et rien n’est "
    "vérifié. Le journal du serveur dit laquelle ; fermez cette session, et recommencez."
)
LENT = (
    "Pendant la vérification, une table de la base, ou le dossier où elles sont, a laissé sa place à une autre : ce qui a été "
    "lu n’est peut-être pas ce qui est écrit, et rien n’est vérifié. Si personne ne mettait Kevread à jour à cet instant, "
    "quelqu’un l’a fait pour tromper la vérification : gardez la base telle quelle, et recommencez."
)


class Unreadable(Exception):  # noqa: N818
    """The journal, or a table, could not be read to its end; it says why."""


@contextmanager
def picture_of_the_journal() -> Iterator[None]:
    """One picture, in which nobody puts another relation in the place of the journal: what `veiled` says of it is said of what
    is read; what is found under each name is the same once it is over, asked anew (decision 203). Raises Unreadable, and where
    another session holds a table for longer than a minute too; OperationalError where it is the server that does not answer."""
    try:
        with one_picture():
            with connection.cursor() as cursor:  # before anything is read: the picture begins once they are held
                cursor.execute(PATIENTLY, [PATIENCE])
                cursor.execute(HELD)
            if strange := misled():
                log.error("Another relation bears the name of a table of PostgreSQL's: %s", ", ".join(strange))
                raise Unreadable(MISLED)
            before = found_by_name()
            yield
        if found_by_name() != before:
            log.error("What is found under the names of our tables is not what was, as the check began.")
            raise Unreadable(LENT)
    except OperationalError as fault:
        if not isinstance(fault.__cause__, LockNotAvailable):
            raise
        log.exception("Another session holds a table: the journal could not be read to its end.")
        raise Unreadable(HELD_BY_ANOTHER) from fault
    except BEYOND as fault:
        log.exception("The journal could not be read to its end.")
        raise Unreadable(UNREADABLE) from fault


def misled() -> list[str]:
    """The tables of PostgreSQL's of which another relation bears the name."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NUMBERS}")
        numbers = zip(CATALOGUE, cursor.fetchone(), strict=True)
    return [name for name, number in numbers if number is None or int.from_bytes(number) >= NUMBERED]


def found_by_name() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        return frozenset(name for (name,) in cursor)


STRICT: ContextVar[bool] = ContextVar("reading_strictly", default=False)


@contextmanager
def strictly() -> Iterator[None]:
    """What is asked inside names every table with its schema, and calls no function but PostgreSQL's own. Within another, the
    same: said once."""
    if STRICT.get():
        yield
        return
    token = STRICT.set(True)
    try:
        with transaction.atomic(), whatever_the_hour(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('search_path')")
            (path,) = cursor.fetchone()
            cursor.execute(
                "SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true), "
                "pg_catalog.set_config('constraint_exclusion', 'off', true)"
            )
            yield
            cursor.execute("SELECT pg_catalog.set_config('search_path', %s, true)", [path])
    finally:
        STRICT.reset(token)


@contextmanager
def whatever_the_hour() -> Iterator[None]:
    """Inside, an hour that Python cannot tell is read as one that nobody wrote, and not refused."""
    connection.ensure_connection()
    adapters = connection.connection.adapters
    ours = adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT)

    class Lenient(Loader):
        timezone = ours.timezone  # Django asks it of the one that it made

        def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
            super().__init__(oid, context)
            self.ours = ours(oid, context)

        def load(self, data: Buffer) -> Any:
            try:
                return self.ours.load(data)
            except DataError:
                return NEVER

    try:
        adapters.register_loader("timestamptz", Lenient)
        yield
    finally:
        adapters.register_loader("timestamptz", ours)


def veiled(tables: list[str]) -> list[str]:
    """Those, of these tables, that may hide or disguise what they hold."""
    with connection.cursor() as cursor:
        cursor.execute(VEILED, [tables])
        return [name for (name,) in cursor]
