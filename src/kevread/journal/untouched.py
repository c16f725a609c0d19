"""Whether what watches over the tables, during an act, is what our migrations make.

Whoever owns the tables plants a trigger for a minute, and a verb writes what nobody typed: the act is told as that of its
person, closed and stamped with it, and nothing is left to be found that night. So it is looked for as each act is closed, in
its transaction. What acted on a table that the act wrote or read is still there: PostgreSQL lets nobody take out a trigger, a
rule or a policy of a table, nor the table, before the transaction that used it ends. A function is put back without a
lock, but not its row: its `xmin` says that it was written since. And triggers fire: a session that its role was told to pass
over them writes nothing that the journal follows.

An operator, or a function that bears the name of another, answers in the place of PostgreSQL's own where it takes more exactly
what is asked (« period contains this day » of every range): rows are as they were, and a mandate that ended is in force. So it
is looked for too where rows are held against their acts, in the picture in which they are read.
"""

import logging
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from kevread.common.errors import Refused

from .catalogue import NAME
from .schema import differences
from .strict import strictly

log = logging.getLogger(__name__)
KINDS = ("table", "trigger", "rule", "policy", "function", "operator")
# All functions of these names.
NAMESAKES = f"""
SELECT p.proname, concat({NAME.format("p.proname")}, '(', pg_get_function_identity_arguments(p.oid), ')')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proname = ANY (%s)
"""  # noqa: S608 — of our own words
# Which database, what hangs on its tables, its functions, whether triggers fire: two digests of numbers, in some six tenths
# of a millisecond.
PICTURE = """
SELECT (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())::pg_catalog.text,
    (SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', h.kind, h.oid, h.said), ',' ORDER BY h.kind, h.oid))
    FROM (
        SELECT 't'::pg_catalog.text AS kind, oid, xmin::pg_catalog.text AS said FROM pg_catalog.pg_trigger
        WHERE NOT tgisinternal OR tgenabled OPERATOR(pg_catalog.<>) 'O'::pg_catalog."char"
        UNION ALL SELECT 'r', oid, xmin::pg_catalog.text FROM pg_catalog.pg_rewrite
            WHERE oid OPERATOR(pg_catalog.>=) '16384'::pg_catalog.oid
        UNION ALL SELECT 'p', oid, xmin::pg_catalog.text FROM pg_catalog.pg_policy
        UNION ALL SELECT 'c', oid, pg_catalog.concat_ws(' ', relname, relkind, relrowsecurity, relforcerowsecurity)
            FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.>=) '16384'::pg_catalog.oid
            AND relnamespace OPERATOR(pg_catalog.=) 'public'::pg_catalog.regnamespace
            AND relkind OPERATOR(pg_catalog.=) ANY ('{r,v,m,p,f}'::pg_catalog."char"[])
    ) h),
    (SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', f.oid, f.said), ',' ORDER BY f.oid, f.said))
    FROM (
        SELECT oid, xmin::pg_catalog.text AS said FROM pg_catalog.pg_proc
            WHERE oid OPERATOR(pg_catalog.>=) '16384'::pg_catalog.oid
        UNION ALL SELECT oid, pg_catalog.concat('o', xmin) FROM pg_catalog.pg_operator
            WHERE oid OPERATOR(pg_catalog.>=) '16384'::pg_catalog.oid
    ) f),
    pg_catalog.current_setting('session_replication_role')
"""
# Where a name is looked for: PostgreSQL's own things, then ours; not a folder put before, nor a table of ours that passes with
# the session.
NAMES = """(SELECT pg_catalog.array_agg(s ORDER BY rank)::pg_catalog.text
FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY each(s, rank)
WHERE s::pg_catalog.text OPERATOR(pg_catalog.!~) '^pg_temp_' OR EXISTS (
    SELECT FROM pg_catalog.pg_class t JOIN pg_catalog.pg_class o ON o.relname OPERATOR(pg_catalog.=) t.relname
    WHERE t.relnamespace OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema()
    AND o.relnamespace OPERATOR(pg_catalog.=) 'public'::pg_catalog.regnamespace
))"""
OURS = "{pg_catalog,public}"


class Picture(NamedTuple):
    database: str
    hung: str
    functions: str
    fires: str  # « origin »: triggers do; what a superuser gives a role or a database may say otherwise


KNOWN: dict[str, Picture] = {}  # by database: the last that was found to be ours
CHANGED = (
    "La base de Kevread a été modifiée par une autre main pendant cet enregistrement : rien n’est enregistré. "
    "Prévenez qui tient le serveur, puis recommencez."
)
STRANGE = (
    "La base de Kevread n’est pas telle que Kevread l’a faite : rien n’est enregistré. Prévenez qui tient le serveur : "
    "la vérification du journal dit ce qui diffère."
)


def look() -> Picture:
    with connection.cursor() as cursor:
        cursor.execute(PICTURE)
        return Picture(*cursor.fetchone())


def not_ours(kinds: Collection[str] = KINDS) -> list[str]:
    """What hangs otherwise than our migrations do on the tables that they make, the functions that were changed, and what
    answers in the place of PostgreSQL's own; not what somebody keeps beside, on tables and under names of their own."""
    with strictly():
        found = differences(kinds)
        standing_in = answering_for_others({one.name for one in found if one.kind == "function" and one.how == "added"})
        return [one.said for one in found if one.is_of_ours or (one.kind == "function" and one.name in standing_in)]


def answering_for_others(added: set[str]) -> set[str]:
    """Of these functions, those that bear the name of another: where it takes more exactly what it is given, it is called."""
    by_name = {name: name.partition("(")[0] for name in added}
    if not by_name:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(NAMESAKES, [list(by_name.values())])
        others = {name for name, whole in cursor if whole not in added}
    return {whole for whole, name in by_name.items() if name in others}


def while_reading() -> None:
    """Raises Refused when something is not ours, in the picture in which rows are read and held against their acts. What is
    found is not kept as known: an act that is under way may have seen what was there before."""
    at_opening()
    if look() != KNOWN[connection.settings_dict["NAME"]]:
        require(not_ours())


def at_opening() -> None:
    """What this process finds first in a database is compared whole, once. Raises Refused."""
    name = connection.settings_dict["NAME"]
    if name not in KNOWN:
        now = look()
        require(not_ours())
        KNOWN[name] = now


def at_closing(now: Picture, *, all_own: bool, names: str) -> None:
    """Raises Refused when something is not ours, when names are looked for elsewhere, when another transaction than its own
    wrote in the act (`all_own`), or when a function was written since it was looked at, even as it was: known from then on, it
    stops nothing more."""
    if now.fires != "origin":
        require(["session_replication_role"])
    if names != OURS:
        require([f"search_path: {names}"])
    if not all_own:
        log.error("Somebody else wrote a change into an act that was open: the act was not kept.")
        raise Refused(CHANGED)
    name = connection.settings_dict["NAME"]
    known = KNOWN.get(name)
    if known == now:
        return
    require(not_ours())
    KNOWN[name] = now
    if known and known.database == now.database and known.functions != now.functions:
        log.error("A function of the database was written while an act was open: the act was not kept.")
        raise Refused(CHANGED)


def require(found: list[str]) -> None:
    if found:
        log.error("The database is not as Kevread made it: nothing is written. %s", " ; ".join(found[:20]))
        raise Refused(STRANGE)
