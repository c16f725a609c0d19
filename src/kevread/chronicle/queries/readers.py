"""Who reads which row of the journal: what a list does not show somebody, the journal does not tell them either."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Value

from kevread.base.models import Record
from kevread.base.readers import is_read
from kevread.common.actor import Actor
from kevread.journal.models import Change


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
