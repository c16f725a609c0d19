"""Who reads which row of the journal: what a list does not show somebody, the journal does not tell them either."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, Value

from kevread.base.models import Record
from kevread.common.actor import Actor
from kevread.journal.models import Change

UNREAD = "ce qui ne se lit pas d’ici"  # a row that is pointed to, and that this person does not read


def is_restricted(model: type[Model]) -> bool:
    """Whether a list of these rows depends on who looks."""
    return hasattr(model._default_manager, "visible_to")  # noqa: SLF001 — Django's own way


def read_through(model: type[Record]) -> type[Record]:
    """The model by whose rows these are read: itself, or the one at the end of its `READ_WITH`."""
    found: Any = model
    for name in filter(None, model.READ_WITH.split("__")):
        found = found._meta.get_field(name).related_model  # noqa: SLF001
    assert issubclass(found, Record)
    return found


def is_read(model: type[Record], actor: Actor) -> Q | None:
    """The condition under which somebody reads a row of this kind; None: whoever they are."""
    root: Any = read_through(model)
    if actor.is_system or not is_restricted(root):
        return None
    seen = root._default_manager.visible_to(actor).order_by()  # noqa: SLF001
    return Q(**{f"{model.READ_WITH or 'pk'}__in": seen.values("pk")})


def read_by(actor: Actor, changes: Iterable[Change], models: Mapping[str, type[Record]]) -> set[int]:
    """The keys of the changes that somebody reads. One query at most. A row that is there no more is read by nobody, where not
    everybody reads such rows."""
    those, keys = list(changes), defaultdict[str, set[UUID]](set)
    for change in those:
        keys[change.table].add(change.row)
    conditions = {table: is_read(models[table], actor) for table in keys if table in models}
    asked = [
        models[table]._default_manager.filter(condition, pk__in=keys[table]).order_by().values_list(Value(table), "pk")  # noqa: SLF001
        for table, condition in conditions.items()
        if condition is not None
    ]
    found = set(asked[0].union(*asked[1:], all=True)) if asked else set()
    return {one.pk for one in those if conditions.get(one.table) is None or (one.table, one.row) in found}
