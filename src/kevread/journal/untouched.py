"""Whether what watches over the tables, during an act, is what our migrations make.

Whoever owns the tables plants a trigger for a minute, and a verb writes what nobody typed: the act is told as that of its
person, closed and stamped with it, and nothing is left to be found that night. So it is looked for as each act is closed, in
its transaction. What acted on a table that the act wrote or read is still there: PostgreSQL lets nobody take out a trigger, a
rule or a policy of a table, nor the table, before the transaction that used it ends. A function is put back without a
lock, but not its row: its `xmin` says that it was written since; so is a folder (« public » under
another name, and another under its own). And triggers fire: a session that its role was told to pass over them writes nothing
that the journal follows.

An operator, or a function that bears the name of another, answers in the place of PostgreSQL's own where it takes more exactly
what is asked (« period contains this day » of every range): rows are as they were, and a mandate that ended is in force. So it
is looked for too where rows are held against their acts, in the picture in which they are read.

A superuser says that a trigger is internal, that a function is PostgreSQL's own by its number, that a number is written
otherwise: nobody is believed. All of them are looked at, PostgreSQL's own included, and no cast is called (decision 195).
"""

import logging
import re
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from kevread.common.errors import Refused

from .catalogue import NAME
from .schema import differences, made
from .strict import MISLED, NUMBERS, PASSING, misled, strictly

log = logging.getLogger(__name__)
KINDS = ("table", "column", "constraint", "trigger", "rule", "policy", "function", "operator", "cast", "event")
# All functions of these names.
NAMESAKES = f"""
SELECT p.proname, concat({NAME.format("p.proname")}, '(', pg_get_function_identity_arguments(p.oid), ')')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proname = ANY (%s)
"""  # noqa: S608 — of our own words
# All functions that these tables call by themselves: in an index, a value by default, a constraint.
CALLED = f"""
SELECT DISTINCT concat({NAME.format("p.proname")}, '(', pg_get_function_identity_arguments(p.oid), ')') FROM (
    SELECT indrelid, unnest(ARRAY[indexprs, indpred]::text[]) FROM pg_index
    UNION ALL SELECT adrelid, adbin::text FROM pg_attrdef UNION ALL SELECT conrelid, conbin::text FROM pg_constraint
) each(relation, said) JOIN pg_class c ON c.oid = each.relation AND c.relnamespace = 'public'::regnamespace
CROSS JOIN LATERAL regexp_matches(each.said, ':(?:func|opfunc)id ([0-9]+)', 'g') call(number)
JOIN pg_proc p ON p.oid = call.number[1]::oid JOIN pg_namespace n ON n.oid = p.pronamespace WHERE c.relname = ANY (%s)
"""  # noqa: S608
LINES = "pg_catalog.string_agg(pg_catalog.byteacat(pg_catalog.oidsend({0}), pg_catalog.xidsend(xmin)), ''::pg_catalog.bytea)"


def each_line(table: str, key: str = "oid", which: str = "") -> str:
    """A digest of all that this table of PostgreSQL's holds: of each line its number, and that of the transaction that wrote
    it, as PostgreSQL itself sends them, by no cast."""
    return f"(SELECT pg_catalog.sha256({LINES.format(key)}) FROM pg_catalog.{table} {which})"  # noqa: S608


# Which database, what hangs on its tables, is read with them or found before them, what answers what it is asked, whether
# triggers fire: numbers, in some two milliseconds.
HUNG = {
    "pg_trigger": ("oid",),
    "pg_rewrite": ("oid",),
    "pg_policy": ("oid",),
    "pg_event_trigger": ("oid",),
    "pg_attrdef": ("oid",),
    "pg_inherits": ("inhrelid",),
    "pg_index": ("indexrelid", "WHERE indexprs IS NOT NULL OR indpred IS NOT NULL"),
}
# The rest of what PostgreSQL calls is read by the night (`journal.replaced`).
ANSWERS = ("pg_proc", "pg_operator", "pg_cast")
# The folders in which names are found, « public » among them: one that gave its name to another has another row, even put back.
# Not those that pass with a session.
FOLDERS = ("pg_namespace", "oid", f"WHERE nspname OPERATOR(pg_catalog.!~) '{PASSING}'")
PICTURE = f"""
SELECT (SELECT pg_catalog.concat(d.oid) FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()),
    pg_catalog.concat({", '|', ".join(each_line(table, *more) for table, more in HUNG.items())}, '|', (
        SELECT pg_catalog.md5(pg_catalog.string_agg(
            pg_catalog.concat_ws(' ', oid, relname, relkind, relchecks, relrowsecurity, relforcerowsecurity), ',' ORDER BY oid
        )) FROM pg_catalog.pg_class WHERE relnamespace OPERATOR(pg_catalog.=) 'public'::pg_catalog.regnamespace
        AND relkind OPERATOR(pg_catalog.=) ANY ('{{r,v,m,p,f}}'::pg_catalog."char"[])
        OR relnamespace OPERATOR(pg_catalog.=) 'pg_catalog'::pg_catalog.regnamespace AND relname OPERATOR(pg_catalog.!~) '^pg_'
    )),
    pg_catalog.concat({", '|', ".join(each_line(table) for table in ANSWERS)}, '|', {each_line(*FOLDERS)}),
    pg_catalog.current_setting('session_replication_role'),
    pg_catalog.concat({NUMBERS})
"""  # noqa: S608
# Where a name is looked for: PostgreSQL's own things, then ours; not a folder put before. What passes with the session comes
# last, and answers for nothing.
NAMES = "pg_catalog.array_to_string(pg_catalog.current_schemas(true), ',')"
OURS = re.compile(r"pg_catalog,public(,pg_temp_\d+)?")
# Which moment each statement reads: its own. Another isolation would show, as an act is closed, what hung when it was opened.
READS = "pg_catalog.current_setting('transaction_isolation')"


class Picture(NamedTuple):
    database: str
    hung: str
    answers: str
    fires: str  # « origin »: triggers do; what a superuser gives a role or a database may say otherwise
    asked: str  # what bears the names of the tables of PostgreSQL's that are asked


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
    """What hangs otherwise than our migrations do on the tables that they make, the functions that were changed, what these
    tables call, and what answers in the place of PostgreSQL's own; not what somebody keeps beside, on tables and under names of
    their own."""
    if misled():
        return [MISLED]
    with strictly():
        found = differences(kinds)
        added = {one.name for one in found if one.kind == "function" and one.how == "added"}
        standing_in = (answering_for_others(added) | called()) & added if added else set()
        return [one.said for one in found if one.is_of_ours or (one.kind == "function" and one.name in standing_in)]


def called() -> set[str]:
    """The functions that our tables call by themselves."""
    with connection.cursor() as cursor:
        cursor.execute(CALLED, [list(made()["table"])])
        return {name for (name,) in cursor}


def answering_for_others(added: set[str]) -> set[str]:
    """Of these functions, those that bear the name of another: where it takes more exactly what it is given, it is called."""
    by_name = {name: name.partition("(")[0] for name in added}
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


def at_closing(now: Picture, *, all_own: bool, names: str, reads: str) -> None:
    """Raises Refused when something is not ours, when names are looked for elsewhere, when what is looked at is not what hangs
    now (`reads`), when another transaction than its own wrote in the act (`all_own`), or when what answers was written since it
    was looked at, even as it was: known from then on, it stops nothing more."""
    if now.fires != "origin":
        require(["session_replication_role"])
    if not OURS.fullmatch(names):
        require([f"search_path: {names}"])
    if reads != "read committed":
        require([f"transaction_isolation: {reads}"])
    if not all_own:
        log.error("Somebody else wrote a change into an act that was open: the act was not kept.")
        raise Refused(CHANGED)
    name = connection.settings_dict["NAME"]
    known = KNOWN.get(name)
    if known == now:
        return
    require(not_ours())
    KNOWN[name] = now
    if known and known.database == now.database and known.answers != now.answers:
        log.error("What answers in the database was written while an act was open: the act was not kept.")
        raise Refused(CHANGED)


def require(found: list[str]) -> None:
    if found:
        log.error("The database is not as Kevread made it: nothing is written. %s", " ; ".join(found[:20]))
        raise Refused(STRANGE)
