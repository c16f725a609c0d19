"""What an act rewrote, and no verb may: read in the journal itself, whoever wrote there, and however long ago.

Whoever cuts the triggers of a table opens an act through the proper function and writes in it what nothing may change: the
journal tells it, the table agrees, and PostgreSQL is silent. What models declare as final (`common.finality`) is held against
every change that the journal tells: never from some seal on, as a row of long ago is what somebody would rewrite.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db import connection
from psycopg import sql

from kevread.base.models import Record
from kevread.common import rooms
from kevread.common.finality import Final, Row

# Each change that may be wrong, and its owner as the journal had left it then: by their seals first, since the number of a
# change is in no digest. What is not sealed comes last. A key that is none is no row.
SUSPECT = """
SELECT c."table", c."row", coalesce(a.verb, ''), c.before, c.after, CASE c."table" {owners} END
FROM public.journal_change c LEFT JOIN public.journal_act a ON a.id = c.act_id
WHERE {suspect} ORDER BY c.id
"""
OWNER = """WHEN {table} THEN (
    SELECT p.after FROM public.journal_change p JOIN public.journal_act o ON o.id = p.act_id WHERE p."table" = {owner}
    AND (coalesce(o.seal, 9223372036854775807), p.id) < (coalesce(a.seal, 9223372036854775807), c.id)
    AND p."row" = CASE WHEN coalesce(c.before, c.after) ->> {column} ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'
        THEN (coalesce(c.before, c.after) ->> {column})::uuid END
    ORDER BY coalesce(o.seal, 9223372036854775807) DESC, p.id DESC LIMIT 1
)"""


@cache
def finalities() -> Mapping[str, tuple[Final, ...]]:
    """Of each table, what of it is final."""
    found = {}
    for model in apps.get_models():
        if issubclass(model, Record) and model.FINAL:
            found[model._meta.db_table] = model.FINAL  # noqa: SLF001 — Django's own way
    return found


def rewritten() -> Iterator[tuple[str, UUID, tuple[str, ...]]]:
    """The rows that an act rewrote, or took out, and might not: the table, the row, the columns. One query."""
    declared = finalities()
    with connection.cursor() as cursor:
        cursor.execute(question(declared))
        for table, row, verb, *told in cursor:
            before, after, owner = map(loaded, told)
            known = rooms.known(verb)
            more = known.rewrites.get(table, ()) if known else ()
            wrong = [one.broken(verb, before, after, owner, more) for one in declared[table]]
            if any(columns is not None for columns in wrong):
                yield table, row, tuple(sorted({name for columns in wrong for name in columns or ()}))


def question(declared: Mapping[str, tuple[Final, ...]]) -> sql.Composed:
    """Those of the changes that a declaration may refuse: the others stay in the database."""
    owners = {table: one for table, rules in declared.items() for one in rules if one.of}
    cases = [
        sql.SQL(OWNER).format(
            table=sql.Literal(table), owner=sql.Literal(one.of.table), column=sql.Literal(one.of.column)
        )
        for table, one in owners.items()
        if one.of
    ]
    suspects = [
        sql.SQL('(c."table" = {} AND ({}))').format(
            sql.Literal(table), sql.SQL(" OR ").join(suspect(one) for one in rules)
        )
        for table, rules in declared.items()
    ]
    return sql.SQL(SUSPECT).format(owners=sql.SQL(" ").join(cases), suspect=sql.SQL(" OR ").join(suspects))


def suspect(one: Final) -> sql.Composable:
    if one.of:
        return sql.SQL("coalesce(c.before, c.after) IS NOT NULL")
    if not one.since:
        return sql.SQL("c.before IS NOT NULL")
    return sql.SQL("c.before ->> {} <> ''").format(sql.Literal(one.since))


def loaded(text: str | None) -> Row | None:
    """A row as PostgreSQL writes it, with all the digits of its numbers; an empty one where somebody wrote no row."""
    found = None if text is None else json.loads(text, parse_float=Decimal)
    return found if found is None or isinstance(found, dict) else {}
