"""The papers that are kept with what a purge erases: the signed contract of somebody who left."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField
from django.utils import timezone

from kevread.base.retention import terms_on
from kevread.common.periods import add_months
from kevread.common.personal import Held
from kevread.documents.models import Document, Removal
from kevread.documents.operations.erasing import empty, removed
from kevread.documents.queries.keeping import holds
from kevread.privacy.models import Purge
from kevread.privacy.queries.dossier import model_of


def erase_papers(held: Held, keys: Collection[UUID], purge: Purge, today: date) -> None:
    """Inside the act of a purge: the file of each document that these rows cite, at their own term. One that something holds
    besides stays, and is no more read by anybody."""
    term = terms_on(timezone.localtime(purge.decided_at).date()).get(held.kind)
    if term is None or term.months is None:
        return
    cited: dict[UUID, date] = {}
    model: Any = model_of(held)
    for field in model._meta.concrete_fields:  # noqa: SLF001 — Django’s own way
        if field.related_model is Document:
            rows = model._default_manager.filter(pk__in=keys).exclude(**{field.name: None})  # noqa: SLF001
            for document, end in rows.order_by("pk").values_list(field.attname, held.ends):
                cited[document] = last_kept(last_day(model, held.ends, end), term.months)
    locked = [one.pk for one in Document.objects.filter(pk__in=cited).lock_all()]  # nobody cites one of them meanwhile
    gone = set(Removal.objects.filter(document__in=locked).values_list("document", flat=True))
    kept = holds(locked, today)
    left = [key for key in locked if key not in gone and key not in kept]
    for key in left:
        removed(key, by=purge.decided_by_id, why=purge.why, until=cited[key], rule=term.label, today=today)
    empty(left)


def last_kept(end: date, months: int) -> date:
    """The last day on which it is kept, as of any document (`Term.until`): the day before that from which it may go.

    >>> last_kept(date(2021, 11, 24), 60)
    datetime.date(2026, 11, 23)
    """
    return add_months(end, months) - timedelta(days=1)


def last_day(model: Any, ends: str, end: Any) -> date:
    """The end of a period is the day after the last."""
    field = model._meta.get_field(ends.partition("__")[0])  # noqa: SLF001
    if isinstance(field, DateTimeField):
        return timezone.localtime(end).date()
    return end - timedelta(days=1) if "__" in ends else end
