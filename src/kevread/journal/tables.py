"""What stands in the guarded tables against what the journal says was written there.

Each row is what its last change made it, each change began from what the one before had left: a row that was written with the
triggers off is named, and so is one that was put in or taken out. Only what differs is brought here, a row at a time.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model
from psycopg import sql

from kevread.base.copied import digest_of_rows
from kevread.base.models import NamedByDigest, OfDigest, Record
from kevread.base.stamped import is_stamped_here
from kevread.common.finality import Row, is_same

from . import replaced, touched
from .asks import BESIDE
from .indexes import unfaithful
from .rewritten import loaded, rewritten
from .schema import differences
from .stamping import not_ours
from .strict import strictly
from .verification import Anchor, knows_erasing, one, verify


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`differs`: columns are not what was written; `missing`: it was written and is not there; `unknown`: nobody wrote it;
    `rewritten`: an act changed what no verb may, or took the row out (no column); `partial`: a change tells no whole row;
    `forged`: this installation did not make it, did not open the act, closed it with other changes, or made it of other
    bytes; `touched`: it says what its act left there, and somebody wrote it again since (`journal.touched`). The row is its
    key; of bytes, a digest."""

    table: str
    row: UUID | str
    columns: tuple[str, ...]
    kind: str


TOLD = ("differs", "missing", "unknown")  # the kinds that the command tells by their name

# A row, what it is, and what its last change left. What was erased of one was erased of the other: they are still compared.
STANDING = """
SELECT t.id, to_jsonb(t), last.after
FROM {name} t LEFT JOIN LATERAL (
    SELECT c.after FROM public.journal_change c WHERE c."row" = t.id AND c."table" = {text} ORDER BY c.id DESC LIMIT 1
) last ON true
WHERE last.after IS DISTINCT FROM to_jsonb(t)
"""
# What acts erased of the journal: the rows of which a change says less, and the acts.
ERASED = """
SELECT DISTINCT coalesce(c."table", 'journal_act'), coalesce(c."row", e.act)
FROM public.journal_erased e LEFT JOIN public.journal_change c ON c.id = e.change ORDER BY 1, 2
"""
# What the journal last left in place, and that stands in no table.
GONE = """
WITH gone AS (SELECT "table", "row" FROM public.journal_change EXCEPT ({standing}))
SELECT "table", "row" FROM (
    SELECT DISTINCT ON (c."table", c."row") c."table", c."row", c.before, c.after
    FROM gone JOIN public.journal_change c USING ("table", "row") ORDER BY c."table", c."row", c.id DESC
) last WHERE after IS NOT NULL
"""
# Changes that did not begin from what the one before had left.
BROKEN = """
SELECT c."table", c."row", c.before, p.after
FROM public.journal_act a JOIN public.journal_change c ON c.act_id = a.id LEFT JOIN LATERAL (
    SELECT after FROM public.journal_change
    WHERE "row" = c."row" AND "table" = c."table" AND id < c.id ORDER BY id DESC LIMIT 1
) p ON true
WHERE {since} AND c.before IS DISTINCT FROM p.after
"""
# Changes that do not tell a whole row: they would free the columns that they leave out.
PARTIAL = """
SELECT c."table", c."row", c.id, c.before, c.after FROM public.journal_act a JOIN public.journal_change c ON c.act_id = a.id
JOIN (VALUES {known}) k (name, columns) ON k.name = c."table"
WHERE {since} AND NOT (
    coalesce(jsonb_typeof(c.before) = 'object' AND c.before ?& k.columns, c.before IS NULL)
    AND coalesce(jsonb_typeof(c.after) = 'object' AND c.after ?& k.columns, c.after IS NULL)
)
"""
# From which change on a column is told: one that a later version added is in no older change.
FIRST = """
SELECT min(id) FROM public.journal_change WHERE "table" = {text} AND (
    jsonb_typeof(before) = 'object' AND before ? {column} OR jsonb_typeof(after) = 'object' AND after ? {column}
)
"""
# Bytes that are not those of their name. Those that an act erased are no more: what erases them tells the others (`asks`).
ALTERED = "SELECT sha256 FROM {name} WHERE file IS NOT NULL AND sha256 IS DISTINCT FROM encode(sha256(file), 'hex') ORDER BY 1"
# Of rows that are about others, those of which the other no longer says the same.
ABOUT_OTHERS = """
SELECT t.id FROM {name} t LEFT JOIN {other} o ON o.id = t.{key} WHERE o.{column} IS DISTINCT FROM t.{column} ORDER BY 1
"""
SINCE = "(a.seal IS NULL OR a.seal > %s)"


@cache
def guarded() -> tuple[str, ...]:
    """The tables under guard, whatever triggers are still there: those of all that lasts (`base.models.Record`)."""
    return tables_of(Record)


def models_of(kind: type[Model]) -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, kind)]


def tables_of(kind: type[Model]) -> tuple[str, ...]:
    return tuple(sorted(model._meta.db_table for model in models_of(kind)))  # noqa: SLF001 — Django's own way


def verify_all(anchor: Anchor | None, *, since: int | None = None) -> dict[str, Any]:
    """The journal against its seals, then the tables against the journal: in one picture."""
    answer, tables = verify(anchor, since=since), verify_tables(since)
    ok = answer["ok"] and not tables["faults"] and not tables["schema"]
    return answer | {"ok": ok, "tables": tables}


def verify_tables(since: int | None) -> dict[str, Any]:
    """The answer of `verify-journal --tables`. All rows are compared; what the journal says of how they came to be is read
    again from after that seal, or from its beginning."""
    with strictly():
        return compared(since)


def compared(since: int | None) -> dict[str, Any]:
    there = standing_tables()
    faults: set[Fault] = set()
    for table in there:
        for key, row, after in read(STANDING, table):
            if after is None:
                faults.add(Fault(table, key, (), "unknown"))
            elif columns := differing(row, after, defaults().get(table, {})):
                faults.add(Fault(table, key, columns, "differs"))
    faults |= set(missing(there)) | set(broken(since)) | set(altered()) | set(partial(there, since))
    faults |= set(forged()) | {Fault("journal_act", key, (what,), "forged") for key, what in made_elsewhere(since)}
    faults |= {Fault(table, row, columns, "rewritten") for table, row, columns in rewritten()}
    known = {(fault.table, fault.row) for fault in faults}
    faults |= {Fault(*one, (), "touched") for one in touched.again(there, since or 0) if one not in known}
    return {
        "checked": len(there),
        "rows": count(there),
        "faults": [asdict(fault) for fault in sorted(faults)],
        "erased": [{"table": table, "row": row} for table, row in erased()],
        "schema": [asdict(one) | {"said": one.said} for one in [*differences(), *unfaithful(), *replaced.replaced()]],
    }


def by_contract(answer: dict[str, Any]) -> dict[str, Any]:
    """As the command tells it: a row differs from what its changes may make of it, is missing, or nobody wrote it; `detail`
    says how it differs, when it is not by its columns alone.

    >>> by_contract({"tables": {"faults": [{"kind": "rewritten"}, {"kind": "missing"}]}})["tables"]["faults"]
    [{'kind': 'differs', 'detail': 'rewritten'}, {'kind': 'missing'}]
    """
    if "tables" not in answer:
        return answer
    faults = [
        one if one["kind"] in TOLD else one | {"kind": "differs", "detail": one["kind"]}
        for one in answer["tables"]["faults"]
    ]
    return answer | {"tables": answer["tables"] | {"faults": faults}}


def differing(one: Row, other: Row, added: Row) -> tuple[str, ...]:
    """The columns that differ. One that a later version of Kevread added is in no older change: there stands what the
    migration put there (`added`), until an act writes it. One that a later version removed is in no row any more.

    >>> differing({"id": 1, "title": "a", "new": ""}, {"id": 1, "title": "b", "old": 3}, {"new": ""})
    ('title',)
    >>> differing({"id": 1, "new": "x"}, {"id": 1}, {"new": ""})
    ('new',)
    """
    known = {**added, **other}
    return tuple(sorted(name for name in one.keys() & known.keys() if not is_same(one[name], known[name])))


@cache
def defaults() -> Mapping[str, Row]:
    """What a migration puts in a column that it adds to a guarded table. Not of one that the database computes, nor of one
    that could not be added to rows that stand."""
    found: dict[str, Row] = {}
    for model in models_of(Record):
        row: dict[str, Any] = {}
        found[model._meta.db_table] = row  # noqa: SLF001 — Django's own way
        for field in model._meta.concrete_fields:  # noqa: SLF001
            value = put_in(field)
            if not field.generated and not field.primary_key and (value is not None or field.null):
                value = f"\\x{value.hex()}" if isinstance(value, bytes) else value
                row[field.column] = json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return found


def put_in(field: Any) -> Any:
    """As Django does for the rows that stand when it adds a column."""
    if field.has_default():
        return field.get_default()
    return "" if field.blank and not field.null and field.empty_strings_allowed else None


def missing(there: list[str]) -> Iterator[Fault]:
    standing = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}::varchar, id FROM {}").format(sql.Literal(table), sql.Identifier("public", table))
        for table in there
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(GONE).format(standing=standing))
        yield from (Fault(table, row, (), "missing") for table, row in cursor)


def broken(since: int | None) -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(BROKEN.format(since="true" if since is None else SINCE), None if since is None else [since])
        for table, row, *told in cursor:
            before, after = map(loaded, told)
            if before is None or after is None:
                yield Fault(table, row, (), "unknown" if after is None else "missing")
            elif columns := differing(before, after, defaults().get(table, {})):
                yield Fault(table, row, columns, "differs")


def partial(there: list[str], since: int | None) -> Iterator[Fault]:
    """The changes that leave out a column which an older change of their table tells, or that are no rows at all."""
    known = sql.SQL(", ").join(
        sql.SQL("({}::text, {}::text[])").format(sql.Literal(table), sql.Literal(sorted(columns_of(table))))
        for table in there
    )
    after = sql.SQL("true" if since is None else SINCE.replace("%s", "{}")).format(sql.Literal(since))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(PARTIAL).format(known=known, since=after))
        found = cursor.fetchall()
    first = cache(first_told)
    for table, row, number, *told in found:
        sides, columns = [json.loads(side) for side in told if side is not None], columns_of(table)
        if not all(isinstance(side, dict) for side in sides):
            yield Fault(table, row, (), "partial")
        elif left := {name for side in sides for name in columns - side.keys() if number > first(table, name)}:
            yield Fault(table, row, tuple(sorted(left)), "partial")


def first_told(table: str, column: str) -> int:
    """By which change a column is first told; none is older than that."""
    return int(one(sql.SQL(FIRST).format(text=sql.Literal(table), column=sql.Literal(column))) or 0) or sys.maxsize


@cache
def columns_of(table: str) -> frozenset[str]:
    (model,) = (model for model in models_of(Record) if model._meta.db_table == table)  # noqa: SLF001 — Django's own way
    return frozenset(field.column for field in model._meta.concrete_fields)  # noqa: SLF001


def forged() -> Iterator[Fault]:
    """The rows that this installation did not make, though it alone makes some."""
    for model in models_of(Model):  # accounts too, that the journal does not follow
        table, stamped = model._meta.db_table, getattr(model, "STAMPED", None)  # noqa: SLF001
        if stamped is not None:
            rows = model.objects.raw(sql.SQL("SELECT * FROM {}").format(sql.Identifier("public", table)).as_string())
            made_up = (row for row in rows.iterator() if stamped.is_due(row) and not is_stamped_here(row))
            yield from (Fault(table, row.pk, (stamped.stamp,), "forged") for row in made_up)
            if stamped.about:
                yield from (Fault(table, key, (stamped.about[1],), "forged") for key in about_others(model))


def about_others(model: Any) -> list[UUID]:
    """The rows of which what they are about is no longer what it was when they were stamped."""
    key, column = model.STAMPED.about
    field = model._meta.get_field(key)  # noqa: SLF001 — Django's own way
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(ABOUT_OTHERS).format(
                name=sql.Identifier("public", model._meta.db_table),  # noqa: SLF001
                other=sql.Identifier("public", field.related_model._meta.db_table),  # noqa: SLF001
                key=sql.Identifier(field.column),
                column=sql.Identifier(column),
            )
        )
        return [found for (found,) in cursor]


def made_elsewhere(since: int | None) -> Iterator[tuple[UUID, str]]:
    """The acts that this installation did not open, or that hold more or less than when it closed them."""
    return not_ours("true", []) if since is None else not_ours(SINCE, [since])


def altered() -> Iterator[Fault]:
    for table in tables_of(NamedByDigest):
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(ALTERED).format(name=sql.Identifier("public", table)))
            yield from (Fault(table, digest, ("file",), "differs") for (digest,) in cursor)
    for model in models_of(OfDigest):
        table = model._meta.db_table  # noqa: SLF001 — Django's own way
        for key, digest in owners_of(model):
            if digest_of_rows(model, key) != digest:
                yield Fault(table, key, model.COPIED[1:], "differs")
    for beside in BESIDE:
        yield from (Fault(table, key, columns, "differs") for table, key, columns in beside())


def owners_of(model: Any) -> list[tuple[UUID, str]]:
    """The rows that own others by their digest, and that digest; but those whose rows were taken out."""
    owner = model._meta.get_field(model.COPIED[0].removesuffix("_id")).related_model  # noqa: SLF001
    column, value = model.GONE
    with connection.cursor() as cursor:
        name = sql.Identifier("public", owner._meta.db_table)  # noqa: SLF001
        asked = sql.SQL("SELECT id, digest FROM {} WHERE {} <> {} ORDER BY 1")
        cursor.execute(asked.format(name, sql.Identifier(column), sql.Literal(value)))
        return cursor.fetchall()


def erased() -> list[tuple[str, UUID]]:
    """What says less than it said, because an act erased it: the table and the row, or the act."""
    if not knows_erasing():
        return []
    with connection.cursor() as cursor:
        cursor.execute(ERASED)
        return cursor.fetchall()


def read(question: str, table: str) -> Iterator[tuple[UUID, Row, Row | None]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(question).format(name=sql.Identifier("public", table), text=sql.Literal(table)))
        for key, row, after in cursor:
            yield key, loaded(row) or {}, loaded(after)


def count(there: list[str]) -> int:
    each = (sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table)) for table in there)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(each))
        return sum(rows for (rows,) in cursor)


def standing_tables() -> list[str]:
    """Those of the guarded tables that are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname = ANY(%s) "
            "ORDER BY 1",
            [list(guarded())],
        )
        return [name for (name,) in cursor]
