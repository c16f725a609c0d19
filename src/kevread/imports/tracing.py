"""What acts wrote, read in the journal; and what leads to a row, found in the models themselves."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone
from psycopg import sql

from kevread.base.models import Record
from kevread.base.readers import UNREAD, is_read
from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation, Person
from kevread.imports.models import Import, Merge
from kevread.journal.models import Change
from kevread.ui.words import moment


@dataclass(slots=True)
class Trace:
    """A row that was written: as it was before all of it, and as it was left."""

    model: type[Record]
    key: UUID
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def traces_of(acts: Iterable[UUID]) -> list[Trace]:
    """The rows that these acts wrote, in the order in which they came."""
    known = {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Record)}  # noqa: SLF001
    found: dict[tuple[str, UUID], Trace] = {}
    for change in Change.objects.filter(act_id__in=list(acts)).order_by("pk"):
        trace = found.get((change.table, change.row))
        if trace is None:
            found[change.table, change.row] = Trace(known[change.table], change.row, change.before, change.after)
        else:
            trace.after = change.after
    return [trace for trace in found.values() if trace.before is not None or trace.after is not None]


def by_model(traces: list[Trace]) -> dict[type[Record], list[Trace]]:
    found: dict[type[Record], list[Trace]] = {}
    for trace in traces:
        found.setdefault(trace.model, []).append(trace)
    return found


def called(row: models.Model) -> str:
    """By what its journal names it, or the words of its fields."""
    if not isinstance(row, Record):
        return str(row)
    said = row.told()
    if said != f"{type(row).__name__} object ({row.pk})":
        return said
    return row.TITLE.format(**{one.name: shown(row, one) for one in row._meta.concrete_fields})  # noqa: SLF001


def called_to(row: models.Model, actor: Actor) -> str:
    """The same, for who reads it."""
    condition = is_read(type(row), actor) if isinstance(row, Record) else None
    if condition is None or type(row)._default_manager.filter(condition, pk=row.pk).exists():  # noqa: SLF001
        return called(row)
    return UNREAD


def shown(row: models.Model, field: Any) -> Any:
    """What a column says, as people read it."""
    said = getattr(row, field.name)
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    if isinstance(said, datetime):
        return moment(timezone.localtime(said))
    return day_in_words(said) if isinstance(said, date) else said


def pointing_to(model: type[Record]) -> Iterator[tuple[str, type[models.Model]]]:
    """The foreign keys that lead to a model: their name, and where they are."""
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.field.name, relation.related_model  # type: ignore[union-attr,misc]


class Movable(Mapping[str, tuple[str, ...]]):
    """Of each table, the columns that say which organisation, or which person, and are written once: a merge says it anew, as
    that record is another. What is final as a whole is not among them, nor what a stamp binds. Read once every room has
    declared, never while they do."""

    def __getitem__(self, table: str) -> tuple[str, ...]:
        return movable()[table]

    def __iter__(self) -> Iterator[str]:
        return iter(movable())

    def __len__(self) -> int:
        return len(movable())


@cache
def movable() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for named in (Organisation, Person):
        for name, model in pointing_to(named):
            if not issubclass(model, Record):
                continue
            column = f"{name}_id"
            bound = model.STAMPED is not None and column in model.STAMPED.columns
            if not bound and any(column in final.columns for final in model.FINAL):
                table = model._meta.db_table  # noqa: SLF001
                found[table] = (*found.get(table, ()), column)
    return found


def loose_keys() -> Iterator[tuple[str, type[Record]]]:
    """The columns that keep the key of a row without being a foreign key: what a register of a room above decided."""
    for model in apps.get_models():
        if issubclass(model, Record) and model is not Import:
            for field in model._meta.concrete_fields:  # noqa: SLF001
                if isinstance(field, models.UUIDField) and not field.primary_key:
                    yield field.name, model


def loose_columns() -> Iterator[tuple[str, type[Record]]]:
    """The columns that may keep the key or the address of any row, otherwise than by a foreign key."""
    for model in apps.get_models():
        if issubclass(model, Record) and model not in (Import, Merge):  # what is said of a merge stays as it was said
            for field in model._meta.concrete_fields:  # noqa: SLF001
                if isinstance(field, models.UUIDField | models.JSONField | ArrayField) and not field.primary_key:
                    yield field.name, model


def that_keep(*said: str) -> list[tuple[str, type[Record]]]:
    """Those of these columns in which some row keeps one of these keys or addresses, whole. One query."""
    asked = list(loose_columns())
    exists = sql.SQL("SELECT {place} WHERE EXISTS (SELECT FROM {table} t WHERE {kept})")
    parts = [
        exists.format(place=sql.Literal(place), table=table_of(model), kept=keeping(name, said))
        for place, (name, model) in enumerate(asked)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(parts))
        return [asked[place] for (place,) in sorted(cursor.fetchall())]


def keeping(name: str, said: Iterable[str]) -> sql.Composed:
    """A key or an address has none of the signs that JSON writes otherwise than they are."""
    column = sql.SQL("to_jsonb(t.{})::text").format(sql.Identifier(name))
    return sql.SQL(" OR ").join(
        sql.SQL("position({word} in {column}) > 0").format(word=sql.Literal(f'"{one}"'), column=column) for one in said
    )


def rows_keeping(name: str, model: type[Record], *said: str) -> list[Any]:
    with connection.cursor() as cursor:
        asked = sql.SQL("SELECT id FROM {} t WHERE {} ORDER BY id").format(table_of(model), keeping(name, said))
        cursor.execute(asked)
        keys = [key for (key,) in cursor.fetchall()]
    return list(model._default_manager.filter(pk__in=keys).order_by("pk"))  # noqa: SLF001


WRITING = """
SELECT id FROM {table} t WHERE t.{column} IS NOT NULL AND id <> ALL ({but}::uuid[]) AND EXISTS (
    SELECT FROM regexp_matches(to_jsonb(t.{column})::text, {text}, 'g') AS m (said) WHERE m.said[1] = ANY ({words}::text[])
) ORDER BY id LIMIT {most}
"""
TEXT = r'"((?:[^"\\]|\\.)*)"'  # a text, whole, as JSON writes it


def writing(said: Iterable[str], *, but: Iterable[UUID], most: int) -> Iterator[models.Model]:
    """The rows that keep one of these keys or addresses in JSON, or in a list, `but` these: of each column, `most` at most. Its
    columns are read once each, however many keys there are."""
    words, own = list(said), list(but)
    for name, model in loose_columns() if words else ():
        if isinstance(model._meta.get_field(name), models.UUIDField):  # noqa: SLF001
            continue
        asked = sql.SQL(WRITING).format(
            table=table_of(model),
            column=sql.Identifier(name),
            text=sql.Literal(TEXT),
            but=sql.Literal(own),
            words=sql.Literal(words),
            most=sql.Literal(most),
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            keys = [key for (key,) in cursor.fetchall()]
        if keys:
            yield from model._default_manager.filter(pk__in=keys).order_by("pk")  # noqa: SLF001


def that_lead(links: Iterable[tuple[str, type[models.Model]]], key: UUID) -> list[tuple[str, type[models.Model]]]:
    """Those of these columns in which some row says this key. One query, however many they are."""
    asked = list(links)
    exists = sql.SQL("SELECT {place} WHERE EXISTS (SELECT FROM {table} WHERE {column} = {key})")
    parts = [
        exists.format(
            place=sql.Literal(place),
            table=sql.Identifier("public", model._meta.db_table),  # noqa: SLF001
            column=sql.Identifier(f"{name}_id" if isinstance(model._meta.get_field(name), models.ForeignKey) else name),  # noqa: SLF001
            key=sql.Literal(key),
        )
        for place, (name, model) in enumerate(asked)
    ]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(parts))
        return [asked[place] for (place,) in sorted(cursor.fetchall())]


def standing(model: type[Record], keys: list[UUID], *, locked: bool) -> dict[UUID, Mapping[str, Any]]:
    """These rows as they stand, as the journal writes them."""
    lock = sql.SQL("FOR UPDATE" if locked else "")
    question = sql.SQL("SELECT id, to_jsonb(t) FROM {} t WHERE id = ANY (%s) ORDER BY id {}")
    with connection.cursor() as cursor:
        cursor.execute(question.format(table_of(model), lock), [keys])
        return {key: json.loads(row) for key, row in cursor.fetchall()}


def table_of(model: type[Record]) -> sql.Identifier:
    return sql.Identifier("public", model._meta.db_table)  # noqa: SLF001


def restoring(trace: Trace) -> sql.Composed:
    """Write the row as it was; or write it again."""
    own = [
        sql.Identifier(str(field.column))
        for field in trace.model._meta.concrete_fields  # noqa: SLF001
        if not isinstance(field, models.GeneratedField)
    ]
    columns = sql.SQL(", ").join(own)
    said = sql.SQL("SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)")
    whole = said.format(columns=columns, table=table_of(trace.model))
    if trace.after is None:
        again = sql.SQL("INSERT INTO {table} ({columns}) {said} WHERE %s IS NOT NULL")
        return again.format(table=table_of(trace.model), columns=columns, said=whole)
    set_back = sql.SQL("UPDATE {table} SET ({columns}) = ({said}) WHERE id = %s")
    return set_back.format(table=table_of(trace.model), columns=columns, said=whole)
