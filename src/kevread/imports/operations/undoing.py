"""An import is taken back: what it wrote goes, what it changed is as it was, as long as nothing rests on it.

What it wrote is read in the journal, act by act. Rows that came with it are taken out, not annulled one by one: nothing has
happened to them since, and the journal keeps what they were.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from kevread.base.models import Record
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.imports.models import Import
from kevread.imports.permissions import may_import
from kevread.journal.models import Change
from kevread.journal.operations import act

VERB = "imports.undo"
NAMED = 8  # of what rests on an import, in a sentence; the others are counted


@dataclass(slots=True)
class Trace:
    """A row that an import wrote: as it was before all of it, and as it left it."""

    model: type[Record]
    key: UUID
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def undo(*, made: Import, actor: Actor, now: datetime) -> Import:
    """Take back all that this import wrote. Raises Denied; Refused when it is not done, or undone, and when something rests
    on it, or changed since: named."""
    may_import(actor, made.organisation).or_raise()
    with act(VERB, actor=actor, about=made.organisation, now=now, arguments={"import": made.pk}):
        row: Import = Import.objects.lock(made.pk)
        if row.state != Import.State.COMMITTED:
            raise Refused(f"« {row.name} » n’est pas importé : il n’y a rien à annuler.")
        traces = traces_of(row)
        if rests := list(resting(traces)):
            raise Refused(f"Cet import ne peut plus être annulé : {in_short(rests)}. Rien n’a été changé.")
        put_back(traces)
        row.state, row.undone_at = Import.State.UNDONE, now
        row.save(update_fields=["state", "undone_at"])
    return row


def what_rests_on(made: Import) -> list[str]:
    """What keeps an import from being undone, by name; nothing when it may be. Reads only."""
    return list(resting(traces_of(made), locked=False))


def in_short(rests: list[str]) -> str:
    more = len(rests) - NAMED
    named = rests if more <= 1 else [*rests[:NAMED], f"et {more} autres"]
    return " ; ".join(named)


def traces_of(made: Import) -> list[Trace]:
    """The rows that it wrote, in the order in which they came."""
    known = {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Record)}  # noqa: SLF001
    found: dict[tuple[str, UUID], Trace] = {}
    for change in Change.objects.filter(act_id__in=made.acts).order_by("pk"):
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


def resting(traces: list[Trace], *, locked: bool = True) -> Iterator[str]:
    """What changed since, and what points to a row that would go. `locked`: the rows are, until the transaction ends."""
    come = {trace.key for trace in traces if trace.before is None}
    yield from (f"{words_of(trace.model, trace)} ne se retire pas d’un registre" for trace in traces if is_final(trace))
    for model, own in by_model(traces).items():
        there = standing(model, [trace.key for trace in own], locked=locked)
        for trace in own:
            if there.get(trace.key) != trace.after:
                yield f"{words_of(model, trace)} a changé depuis"
    for model, own in by_model(traces).items():
        keys = [trace.key for trace in own if trace.before is None]
        for field, other in pointing_to(model):
            rows = other._default_manager.filter(**{f"{field}__in": keys}).exclude(pk__in=come)  # noqa: SLF001
            for row in rows.order_by("pk")[: NAMED + 2]:
                yield f"{other._meta.verbose_name} : {called(row)}"  # noqa: SLF001
    for field, other in loose_keys():
        rows = other._default_manager.filter(**{f"{field}__in": come}).exclude(pk__in=come)  # noqa: SLF001
        for row in rows.order_by("pk")[: NAMED + 2]:
            yield f"{other._meta.verbose_name} : {called(row)}"  # noqa: SLF001


def is_final(trace: Trace) -> bool:
    """A row that came, and that nothing may take out: a line of a register."""
    verb = rooms.verb(VERB)
    more = verb.rewrites.get(trace.model._meta.db_table, ())  # noqa: SLF001
    return trace.before is None and any(
        final.broken(VERB, trace.after, None, more=more) is not None for final in trace.model.FINAL
    )


def words_of(model: type[Record], trace: Trace) -> str:
    """The row, by its kind and its name."""
    row = model._default_manager.filter(pk=trace.key).first()  # noqa: SLF001
    kind = str(model._meta.verbose_name)  # noqa: SLF001
    return f"{kind} : {called(row)}" if row is not None else f"{kind} (qui n’y est plus)"


def called(row: models.Model) -> str:
    """By what its journal names it, or the words of its fields."""
    if not isinstance(row, Record):
        return str(row)
    said = row.told()
    if said != f"{type(row).__name__} object ({row.pk})":
        return said
    return row.TITLE.format(**{one.name: getattr(row, one.name) for one in row._meta.concrete_fields})  # noqa: SLF001


def pointing_to(model: type[Record]) -> Iterator[tuple[str, type[models.Model]]]:
    """The foreign keys that lead to a model: their name, and where they are."""
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.field.name, relation.related_model  # type: ignore[union-attr,misc]


def loose_keys() -> Iterator[tuple[str, type[Record]]]:
    """The columns that keep the key of a row without being a foreign key: what a register of a room above decided."""
    for model in apps.get_models():
        if issubclass(model, Record) and model is not Import:
            for field in model._meta.concrete_fields:  # noqa: SLF001
                if isinstance(field, models.UUIDField) and not field.primary_key:
                    yield field.name, model


def standing(model: type[Record], keys: list[UUID], *, locked: bool) -> dict[UUID, Mapping[str, Any]]:
    """These rows as they stand, as the journal writes them."""
    lock = sql.SQL("FOR UPDATE" if locked else "")
    question = sql.SQL("SELECT id, to_jsonb(t) FROM {} t WHERE id = ANY (%s) ORDER BY id {}")
    with connection.cursor() as cursor:
        cursor.execute(question.format(table_of(model), lock), [keys])
        return {key: json.loads(row) for key, row in cursor.fetchall()}


def table_of(model: type[Record]) -> sql.Identifier:
    return sql.Identifier("public", model._meta.db_table)  # noqa: SLF001


def put_back(traces: list[Trace]) -> None:
    """Those that came go, the last first; then those that went or changed are as they were."""
    with connection.cursor() as cursor:
        for model, own in reversed(by_model(traces).items()):
            if keys := [trace.key for trace in own if trace.before is None]:
                cursor.execute(sql.SQL("DELETE FROM {} WHERE id = ANY (%s)").format(table_of(model)), [keys])
        for trace in traces:
            if trace.before is not None:
                cursor.execute(restoring(trace), [json.dumps(trace.before), trace.key])


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
