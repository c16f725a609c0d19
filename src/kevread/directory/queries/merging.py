"""Organisations and people that were merged into another, which stands for them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor


def merged(model: Any) -> list[tuple[Any, Any]]:
    """Each with the one that stands. One query."""
    rows = model.everything.exclude(into=None).select_related("into").order_by("pk")
    return [(row, row.into) for row in rows]


def stands_for(model: Any, actor: Actor, **named: Any) -> Any:
    """The record into which the one of this name was merged, for whoever may see it; None when there is none."""
    found = model.everything.filter(**named).exclude(into=None).values("into")
    return model.objects.visible_to(actor).filter(pk__in=found).first()


def that_stand(model: Any, keys: Iterable[UUID | str]) -> dict[UUID, Any]:
    """By each of these keys, its record, or the one into which it was merged. One query."""
    rows = model.everything.filter(pk__in=set(keys)).select_related("into")
    return {row.pk: row.into or row for row in rows}
