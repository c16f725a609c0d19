"""Whether what watches over the tables, during an act, is what our migrations make.

Whoever owns the tables plants a trigger for a minute, and a verb writes what nobody typed: the act is told as that of its
person, closed and stamped with it, and nothing is left to be found that night. So it is looked for as each act is closed, in
its transaction. What acted on a table that the act wrote or read is still there: PostgreSQL lets nobody take out a trigger, a
rule or a policy of a table, nor the table, before the transaction that used it ends. A function is put back without a
lock, but not its row: its `xmin` says that it was written since. And triggers fire: a session that its role was told to pass
over them writes nothing that the journal follows.
"""

import logging
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from kevread.common.errors import Refused

from .schema import differences
from .strict import strictly

log = logging.getLogger(__name__)
KINDS = ("table", "trigger", "rule", "policy", "function")
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
    (SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid))
    FROM pg_catalog.pg_proc WHERE oid OPERATOR(pg_catalog.>=) '16384'::pg_catalog.oid),
    pg_catalog.current_setting('session_replication_role')
"""


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
    """What hangs otherwise than our migrations do on the tables that they make, and the functions that were changed; not what
    somebody keeps beside, on tables of their own."""
    with strictly():
        return [one.said for one in differences(kinds) if one.is_of_ours]


def at_opening() -> None:
    """What this process finds first in a database is compared whole, once. Raises Refused."""
    name = connection.settings_dict["NAME"]
    if name not in KNOWN:
        now = look()
        require(not_ours())
        KNOWN[name] = now


def at_closing(now: Picture) -> None:
    """Raises Refused when something is not ours, or when a function was written since it was looked at, even as it was: known
    from then on, it stops nothing more."""
    if now.fires != "origin":
        require(["session_replication_role"])
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
