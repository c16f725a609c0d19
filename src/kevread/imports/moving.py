"""What becomes of the rows that lead to a record when it is merged into another: found in the models themselves, whatever their
room. Reads only.

A row moves, unless it is final as a whole (`Final`): a signature, a list of who was there. That stays as it was written, once
it is over; until then (`Record.in_use`) it prevents the merge. What keeps a key or an address otherwise than by a foreign key
stays too, where its model says why (`Record.NAMES`), and prevents the merge where nobody thought of it. Where the record that
stands has the same row already, the other goes; of a period that both have, what is left over moves. What cannot be both is
told, with what to do, and nothing is merged.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, Q

from kevread.base.models import Dated, Record
from kevread.base.readers import UNREAD, is_read
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.imports.tracing import (
    called,
    movable,
    pointing_to,
    rows_keeping,
    standing,
    that_keep,
    that_lead,
)

NOT_YET = (
    "c’est encore en cours, et rien ne le réécrit : gardez plutôt cette fiche, et fondez l’autre, "
    "ou attendez que ce soit fini"
)
WRITTEN = "elle y est écrite par son nom seul, que rien ne suit : gardez plutôt cette fiche, et fondez l’autre"
LEANED_ON = "la même chose est inscrite sur les deux fiches, et celle-ci sert ailleurs : gardez plutôt cette fiche"
TWO_PEOPLE = (
    "il y faut deux personnes : dites que ce sont deux fiches, ou annulez d’abord ce qui les y nomme toutes deux"
)
END_IT = "les deux ne peuvent pas valoir ensemble : mettez fin à l’un, ou corrigez-le, puis fondez les fiches"


class Becomes(Enum):
    MOVES = "passe à la fiche gardée"
    SHORTENED = "passe à la fiche gardée, pour les jours qu’elle n’avait pas"
    GOES = "s’en va : la fiche gardée le dit déjà"
    STAYS = "reste au nom de l’ancienne fiche : rien ne le réécrit"
    STOPS = "empêche de fondre ces fiches"


@dataclass(frozen=True, slots=True)
class Move:
    """A row that leads to the record that goes, by which of its columns, and what becomes of it. `reads`: whether whoever
    merges reads it; they are told its kind alone otherwise."""

    row: Any
    field: str
    becomes: Becomes
    period: Period | None = None
    other: Any = None  # of the record that stands: what it meets there
    cure: str = ""  # what to do, where it prevents the merge
    why: str = ""  # it stays
    reads: bool = True

    @property
    def told(self) -> str:
        """What it is, its name, and what it belongs to."""
        kind = str(self.row._meta.verbose_name).capitalize()  # noqa: SLF001
        if not self.reads:
            return f"{kind} : {UNREAD}"
        keys = (one for one in keys_of(self.row) if one.related_model not in (Organisation, Person))
        of = next((getattr(self.row, one.name) for one in keys), None)
        mine, theirs = called(self.row), called(of) if of is not None else ""
        first, _, rest = theirs.partition(", ")
        within = rest if mine.endswith(first) else theirs
        return f"{kind} : {mine} ({within})" if within else f"{kind} : {mine}"

    @property
    def met(self) -> str:
        return called(self.other) if self.other is not None and self.reads else ""


def moves(kept: Record, gone: Record, verb: str, actor: Actor) -> list[Move]:
    """Of every row that leads to `gone`, table by table, as this person may read it."""
    found: list[Move] = []
    # What the journal does not follow ends by itself.
    links = (pair for pair in pointing_to(type(gone)) if issubclass(pair[1], Record))
    for name, model in that_lead(links, gone.pk):
        rows: list[Any] = list(model._default_manager.filter(**{name: gone.pk}).order_by("pk"))  # noqa: SLF001
        stand = standing(model, [row.pk for row in rows], locked=False)  # type: ignore[arg-type]
        found += [move_of(row, stand[row.pk], name, kept, verb) for row in rows]
    return as_read([*found, *written(gone)], actor)


def as_read(found: list[Move], actor: Actor) -> list[Move]:
    """What a list does not show somebody, a merge does not tell them either."""
    asked: dict[type[Record], set[Any]] = defaultdict(set)
    for move in found:
        asked[type(move.row)].add(move.row.pk)
    unread = {
        (model, key)
        for model, keys in asked.items()
        if (condition := is_read(model, actor)) is not None
        for key in keys.difference(model._default_manager.filter(condition, pk__in=keys).values_list("pk", flat=True))  # noqa: SLF001
    }
    return [replace(move, reads=(type(move.row), move.row.pk) not in unread) for move in found]


def written(gone: Record) -> Iterator[Move]:
    """The rows that keep its key or its address, and do not follow."""
    said = [str(gone.pk), *([gone.slug] if isinstance(gone, Organisation) else [])]
    for name, model in that_keep(*said):
        for row in rows_keeping(name, model, *said):
            if name in model.NAMES:
                yield Move(row, name, Becomes.STAYS, why=model.NAMES[name])
            else:
                yield Move(row, name, Becomes.STOPS, cure=WRITTEN)


def move_of(row: Record, before: Mapping[str, Any], name: str, kept: Record, verb: str) -> Move:
    """`before`: the row, as the journal writes it."""
    if breaks(row, before, verb, {f"{name}_id": str(kept.pk)}):
        model = type(row)
        if model.in_use(model._default_manager.filter(pk=row.pk)).exists():  # noqa: SLF001
            return Move(row, name, Becomes.STOPS, cure=NOT_YET)
        return Move(row, name, Becomes.STAYS)
    if isinstance(row, Dated) and leads_to(row, kept, but=name):
        return Move(row, name, Becomes.STOPS, other=kept, cure=END_IT)
    if is_torn(row, name, kept):
        return Move(row, name, Becomes.STOPS, other=kept, cure=TWO_PEOPLE)
    met = list(meeting(row, name, kept))
    if not met:
        return Move(row, name, Becomes.MOVES)
    left = left_of(row, met) if isinstance(row, Dated) else []
    fixed = not left and breaks(row, before, verb, None)
    if fixed or len(left) > 1 or not all(is_the_same(row, other, name) for other in met):
        return Move(row, name, Becomes.STOPS, other=met[0], cure=END_IT)
    if not left and is_needed(row):
        return Move(row, name, Becomes.STOPS, other=met[0], cure=LEANED_ON)
    if not left:
        return Move(row, name, Becomes.GOES, other=met[0])
    return Move(row, name, Becomes.SHORTENED, left[0], met[0])


def breaks(row: Record, before: Mapping[str, Any], verb: str, said: dict[str, Any] | None) -> bool:
    """Whether a column that is written once would be written again; None: whether the row may not go."""
    after = None if said is None else {**before, **said}
    more = movable().get(row._meta.db_table, ())  # noqa: SLF001
    return any(final.broken(verb, before, after, owner_of(row, final), more) is not None for final in row.FINAL)


def is_needed(row: Record) -> bool:
    """Something else leads to it: it does not go."""
    return bool(that_lead(pointing_to(type(row)), row.pk) or that_keep(str(row.pk)))


def keys_of(row: Any) -> list[Any]:
    """Its columns that lead to another row."""
    return [field for field in row._meta.concrete_fields if field.is_relation]  # noqa: SLF001


def owner_of(row: Record, final: Final) -> Any:
    if final.of is None:
        return None
    owner = next(one for one in apps.get_models() if one._meta.db_table == final.of.table)  # noqa: SLF001
    key = getattr(row, final.of.column)
    return standing(owner, [key], locked=False).get(key) if issubclass(owner, Record) else None


def leads_to(row: Record, kept: Record, *, but: str) -> bool:
    """Another column of it leads to the record that stands: it would be tied to itself."""
    return any(
        field.related_model is type(kept) and getattr(row, field.attname) == kept.pk
        for field in keys_of(row)
        if field.name != but
    )


def is_torn(row: Record, name: str, kept: Record) -> bool:
    """Once it leads to the record that stands, a rule of its own table would refuse it: who receives is not who pays."""
    moved = copy(row)
    setattr(moved, name, kept)
    for one in row._meta.constraints:  # noqa: SLF001
        if isinstance(one, models.CheckConstraint) and name in str(one.condition):
            try:
                one.validate(type(row), moved)
            except ValidationError:
                return True
    return False


def meeting(row: Record, name: str, kept: Record) -> Iterator[Any]:
    """The rows beside which it could not stand, once it leads to `kept`."""
    rows = type(row)._default_manager.exclude(pk=row.pk)  # noqa: SLF001
    seen = set()
    for names, condition, dated in constraints(type(row), name):
        if condition is not None and not type(row)._default_manager.filter(condition, pk=row.pk).exists():  # noqa: SLF001
            continue
        asked: dict[str, Any] = {one: kept if one == name else getattr(row, one) for one in names}
        if dated and isinstance(row, Dated):
            asked["period__overlap"] = row.period
        others = rows.filter(**asked)
        for other in others.filter(condition) if condition is not None else others:
            if other.pk not in seen:
                seen.add(other.pk)
                yield other


def constraints(model: type[Record], name: str) -> Iterator[tuple[list[str], Q | None, bool]]:
    """Those that hold rows apart by this column: their columns, their condition, and whether they hold of a period."""
    if any(field.name == name and field.unique for field in model._meta.concrete_fields):  # noqa: SLF001
        yield [name], None, False
    for one in model._meta.constraints:  # noqa: SLF001
        if isinstance(one, ExclusionConstraint):
            names = [column for said, _ in one.expressions if (column := column_of(said))]
            if name in names:
                yield [column for column in names if column != "period"], one.condition, "period" in names
        elif isinstance(one, models.UniqueConstraint) and name in one.fields:
            yield list(one.fields), one.condition, False


def column_of(said: Any) -> str:
    if isinstance(said, Func):
        (said,) = said.get_source_expressions()
    return str(getattr(said, "name", said))


def is_the_same(row: Record, other: Any, name: str) -> bool:
    """They differ by nothing that a register holds: not by what they lead to, nor by a word of a list. What is not dated is
    said once, by the record that stands."""
    if not isinstance(row, Dated):
        return True
    held = (models.SlugField, models.UUIDField)
    return all(
        getattr(row, field.attname) == getattr(other, field.attname)
        for field in row._meta.concrete_fields  # noqa: SLF001
        if field.name != name
        and not field.primary_key
        and (field.is_relation or field.choices or isinstance(field, held))
    )


def left_of(row: Dated, others: list[Any]) -> list[Period]:
    """The days of a row that the others do not have."""
    left = [row.dates]
    for other in others:
        left = [piece for one in left for piece in without(one, other.dates)]
    return left


def without(one: Period, other: Period) -> list[Period]:
    """
    >>> from datetime import date
    >>> year = Period(date(2026, 1, 1), date(2027, 1, 1))
    >>> [str(piece.start) for piece in without(Period(date(2025, 1, 1)), year)]
    ['2025-01-01', '2027-01-01']
    >>> without(year, Period(None)), without(year, Period(date(2027, 1, 1))) == [year]
    ([], True)
    """
    pieces = []
    if other.start is not None and (one.start is None or one.start < other.start):
        end = other.start if one.end is None else min(one.end, other.start)
        pieces.append(Period(one.start, end))
    if other.end is not None and (one.end is None or other.end < one.end):
        start = other.end if one.start is None else max(one.start, other.end)
        pieces.append(Period(start, one.end))
    return pieces
