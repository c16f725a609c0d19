"""Whether each index holds the rows of its table: what a page looks for by an index that was emptied is not found.

A table is read whole, then each of its indexes from one end to the other: the keys must be the same, as many times. No two
rows have one key of what is unique, nor overlap where that is refused; none points to what is not there. Asked inside
`strict.strictly`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched, groupby
from typing import Any

from django.db import connection

from .schema import Difference

# How to read a table: by itself, or along one of its indexes, which alone gives that order.
BY_ITSELF = {
    "seqscan": "on",
    "indexscan": "off",
    "indexonlyscan": "off",
    "bitmapscan": "off",
    "sort": "on",
    "incremental_sort": "on",
}
ALONG = {
    "seqscan": "off",
    "indexscan": "on",
    "indexonlyscan": "on",
    "bitmapscan": "off",
    "sort": "off",
    "incremental_sort": "off",
}

ORDERED = """
SELECT t.oid::regclass::text, x.relname, i.indisunique AND i.indimmediate, i.indnullsnotdistinct, coalesce(pg_get_expr(
    i.indpred, i.indrelid), 'true'), array_agg(pg_get_indexdef(i.indexrelid, k, false) ORDER BY k),
    array_agg(CASE WHEN o.opcname ~ '_pattern_ops$' THEN 'USING OPERATOR(pg_catalog.~<~)'
        ELSE concat(CASE WHEN i.indoption[k - 1] & 1 <> 0 THEN 'DESC' ELSE 'ASC' END,
        CASE WHEN i.indoption[k - 1] & 2 <> 0 THEN ' NULLS FIRST' ELSE ' NULLS LAST' END) END ORDER BY k)
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_am a ON a.oid = x.relam CROSS JOIN generate_series(1, i.indnkeyatts) k JOIN pg_opclass o ON o.oid = i.indclass[k - 1]
WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.amname = 'btree' AND i.indisvalid
GROUP BY i.indexrelid, t.oid, x.relname, i.indisunique, i.indimmediate, i.indnullsnotdistinct, i.indpred, i.indrelid
ORDER BY 1, 2
"""
EXCLUDING = """
SELECT c.conrelid::regclass::text, c.conname, coalesce(pg_get_expr(i.indpred, i.indrelid), 'true'),
    array_agg(pg_get_indexdef(i.indexrelid, k, false) ORDER BY k),
    array_agg(format('OPERATOR(%I.%s)', n.nspname, o.oprname) ORDER BY k)
FROM pg_constraint c JOIN pg_index i ON i.indexrelid = c.conindid CROSS JOIN generate_series(1, i.indnkeyatts) k
JOIN pg_operator o ON o.oid = c.conexclop[k] JOIN pg_namespace n ON n.oid = o.oprnamespace
WHERE c.contype = 'x' AND c.connamespace = 'public'::regnamespace
GROUP BY c.oid, i.indexrelid, i.indpred, i.indrelid ORDER BY 1, 2
"""
# Of each foreign key, what is asked of both tables for a row to point somewhere, and the columns that point.
POINTING = """
SELECT c.conrelid::regclass::text, c.conname, c.confrelid::regclass::text,
    string_agg(format('t.%I = o.%I', a.attname, b.attname), ' AND ' ORDER BY k),
    string_agg(format('t.%I IS NOT NULL', a.attname), ' AND ' ORDER BY k)
FROM pg_constraint c CROSS JOIN generate_subscripts(c.conkey, 1) k
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[k]
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[k]
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
GROUP BY c.oid, c.conrelid, c.conname, c.confrelid ORDER BY 1, 2
"""
# How many keys, and a number that they alone give.
SUM = "count(*) {0}, coalesce(sum(hash_record_extended(ROW({1}), 0)::numeric) {0}, 0)"


@dataclass(frozen=True, slots=True)
class Index:
    table: str
    name: str
    is_unique: bool
    nulls_are_one: bool
    holds: str  # which rows, in SQL
    keys: list[str]
    order: list[str]

    @property
    def there(self) -> str:
        """What it should hold, among other things that are asked of its table."""
        return SUM.format(f"FILTER (WHERE {self.holds})", ", ".join(self.keys))

    @property
    def along(self) -> str:
        """What it holds, read from one end to the other."""
        named = ", ".join(f"{key} AS k{n}" for n, key in enumerate(self.keys))
        order = ", ".join(f"{key} {way}" for key, way in zip(self.keys, self.order, strict=True))
        rows = f"SELECT {named} FROM {self.table} WHERE {self.holds} ORDER BY {order} OFFSET 0"  # noqa: S608
        return f"SELECT {SUM.format('', ', '.join(f'k{n}' for n in range(len(self.keys))))} FROM ({rows}) read"  # noqa: S608

    @property
    def twice(self) -> str:
        """Whether two rows have one key of it."""
        known = "" if self.nulls_are_one else "".join(f" AND {key} IS NOT NULL" for key in self.keys)
        keys = ", ".join(self.keys)
        rows = f"SELECT FROM {self.table} WHERE {self.holds}{known} GROUP BY {keys} HAVING count(*) > 1"
        return f"SELECT EXISTS ({rows})"


def unfaithful() -> list[Difference]:
    """The indexes that do not hold what their table does, and what is broken by its rows."""
    return sorted([*disagreeing(), *overlapping(), *pointing_nowhere()])


def disagreeing() -> Iterator[Difference]:
    """A table that holds no row, read by itself, is read along none of its indexes: they lead only to rows of it."""
    every = [Index(*row) for row in asked(ORDERED)]
    indexes = {table: list(group) for table, group in groupby(every, key=lambda index: index.table)}
    there = {}
    with reading(BY_ITSELF):
        for table, those in indexes.items():
            held = ", ".join(("count(*)", *(index.there for index in those)))
            ((number, *sums),) = asked(f"SELECT {held} FROM {table}")  # noqa: S608
            if number:
                there[table] = list(batched(sums, 2))
                unique = [index for index in those if index.is_unique]
                twice = asked(f"SELECT {', '.join(f'({index.twice})' for index in unique)}")[0] if unique else ()
                yield from (
                    Difference("constraint", index.name, "broken")
                    for index, found in zip(unique, twice, strict=True)
                    if found
                )
    with reading(ALONG):
        for table, known in there.items():
            for index, held_there in zip(indexes[table], known, strict=True):
                if index.name == taken(index.along) and asked(index.along)[0] != held_there:
                    yield Difference("index", index.name, "unfaithful")


def overlapping() -> Iterator[Difference]:
    with reading(BY_ITSELF):
        for table, name, holds, keys, operators in asked(EXCLUDING):
            named = ", ".join(f"{key} AS k{n}" for n, key in enumerate(keys))
            rows = f"(SELECT ctid AS place, {named} FROM {table} WHERE {holds})"  # noqa: S608
            both = " AND ".join(f"a.k{n} {operator} b.k{n}" for n, operator in enumerate(operators))
            if asked(f"SELECT EXISTS (SELECT FROM {rows} a JOIN {rows} b ON {both} WHERE a.place < b.place)")[0][0]:  # noqa: S608
                yield Difference("constraint", name, "broken")


def pointing_nowhere() -> Iterator[Difference]:
    """A key that is put back while a policy hides rows is proven of those that show; and none is while triggers are off."""
    with reading(BY_ITSELF):
        for table, keys in groupby(asked(POINTING), key=lambda key: key[0]):
            names, nowhere = [], []
            for _, name, other, same, known in keys:
                names.append(name)
                found = f"SELECT FROM {table} t WHERE {known} AND NOT EXISTS (SELECT FROM {other} o WHERE {same})"  # noqa: S608
                nowhere.append(f"EXISTS ({found})")
            for name, is_broken in zip(names, asked(f"SELECT {', '.join(nowhere)}")[0], strict=True):
                if is_broken:
                    yield Difference("constraint", name, "broken")


def taken(question: str) -> str | None:
    """The index along which it is read; None when PostgreSQL reads along no index, or sorts."""
    ((plan,),) = asked(f"EXPLAIN (FORMAT JSON, COSTS OFF) {question}")
    node = plan[0]["Plan"]
    while "Index Name" not in node:
        if node["Node Type"] in ("Sort", "Incremental Sort") or "Plans" not in node:
            return None
        node = node["Plans"][0]
    return str(node["Index Name"])


def asked(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


@contextmanager
def reading(how: dict[str, str]) -> Iterator[None]:
    """Until the end, tables are read so; afterwards as before."""
    with connection.cursor() as cursor:
        names = [f"enable_{name}" for name in how]
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) each(name)", [names])
        before = cursor.fetchall()
        setting = "SELECT set_config(%s, %s, true)"
        cursor.executemany(setting, [(f"enable_{name}", value) for name, value in how.items()])
        yield
        cursor.executemany(setting, before)
