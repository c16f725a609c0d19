"""« Ce que Kevread sait de moi »: all that rooms declare to hold of a person, row by row, with who wrote each last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, GeneratedField, Model, Q
from django.utils import timezone

from kevread.base.models import Record
from kevread.chronicle.queries.reading import Names, in_words, label_of, names_in, shown
from kevread.common import rooms
from kevread.common.personal import Held, everything
from kevread.directory.models import Person
from kevread.journal.models import Change

ACTS = "journal.act"


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says, and the last act that wrote it: by whom, what they did, when. Nobody, where the journal does not
    follow the table."""

    key: str
    lines: tuple[Line, ...]
    by: str = ""
    did: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    room: str
    held: Held
    rows: tuple[Row, ...]


def dossier(person: Person) -> list[Part]:
    """Everything, the parts that hold nothing left out. Four queries a model at most, whatever the rows."""
    parts = (Part(room, held, tuple(rows_of(held, person))) for room, held in everything() if held.by)
    return [part for part in parts if part.rows]


def model_of(held: Held) -> Any:
    return apps.get_model(held.model)


def about(held: Held, person: UUID) -> Any:
    """The rows of a model that belong to a person, by any of the ways that are declared. Newest last."""
    ways = (Q(**{path or "pk": person}) for path in held.by)
    keys = model_of(held)._default_manager.filter(reduce(or_, ways))  # noqa: SLF001 — Django's own way
    return keys.order_by("pk").distinct()


def rows_of(held: Held, person: Person) -> Iterator[Row]:
    found = list(about(held, person.pk))
    if held.model == ACTS:
        return (
            Row(str(one.pk), tuple(plain_lines(held, one)), one.person_name, sentence(one.verb), one.at)
            for one in found
        )
    if not issubclass(model_of(held), Record):
        return (Row(str(one.pk), tuple(plain_lines(held, one))) for one in found)
    last = last_changes([one.pk for one in found], model_of(held)._meta.db_table)  # noqa: SLF001
    names = names_in(last.values(), whole=True)
    return (told(held, one, last.get(one.pk), names) for one in found)


def last_changes(keys: list[UUID], table: str) -> dict[UUID, Change]:
    """The last change of each row, with its act."""
    changes = Change.objects.filter(row__in=keys, table=table).select_related("act").order_by("row", "-id")
    return {one.row: one for one in changes.distinct("row")}


def told(held: Held, one: Any, change: Change | None, names: Names) -> Row:
    if change is None:
        return Row(str(one.pk), tuple(plain_lines(held, one)))
    lines = []
    for field in fields_of(held):
        if isinstance(field, ForeignKey) and (field.name in one.UNTOLD or not issubclass(field.related_model, Record)):
            continue
        if value := shown(field, change.after or {}, names):
            lines.append(Line(label_of(field), value))
    act = change.act
    return Row(str(one.pk), tuple(lines), act.person_name or "Kevread", sentence(act.verb), act.at)


def sentence(verb: str) -> str:
    """What an act did; its word, of a room that is there no more."""
    known = rooms.known(verb)
    return known.sentence if known else verb


def plain_lines(held: Held, one: Model) -> Iterator[Line]:
    """Of a table that the journal does not follow: its values as they stand."""
    for field in fields_of(held):
        value = getattr(one, field.attname)
        if isinstance(field, ForeignKey) or value in (None, "", b"", {}, []):
            continue
        if isinstance(value, datetime):
            value = timezone.localtime(value).isoformat()
        yield Line(label_of(field), in_words(field, value))


def fields_of(held: Held) -> list[Any]:
    """The columns that are told: all but keys, what PostgreSQL computes, and what names nobody to anybody."""
    model = model_of(held)
    return [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001
        if not field.primary_key and not isinstance(field, GeneratedField) and field.name not in held.aside
    ]


def as_json(person: Person, parts: list[Part], at: datetime) -> dict[str, Any]:
    """The same, for a program to read."""
    return {
        "person": {"id": str(person.pk), "name": str(person)},
        "made_at": at.isoformat(),
        "holdings": [
            {
                "room": part.room,
                "model": part.held.model,
                "called": part.held.called,
                "why": part.held.why,
                "basis": part.held.basis.value,
                "kept": part.held.kept,
                "readers": part.held.readers,
                "rows": [
                    {
                        "id": row.key,
                        "values": {line.label: line.value for line in row.lines},
                        "last_written": {"by": row.by, "did": row.did, "at": row.at.isoformat()} if row.at else None,
                    }
                    for row in part.rows
                ],
            }
            for part in parts
        ],
    }
