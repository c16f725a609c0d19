"""What erasing may rewrite, though it is final: what rooms declare that names people, and law does not keep, or no longer."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps

from kevread.base.models import Record
from kevread.common.finality import GONE
from kevread.common.personal import everything


class Erasable(Mapping[str, tuple[str, ...]]):
    """Of each table, its columns: read once every room has declared, never while they do. `by_age`: what a purge may rewrite
    besides, that law keeps for a time and no longer."""

    def __init__(self, *, by_age: bool = False) -> None:
        self.by_age = by_age

    def __getitem__(self, table: str) -> tuple[str, ...]:
        return declared(self.by_age)[table]

    def __iter__(self) -> Iterator[str]:
        return iter(declared(self.by_age))

    def __len__(self) -> int:
        return len(declared(self.by_age))


@cache
def declared(by_age: bool) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for _, held in everything():
        model: Any = apps.get_model(held.model)
        may = not held.law or (by_age and held.kind)
        if may and issubclass(model, Record) and (held.texts or held.copies or held.goes):
            meta = model._meta  # noqa: SLF001 — Django's own way
            columns = (str(meta.get_field(name).column) for name in (*held.texts, *held.copies))
            found[meta.db_table] = (*columns, *((GONE,) if held.goes else ()))
    return found
