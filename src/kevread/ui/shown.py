"""What a page shows, held against what is there when its button is pressed (decision 208)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.utils.formats import localize

from kevread.base.at_once import one_of_two
from kevread.base.models import Record, RecordQuerySet
from kevread.common.marks import mark_of
from kevread.common.overtaken import Changed

FIELD = "vu"  # the mark, as a form carries it back


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as a page shows it: its columns, or what `tells` says of it and of what hangs on it. `read`: the same, where the
    page has read it already. `first`: what verbs lock before this row, so that nobody locks the two the other way."""

    row: Record
    tells: Callable[[Any], object] = Record.as_written
    read: object = None
    first: Record | None = None

    @property
    def mark(self) -> str:
        """Of the row as this request read it, which is what its page shows."""
        return mark_of(self.tells(self.row) if self.read is None else self.read)

    def require(self, mark: str) -> None:
        """Locks the row until the request ends, and raises Changed unless it still is what the page of that mark showed. A
        sending that carries no mark saw no page. Raises Refused where a verb that locks the same the other way went first."""
        with one_of_two(), transaction.atomic():
            if self.first is not None:
                RecordQuerySet(type(self.first)).lock(self.first.pk)
            now = mark_of(self.tells(RecordQuerySet(type(self.row)).lock(self.row.pk)))
        if mark != now:
            raise Changed(now)


def tell_what_stands(form: BaseForm) -> None:
    """Beside each field that says otherwise than what is written, what is written; the page says the rest above it, once."""
    for name in form.changed_data:
        if name in form.initial:
            form.add_error(name, f"Il est inscrit maintenant : « {read(form[name].field, form.initial[name])} ».")


def read(field: Any, value: Any) -> str:
    """A value as somebody reads it in its field.

    >>> from datetime import date
    >>> from django import forms
    >>> read(forms.CharField(), ""), read(forms.BooleanField(), True), read(forms.DateField(), date(2026, 3, 1))
    ('rien', 'oui', '1 mars 2026')
    >>> two = [("a", "Un avis"), ("b", "Un accord")]
    >>> read(forms.ChoiceField(choices=two), "a"), read(forms.MultipleChoiceField(choices=two), ["a", "b"])
    ('Un avis', 'Un avis, Un accord')
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value in (None, "", []):
        return "rien"
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(read(field, one) for one in value)
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return labels.get(str(field.prepare_value(value)), localize(value))
