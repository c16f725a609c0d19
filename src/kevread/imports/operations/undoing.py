"""An import is taken back: what it wrote goes, what it changed is as it was, as long as nothing rests on it.

What it wrote is read in the journal, act by act. Rows that came with it are taken out, not annulled one by one: nothing has
happened to them since, and the journal keeps what they were.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from psycopg import sql

from kevread.base.models import Record
from kevread.common import rooms
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Refused
from kevread.directory.models import Organisation
from kevread.imports.models import Import
from kevread.imports.permissions import may_import
from kevread.imports.tracing import (
    Trace,
    by_model,
    called_to,
    loose_keys,
    pointing_to,
    restoring,
    standing,
    table_of,
    traces_of,
    writing,
)
from kevread.journal.as_acted import require_as_written
from kevread.journal.operations import act

VERB = "imports.undo"
NAMED = 8  # of what rests on an import, in a sentence; the others are counted


def undo(*, made: Import, actor: Actor, now: datetime) -> Import:
    """Take back all that this import wrote. Raises Denied; Refused when it is not done, or undone, and when something rests
    on it, or changed since: named."""
    may_import(actor, made.organisation).or_raise()
    with act(VERB, actor=actor, about=made.organisation, now=now, arguments={"import": made.pk}):
        row: Import = Import.objects.lock(made.pk)
        if row.state != Import.State.COMMITTED:
            raise Refused(f"« {row.name} » n’est pas importé : il n’y a rien à annuler.")
        require_as_written(row.acts)
        traces = traces_of(row.acts)
        if rests := list(resting(traces, actor=actor)):
            raise Refused(f"Cet import ne peut plus être annulé : {in_short(rests)}. Rien n’a été changé.")
        put_back(traces)
        row.state, row.undone_at = Import.State.UNDONE, now
        row.save(update_fields=["state", "undone_at"])
    return row


def what_rests_on(made: Import) -> list[str]:
    """What keeps an import from being undone, by name; nothing when it may be. Reads only."""
    return list(resting(traces_of(made.acts), locked=False))


def in_short(rests: list[str]) -> str:
    more = len(rests) - NAMED
    named = rests if more <= 1 else [*rests[:NAMED], f"et {more} autres"]
    return " ; ".join(named)


def resting(traces: list[Trace], *, locked: bool = True, actor: Actor = SYSTEM) -> Iterator[str]:
    """What changed since, and what points to a row that would go, by its kind alone where this person does not read it.
    `locked`: the rows are, until the transaction ends."""
    come = {trace.key for trace in traces if trace.before is None}
    yield from (
        f"{words_of(trace.model, trace, actor)} ne se retire pas d’un registre" for trace in traces if is_final(trace)
    )
    for model, own in by_model(traces).items():
        there = standing(model, [trace.key for trace in own], locked=locked)
        for trace in own:
            if there.get(trace.key) != trace.after:
                yield f"{words_of(model, trace, actor)} a changé depuis"
    for model, own in by_model(traces).items():
        keys = [trace.key for trace in own if trace.before is None]
        for field, other in pointing_to(model):
            rows = other._default_manager.filter(**{f"{field}__in": keys}).exclude(pk__in=come)  # noqa: SLF001
            for row in rows.order_by("pk")[: NAMED + 2]:
                yield f"{other._meta.verbose_name} : {called_to(row, actor)}"  # noqa: SLF001
    for field, other in loose_keys():
        rows = other._default_manager.filter(**{f"{field}__in": come}).exclude(pk__in=come)  # noqa: SLF001
        for row in rows.order_by("pk")[: NAMED + 2]:
            yield f"{other._meta.verbose_name} : {called_to(row, actor)}"  # noqa: SLF001
    said = [word for trace in traces if trace.before is None for word in words_to_find(trace)]
    for row in writing(said, but=come, most=NAMED + 2):
        yield f"{row._meta.verbose_name} : {called_to(row, actor)}"  # noqa: SLF001


def words_to_find(trace: Trace) -> list[str]:
    """By what another row may keep this one without a foreign key: its key, and the address of an organisation."""
    slug = trace.after.get("slug") if trace.model is Organisation and trace.after else None
    return [str(trace.key), *([str(slug)] if slug else [])]


def is_final(trace: Trace) -> bool:
    """A row that came, and that nothing may take out: a line of a register."""
    verb = rooms.verb(VERB)
    more = verb.rewrites.get(trace.model._meta.db_table, ())  # noqa: SLF001
    return trace.before is None and any(
        final.broken(VERB, trace.after, None, more=more) is not None for final in trace.model.FINAL
    )


def words_of(model: type[Record], trace: Trace, actor: Actor) -> str:
    """The row, by its kind and its name."""
    row = model._default_manager.filter(pk=trace.key).first()  # noqa: SLF001
    kind = str(model._meta.verbose_name)  # noqa: SLF001
    return f"{kind} : {called_to(row, actor)}" if row is not None else f"{kind} (qui n’y est plus)"


def put_back(traces: list[Trace]) -> None:
    """Those that came go, the last first; then those that went or changed are as they were."""
    with connection.cursor() as cursor:
        for model, own in reversed(by_model(traces).items()):
            if keys := [trace.key for trace in own if trace.before is None]:
                cursor.execute(sql.SQL("DELETE FROM {} WHERE id = ANY (%s)").format(table_of(model)), [keys])
        for trace in traces:
            if trace.before is not None:
                cursor.execute(restoring(trace), [json.dumps(trace.before), trace.key])
