"""One abstract dated model, one QuerySet, one constraint factory."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from uuid_utils.compat import uuid7

from kevread.common.errors import Denied
from kevread.common.finality import Final
from kevread.common.periods import Period
from kevread.common.words import terms

from .stamped import Stamped


def new_key() -> UUID:
    """Keys are made in Python and grow with time, so that rows of one act stay together."""
    return uuid7()


class Record(models.Model):
    """A row that lasts. Its table is guarded: PostgreSQL refuses any write outside an act (see `journal`).

    The journal tells each column by its words. `TITLE` names a row in one line, from the words of its fields. `told` names
    it where another row points to it, read from `TOLD_FROM` only. `UNTOLD`: what the journal keeps and does not show, each
    field with the reason that is given to people. `SUCCEEDS`: the fields that two rows share when one takes the place of
    the other, and the one that then changes. `FINAL`: what of it nothing rewrites, but the verbs that it names.
    `STAMPED`: what the stamp of this installation binds of it (`base.stamped`). `READ_WITH`: the fields that lead to the row
    by which it is read, where its own manager has no `visible_to`; without either, whoever reads the journal reads it.
    `OVER`: of its rows that nothing rewrites, each says who did what, and does nothing more. `NAMES`: the columns that keep the
    key or the address of a person or an organisation without a foreign key, each with why it stays as it was written when that
    record becomes another (`imports.moving`).
    """

    TITLE: ClassVar[str] = ""
    TOLD_FROM: ClassVar[tuple[str, ...]] = ()
    UNTOLD: ClassVar[Mapping[str, str]] = {}
    READ_WITH: ClassVar[str] = ""
    OVER: ClassVar[bool] = False
    NAMES: ClassVar[Mapping[str, str]] = {}
    SUCCEEDS: ClassVar[tuple[tuple[str, ...], str] | None] = None
    FINAL: ClassVar[tuple[Final, ...]] = ()
    STAMPED: ClassVar[Stamped | None] = None

    id = models.UUIDField("identifiant", primary_key=True, default=new_key, editable=False)

    class Meta:
        abstract = True

    def told(self) -> str:
        return str(self)

    def told_within(self, organisation: UUID | None) -> str:
        """The same, on a page of that organisation; of several, where none is given."""
        return self.told()

    @classmethod
    def in_use(cls, rows: Any) -> Any:
        """Of these rows, which nothing rewrites, those that still do something: whom they name cannot become another record
        meanwhile (`imports.moving`). All of them, unless their model knows better."""
        return rows.none() if cls.OVER else rows

    def as_written(self) -> list[object]:
        """All that the row says, in the order of its columns."""
        return [getattr(self, field.attname) for field in self._meta.concrete_fields]


class NamedByDigest(models.Model):
    """Bytes, once, under their SHA-256: the journal does not copy them, the row that points to them is in it. `sha256` and
    `file` are held one against the other whenever they are read, and by `verify-journal --tables`."""

    sha256 = models.CharField("empreinte", max_length=64, primary_key=True)
    file = models.BinaryField("octets")

    class Meta:
        abstract = True

    @property
    def intact(self) -> bytes:
        """The bytes. Raises Denied when they are not those that were kept."""
        content = bytes(self.file)
        if sha256(content).hexdigest() != self.sha256:
            raise Denied(
                "Ce fichier n’est plus celui qui avait été conservé : il n’est pas remis. Prévenez la coordination."
            )
        return content


class OfDigest(models.Model):
    """Rows that the journal does not copy one by one: the row that owns them says their `digest`, of what COPY writes of them
    in the order of their numbers (`base.copied`). `COPIED`: their columns, that of the owner first, their number then. `GONE`:
    the column of an owner whose rows were taken out, and what it says then. `verify-journal --tables` holds them against it."""

    COPIED: ClassVar[tuple[str, ...]] = ()
    GONE: ClassVar[tuple[str, str]] = ("", "")

    class Meta:
        abstract = True


class RecordQuerySet(models.QuerySet):
    """What is written twice at once is locked first: the only way to (tests/test_architecture.py)."""

    def lock(self, key: UUID) -> Any:
        """One row, locked until the transaction ends. What it is read with (`select_related`) is not: where somebody else holds
        the row, it is read after them, since whoever waits for a lock is given the rest as it was before the wait."""
        if not self.query.select_related:
            return self.select_for_update(of=("self",)).get(pk=key)
        if free := list(self.select_for_update(of=("self",), skip_locked=True).filter(pk=key)):
            return free[0]
        self.select_related(None).select_for_update().values_list("pk").get(pk=key)
        return self.get(pk=key)

    def lock_all(self) -> list[Any]:
        """These rows, locked until the transaction ends, in the order of their keys: two who lock the same wait for each
        other, and do not block each other."""
        return list(self.select_for_update(of=("self",)).order_by("pk"))


class DatedQuerySet(RecordQuerySet):
    def on(self, day: date) -> Self:
        """The rows in force that day: whoever wants them comes here. Only a query about bounds (what ends before such a
        day, what begins after it) or about the period of a joined row reads `period` by itself."""
        return self.filter(period__contains=day)

    def touching(self, period: Period) -> Self:
        """The rows in force on at least one day of the period."""
        return self.filter(period__overlap=as_range(period))

    def matching(self, text: str) -> Self:
        """The rows whose stored `search` column holds every word of the text, whatever its accents and capitals.

        LIKE on the stored column: its trigram index serves it (`icontains` would not use it).
        """
        rows = self
        for word in terms(text):
            rows = rows.filter(search__contains=word)
        return rows


class Dated(Record):
    """A row true for a half-open period of days. A period is never deleted: it is closed."""

    period = DateRangeField("dates")

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def dates(self) -> Period:
        return Period.of(self.period)

    def in_force(self, day: date) -> bool:
        return day in self.dates


def as_range(period: Period) -> DateRange:
    return DateRange(period.start, period.end)


def no_overlap(name: str, *fields: str | models.Expression, condition: models.Q | None = None) -> ExclusionConstraint:
    """PostgreSQL refuses two rows with the same fields whose periods overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), ("period", RangeOperators.OVERLAPS)],
        condition=condition,
    )
