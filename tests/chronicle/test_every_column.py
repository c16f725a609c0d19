"""Every column of every guarded table is told by its words, or is named as untold with the reason."""

from collections.abc import Iterator
from string import Formatter
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import connection, models
from django.test.utils import isolate_apps

from kevread.base.models import Record
from kevread.chronicle.queries.reading import columns_of, label_of, models_by_table, table_of
from kevread.chronicle.queries.story import lines_of, unread_of
from kevread.common.rooms import ROOMS, reading_of
from kevread.journal.guards import TRIGGERS
from kevread.journal.models import Change

# What only its room can read: a type that says nothing of what it holds.
OPAQUE = (models.JSONField, models.BinaryField, models.UUIDField)
SAMPLES: dict[type[models.Field], Any] = {
    DateRangeField: "[2026-01-01,2027-01-01)",
    models.DateTimeField: "2026-11-24T17:05:00+00:00",
    models.DateField: "2026-11-24",
    models.BooleanField: True,
    models.IntegerField: 7,
    models.BigIntegerField: 7,
    ArrayField: ["x"],
}
RECORDS = sorted(models_by_table().values(), key=lambda model: model._meta.db_table)


def untold(model: type[Record]) -> Iterator[str]:
    """What of a model the journal would tell to nobody."""
    fields = {field.name: field for field in columns_of(model).values()}
    for name, field in fields.items():
        if name in model.UNTOLD:
            continue
        label = f"{model.__name__}.{name}"
        if isinstance(field, OPAQUE) and not isinstance(field, models.ForeignKey):
            if reading_of(f"{model._meta.label_lower}.{name}") is None:
                yield f"{label}: nothing says how it is read"
        elif field.is_relation and not getattr(field.related_model, "TOLD_FROM", ()):
            yield f"{label}: {field.related_model.__name__} does not say how its rows are named"
    yield from (f"{model.__name__}.{name}: untold, and not there" for name in model.UNTOLD if name not in fields)
    yield from (f"{model.__name__}.{name}: untold without a reason" for name, why in model.UNTOLD.items() if not why)
    titled = [name for _, name, _, _ in Formatter().parse(model.TITLE) if name is not None]
    yield from (f"{model.__name__}: its title names « {name} »" for name in titled if name not in fields)
    yield from (f"{model.__name__}: its title shows « {name} »" for name in titled if name in model.UNTOLD)


def row_of(model: type[Record]) -> dict[str, Any]:
    """A row as PostgreSQL notes it, with something in each column."""
    return {column: sample(field) for column, field in columns_of(model).items()}


def sample(field: models.Field) -> Any:
    if field.choices and not isinstance(field, ArrayField):
        return field.flatchoices[0][0]
    if field.is_relation:
        return str(uuid4())
    kinds = [value for kind, value in SAMPLES.items() if isinstance(field, kind)]
    return kinds[0] if kinds else {} if isinstance(field, models.JSONField) else "x"


@pytest.mark.django_db
def test_every_guarded_table_is_a_record():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [TRIGGERS[0]])
        guarded = {table for (table,) in cursor.fetchall()}
    assert guarded == {model._meta.db_table for model in RECORDS}
    assert len(guarded) > 40


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.db_table)
def test_every_column_is_told_or_is_untold_with_the_reason(model):
    assert list(untold(model)) == []
    change = Change(table=model._meta.db_table, before=None, after=row_of(model) | filled(model))
    fields = columns_of(model).values()
    assert [label for label, _, _ in lines_of(change, {})] == [
        label_of(f) for f in fields if f.name not in model.UNTOLD
    ]
    assert [label for label, _ in unread_of(change)] == [label_of(f) for f in fields if f.name in model.UNTOLD]
    for field, (_, before, after) in zip(
        (f for f in fields if f.name not in model.UNTOLD), lines_of(change, {}), strict=True
    ):
        assert before == ""
        if field.choices and not isinstance(field, ArrayField):
            assert after in {str(label) for _, label in field.flatchoices}
        if isinstance(field, models.DateTimeField):
            assert after == "24\xa0novembre 2026 à 18\xa0h\xa005"


def filled(model: type[Record]) -> dict[str, Any]:
    """An empty JSON value would not be told: any that its room reads."""
    return {column: {"x": 1} for column, field in columns_of(model).items() if isinstance(field, models.JSONField)}


def test_two_columns_of_a_table_do_not_read_alike():
    for model in RECORDS:
        labels = [label_of(field) for field in columns_of(model).values()]
        assert sorted(labels) == sorted(set(labels)), model


def test_what_a_room_says_is_there():
    for room in ROOMS.values():
        for name in room.says:
            app, model, *field = name.split(".")
            found = apps.get_model(app, model)
            if field:
                assert found._meta.get_field(field[0]).name not in found.UNTOLD, name


def test_what_a_row_is_named_by_is_there():
    for model in RECORDS:
        for path in model.TOLD_FROM:
            place: Any = model
            *along, last = path.split("__")
            for step in along:
                place = place._meta.get_field(step).related_model
            assert place._meta.get_field(last), path


def test_what_is_told_to_nobody_is_caught():
    with isolate_apps("kevread.base"):

        class Nameless(Record):
            class Meta:
                app_label = "base"

        class Mute(Record):
            TITLE = "{sealed}, {gone}"
            UNTOLD = {"lost": "une raison", "sealed": ""}
            sealed = models.BinaryField("scellé")
            asked = models.JSONField("demandé")
            there = models.ForeignKey(Nameless, verbose_name="là", on_delete=models.PROTECT)

            class Meta:
                app_label = "base"

    assert list(untold(Mute)) == [
        "Mute.asked: nothing says how it is read",
        "Mute.there: Nameless does not say how its rows are named",
        "Mute.lost: untold, and not there",
        "Mute.sealed: untold without a reason",
        "Mute: its title names « gone »",
        "Mute: its title shows « sealed »",
    ]


def test_a_table_of_another_version_is_told_without_its_columns():
    change = Change(table="seats_novelty", before=None, after={"id": "x", "name": "y"})
    assert (table_of(change), lines_of(change, {}), unread_of(change)) == ("Autre écriture", [], [])
