"""A row as the journal noted it, read by the words of its model: columns, values, and the rows that it points to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from string import Formatter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    Field,
    ForeignKey,
    GeneratedField,
    Model,
    Q,
    QuerySet,
)
from django.utils import timezone

from kevread.base.models import Record
from kevread.base.readers import UNREAD, is_read
from kevread.chronicle.rules import is_empty
from kevread.common.actor import Actor
from kevread.common.periods import period_of
from kevread.common.rooms import reading_of
from kevread.journal.models import Change
from kevread.ui.words import day, moment, period

GONE = "retiré depuis"  # a row that is pointed to, and is there no more

type Row = Mapping[str, Any]
type Names = dict[tuple[type[Record], str], str]


@cache
def models_by_table() -> dict[str, type[Record]]:
    return {
        model._meta.db_table: model  # noqa: SLF001 — Django's own way
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, Record)
    }


@cache
def columns_of(model: type[Model]) -> dict[str, Field]:
    """The columns that are told or named as untold, in their order. The key of a row names it, and a column that PostgreSQL
    computes says what others do: neither is read."""
    fields = model._meta.concrete_fields  # noqa: SLF001
    read = [field for field in fields if not field.primary_key and not isinstance(field, GeneratedField)]
    return {column_of(field): field for field in read}


def column_of(field: Field) -> str:
    """Its name in PostgreSQL, hence in the journal."""
    return str(field.column)


def label_of(field: Field) -> str:
    text = str(field.verbose_name)
    return text[:1].upper() + text[1:]


def table_of(change: Change) -> str:
    """What kind of row it is."""
    model = models_by_table().get(change.table)
    if model is None:
        return "Autre écriture"
    text = str(model._meta.verbose_name)  # noqa: SLF001
    return text[:1].upper() + text[1:]


def shown(field: Field, row: Row, names: Names) -> str:
    """The value of a column, as people say it."""
    value = row.get(column_of(field))
    if is_empty(value):
        return ""
    model = field.model
    if read := reading_of(f"{model._meta.label_lower}.{field.name}"):  # noqa: SLF001
        return read(value, row)
    if isinstance(field, ForeignKey):
        return names.get((pointed(field), str(value)), GONE)
    return in_words(field, value)


def pointed(field: ForeignKey) -> type[Record]:
    """The model of the rows that a key points to: one that names them."""
    model: Any = field.related_model
    assert issubclass(model, Record), f"{field} is told, and nothing says how its rows are named."
    return model


def in_words(field: Field, value: Any) -> str:
    if isinstance(field, ArrayField):
        return ", ".join(in_words(field.base_field, one) for one in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, DateRangeField):
        return period(period_of(value))
    if isinstance(field, DateTimeField):
        return moment(timezone.localtime(datetime.fromisoformat(value)))
    if isinstance(field, DateField):
        return day(date.fromisoformat(value))
    if isinstance(field, BooleanField):
        return "oui" if value else "non"
    return str(value)


def titled_by(model: type[Record]) -> list[str]:
    """The columns by which a row is named in one line, and those that say whether it follows another."""
    wanted = [name for _, name, _, _ in Formatter().parse(model.TITLE) if name]
    if model.SUCCEEDS:
        wanted += [*model.SUCCEEDS[0], model.SUCCEEDS[1]]
    return [named(model, name) for name in wanted]


def named(model: type[Record], name: str) -> str:
    """The column of a field."""
    return next(column for column, field in columns_of(model).items() if field.name == name)


def title_of(change: Change, names: Names) -> str:
    """The row in one line, by the `TITLE` of its model."""
    model = models_by_table().get(change.table)
    if model is None or not model.TITLE:
        return ""
    row, fields = change.after or change.before or {}, columns_of(model)
    parts = {fields[column].name: shown(fields[column], row, names).rstrip(".") for column in titled_by(model)}
    return model.TITLE.format(**parts).strip(" ,")


def names_in(changes: Iterable[Change], actor: Actor, *, whole: bool, at: UUID | None = None) -> Names:
    """The names of the rows that these changes point to, by all their columns or by their titles only, where this person reads
    them: one query for each kind of row. `at`: the organisation that all of the page is about, if it is one."""
    wanted: dict[type[Record], set[str]] = defaultdict(set)
    for change in changes:
        if (model := models_by_table().get(change.table)) is None:
            continue
        fields = columns_of(model)
        for column in fields if whole else titled_by(model):
            field = fields[column]
            if isinstance(field, ForeignKey) and field.name not in model.UNTOLD:
                wanted[pointed(field)].update(
                    str(row[column]) for row in (change.before, change.after) if row and row.get(column)
                )
    return {
        (model, str(row.pk)): name_of(row, at) if row.is_read else UNREAD
        for model, keys in wanted.items()
        for row in rows_named(model, keys).annotate(is_read=told_to(model, actor))
    }


def told_to(model: type[Record], actor: Actor) -> ExpressionWrapper:
    return ExpressionWrapper(is_read(model, actor) or ~Q(pk=None), BooleanField())


def rows_named(model: type[Record], keys: set[str]) -> QuerySet[Record]:
    """The rows whose name is told, with what it is read from."""
    along = {path.rpartition("__")[0] for path in model.TOLD_FROM if "__" in path}
    rows = model._default_manager.filter(pk__in=keys)  # noqa: SLF001
    return rows.select_related(*along).only(*model.TOLD_FROM) if along else rows.only(*model.TOLD_FROM)


def name_of(row: Record, at: UUID | None = None) -> str:
    read = reading_of(row._meta.label_lower)  # noqa: SLF001
    return read(row, {}) if read else row.told_within(at)
