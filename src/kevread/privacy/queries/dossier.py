"""« Ce que Kevread sait de moi »: all that rooms declare to hold of a person, row by row, with who wrote each last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, GeneratedField, Model, Q, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from kevread.base.models import Record
from kevread.chronicle.queries.reading import Names, in_words, label_of, names_in, shown
from kevread.common import rooms
from kevread.common.actor import SYSTEM
from kevread.common.personal import Held, everything
from kevread.directory.models import Person
from kevread.journal.models import Change

ACTS = "journal.act"
SAID_OF_ACTS = ("hat", "reason")  # beside who, what and when, which each row tells


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says, and the last act that wrote it: by whom, what they did, when. Nobody, where the journal does not
    follow the table. `asked`: of an act, what was asked, in the words of programs: the file for them alone has it."""

    key: str
    lines: tuple[Line, ...]
    by: str = ""
    did: str = ""
    at: datetime | None = None
    asked: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    room: str
    held: Held
    rows: tuple[Row, ...]

    @property
    def asks(self) -> bool:
        """Whether the file for programs has, word for word, what was asked."""
        return any(row.asked for row in self.rows)


def dossier(person: Person) -> list[Part]:
    """Everything, the parts that hold nothing left out. One query says where there is something; then one for each model that
    has rows, and those that name what they point to."""
    keys, own = keys_of(person.pk), keys_of(person.pk, alone=True)
    those = [(room, held, rows_by_key(held, keys[held.model])) for room, held in everything() if held.model in keys]
    last = last_changes([(held, one.pk) for _, held, rows in those if is_followed(held) for one in rows])
    names = names_in(last.values(), SYSTEM, whole=True)

    def tell(held: Held, one: Any) -> Row:
        if str(one.pk) in own.get(held.model, ()):
            return row_of(held, one, last, names)
        return written_by(person, one, last.get((table_of(held), one.pk)))

    return [Part(room, held, tuple(tell(held, one) for one in rows)) for room, held, rows in those]


def written_by(person: Person, one: Any, change: Change | None) -> Row:
    """What somebody wrote of somebody else: that it is there, and what they did last, if nobody wrote in it since. What it
    says is of the other person, whose words they may no longer read (art. 15, 4 of the regulation)."""
    if change is None or change.act.person != person.pk:
        return Row(str(one.pk), ())
    return Row(str(one.pk), (), change.act.person_name, sentence(change.act.verb), change.act.at)


def keys_of(person: UUID, *, alone: bool = False) -> dict[str, list[str]]:
    """By model, the keys of the rows that lead to a person; of those that are about them, `alone`. One query."""
    several = [
        about(held, person, alone=alone)
        .order_by()
        .annotate(held_in=Value(held.model), held_as=Cast("pk", TextField()))
        .values_list("held_in", "held_as")
        for _, held in everything()
        if (held.by if alone else held.ways)
    ]
    found: dict[str, list[str]] = {}
    for model, key in several[0].union(*several[1:]):
        found.setdefault(model, []).append(key)
    return found


def rows_by_key(held: Held, keys: list[str]) -> list[Any]:
    return list(model_of(held)._default_manager.filter(pk__in=keys).order_by("pk"))  # noqa: SLF001 — Django's own way


def is_followed(held: Held) -> bool:
    """Whether the journal follows its table."""
    return held.model != ACTS and issubclass(model_of(held), Record)


def model_of(held: Held) -> Any:
    return apps.get_model(held.model)


def about(held: Held, person: UUID, *, alone: bool = False) -> Any:
    """The rows of a model that lead to a person, by any of the ways that are declared; `alone`, those that are about them. Of
    the records that were merged into theirs too. Newest last."""
    keys = Person.everything.filter(Q(pk=person) | Q(into=person)).values("pk")
    ways = (Q(**{f"{path or 'pk'}__in": keys}) for path in (held.by if alone else held.ways))
    rows = model_of(held)._default_manager.filter(reduce(or_, ways))  # noqa: SLF001 — Django's own way
    return rows.order_by("pk").distinct()


def row_of(held: Held, one: Any, last: dict[tuple[str, UUID], Change], names: Names) -> Row:
    if held.model == ACTS:
        said = tuple(
            Line(label_of(field), getattr(one, field.name)) for field in fields_of(held) if field.name in SAID_OF_ACTS
        )
        lines = tuple(line for line in said if line.value)
        return Row(str(one.pk), lines, one.person_name, sentence(one.verb), one.at, one.arguments)
    if not is_followed(held):
        return Row(str(one.pk), tuple(plain_lines(held, one)))
    return told(held, one, last.get((table_of(held), one.pk)), names)


def table_of(held: Held) -> str:
    table: str = model_of(held)._meta.db_table  # noqa: SLF001
    return table


def last_changes(rows: list[tuple[Held, UUID]]) -> dict[tuple[str, UUID], Change]:
    """The last change of each row, by its table and its key, with its act."""
    tables, keys = {table_of(held) for held, _ in rows}, {key for _, key in rows}
    changes = Change.objects.filter(row__in=keys, table__in=tables).select_related("act")
    return {(one.table, one.row): one for one in changes.order_by("table", "row", "-id").distinct("table", "row")}


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
                        **({"asked": row.asked} if row.asked else {}),
                    }
                    for row in part.rows
                ],
            }
            for part in parts
        ],
    }
