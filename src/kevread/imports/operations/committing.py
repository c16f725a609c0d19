"""A file is brought in: rehearsed, committed whole, or nothing."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kevread.charter.operations.upholding import rehearsed
from kevread.common.actor import Actor
from kevread.common.collecting import uncollected
from kevread.common.errors import Refused
from kevread.directory.models import Organisation
from kevread.imports.deciding import Decision, as_decisions, as_kept, doubts
from kevread.imports.duplicates import Duplicate
from kevread.imports.mapping import Matching, as_content, as_matching
from kevread.imports.models import Deposited, Import
from kevread.imports.permissions import may_import
from kevread.imports.planning import Plan, Wrong, plan
from kevread.imports.progress import telling
from kevread.imports.reading.book import Grid, read
from kevread.journal.models import Act
from kevread.journal.operations import act, noting

from .writing import Refusal, Written, write_rows


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file becomes, or would become. `committed`: it is written."""

    plan: Plan
    written: Written
    duplicates: tuple[Duplicate, ...] = ()
    committed: bool = False
    made: Import | None = None

    @property
    def errors(self) -> list[Wrong]:
        return [*self.plan.errors, *self.written.errors]

    @property
    def refused(self) -> list[Refusal]:
        return self.written.refused

    @property
    def is_clean(self) -> bool:
        return not (self.errors or self.refused or self.duplicates)


@dataclass(frozen=True, slots=True)
class File:
    """A file and what one says of it. `aside`: by sheet, the rows that are left out; `decided`: of rows that may be there
    already, what somebody said."""

    name: str
    sha256: str
    grids: tuple[Grid, ...]
    matching: Matching = field(default_factory=Matching)
    aside: Mapping[str, Collection[int]] = field(default_factory=dict)
    decided: tuple[Decision, ...] = ()
    notes: tuple[str, ...] = ()  # how it was read

    @classmethod
    def of(cls, data: bytes, name: str, matching: Matching | None = None) -> "File":
        """Raises Unreadable."""
        book = read(data, name)
        return cls(name, hashlib.sha256(data).hexdigest(), book.grids, matching or Matching(), notes=book.notes)

    @property
    def read_as(self) -> str:
        """Names what is read in it: the same file, of which one says the same."""
        return reading_of(self.sha256, as_content(self.matching), self.aside, as_kept(self.decided))


def said_of(made: Import) -> str:
    """What `File.read_as` is of a deposit, without opening its bytes."""
    return reading_of(made.sha256, made.matching, made.aside, made.decided)


def reading_of(sha256: str, matching: object, aside: Mapping[str, Collection[int]], decided: object) -> str:
    said = {"file": sha256, "matching": matching, "aside": rows_of(aside)} | ({"decided": decided} if decided else {})
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def rows_of(aside: Mapping[str, Collection[int]]) -> dict[str, list[int]]:
    return {name: sorted(numbers) for name, numbers in sorted(aside.items()) if numbers}


def planned(file: File, now: datetime) -> Plan:
    aside = {name: set(rows) for name, rows in file.aside.items()}
    with uncollected():
        return plan(file.grids, file.matching, now.date(), aside, file.decided)


def doubtful(made: Plan, file: File, now: datetime) -> tuple[Duplicate, ...]:
    """The rows that may be somebody, or an organisation, that is there already or that the file says twice, and of which nobody
    said anything."""
    with uncollected():
        return doubts(made.rows, now.date(), file.decided)


def rehearse(file: File, *, actor: Actor, within: Organisation, now: datetime) -> Outcome:
    """What importing this file would do, by the real verbs, all of it rolled back. Raises Denied."""
    may_import(actor, within).or_raise()
    made = planned(file, now)
    found = doubtful(made, file, now)
    written = rehearsed(lambda: write_rows(made, actor=actor, within=within, now=now, file=file.name))
    return Outcome(made, written, found)


def commit(
    file: File,
    *,
    actor: Actor,
    within: Organisation,
    now: datetime,
    valid_rows: bool = False,
    deposit: Import | None = None,
) -> Outcome:
    """Import a file, in one transaction: every row, or nothing; with `valid_rows`, every row that is neither wrong, nor
    refused, nor perhaps there already. Twice is once: where the same file, of which one says the same, was written and has
    nothing more to write, the import that wrote it is answered. What it could not write then, or what was changed since, it
    writes now, as another import. A deposit is written once, and keeps what became of it.

    Raises Denied; Refused for a deposit that does not wait any more.
    """
    may_import(actor, within).or_raise()
    with transaction.atomic():
        one_after_the_other()
        if deposit is not None:
            deposit = waiting(deposit)
        earlier = None if deposit is not None else last_of(file, within)
        point = transaction.savepoint_create()
        made = planned(file, now)
        found = doubtful(made, file, now)
        if valid_rows:
            doubted = {(one.sheet, one.row) for one in found}
            made.rows[:] = [row for row in made.rows if row.name not in doubted]
        with noting() as opened:
            told = telling(deposit.pk if deposit else None)
            written = write_rows(made, actor=actor, within=within, now=now, file=file.name, done_of=told)
        outcome = Outcome(made, written, found)
        if not outcome.is_clean and not (valid_rows and written.done):
            transaction.savepoint_rollback(point)
            return outcome
        if earlier is not None and not written.wrote:
            transaction.savepoint_rollback(point)
            return replace(outcome, committed=True, made=earlier)
        kept = note_import(file, outcome, opened, actor=actor, within=within, now=now, deposit=deposit)
        return Outcome(made, written, found, committed=True, made=kept)


def last_of(file: File, within: Organisation) -> Import | None:
    """The last import of the same file, of which one said the same."""
    same = Import.objects.filter(organisation=within, read_as=file.read_as, state=Import.State.COMMITTED)
    found: Import | None = same.order_by("-committed_at", "-pk").first()
    return found


def one_after_the_other() -> None:
    """Whoever imports at the same moment waits here. The same file has then nothing more to write; another is planned on what
    the first one wrote, and no two imports wait for each other’s rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('imports.commit'))")


def waiting(deposit: Import) -> Import:
    """Locked. Raises Refused once it is done, or given up."""
    row: Import = Import.objects.select_related("organisation").lock(deposit.pk)
    if row.state != Import.State.DEPOSITED:
        raise Refused(f"« {row.name} » est déjà {row.get_state_display().lower()}.")
    return row


def note_import(
    file: File,
    outcome: Outcome,
    opened: Iterable[UUID],
    *,
    actor: Actor,
    within: Organisation,
    now: datetime,
    deposit: Import | None,
) -> Import:
    """The import itself, with the acts that it made and that stand. Its bytes are not kept."""
    stands = set(Act.objects.filter(pk__in=list(opened)).values_list("pk", flat=True))
    arguments = {"file": file.name, "sha256": file.sha256, **outcome.written.counts}
    with act("imports.commit", actor=actor, about=within, now=now, arguments=arguments):
        row = deposit or Import(organisation=within, name=file.name[:200], sha256=file.sha256, deposited_at=now)
        row.matching, row.aside = as_content(file.matching), rows_of(file.aside)
        row.read_as, row.state, row.committed_at = file.read_as, Import.State.COMMITTED, now
        row.acts = [key for key in opened if key in stands]
        row.counts = {**outcome.written.counts, "rows": outcome.plan.lines}
        row.save()
        drop_bytes(row)
    return row


def drop_bytes(row: Import) -> None:
    """No import that waits needs them any more."""
    others = Import.objects.filter(sha256=row.sha256, state=Import.State.DEPOSITED).exclude(pk=row.pk)
    if not others.exists():
        Deposited.objects.filter(sha256=row.sha256).delete()


def deposit(*, data: bytes, name: str, actor: Actor, within: Organisation, now: datetime) -> Import:
    """Keep a file until it is imported, or given up. Raises Denied; Unreadable."""
    may_import(actor, within).or_raise()
    file = File.of(data, name)
    with act("imports.deposit", actor=actor, about=within, now=now, arguments={"file": name, "sha256": file.sha256}):
        Deposited.objects.get_or_create(sha256=file.sha256, defaults={"file": data})
        return Import.objects.create(organisation=within, name=name[:200], sha256=file.sha256, deposited_at=now)


def match(
    *, made: Import, matching: Matching, aside: Mapping[str, Collection[int]], actor: Actor, now: datetime
) -> Import:
    """Say what its columns and its values mean, and which rows are left out. Raises Denied; Refused once it is done."""
    may_import(actor, made.organisation).or_raise()
    with act("imports.match", actor=actor, about=made.organisation, now=now):
        row = waiting(made)
        row.matching, row.aside = as_content(matching), rows_of(aside)
        row.save(update_fields=["matching", "aside"])
    return row


def abandon(*, made: Import, actor: Actor, now: datetime) -> Import:
    """Give up a file that waits: its bytes are gone. Raises Denied; Refused once it is done."""
    may_import(actor, made.organisation).or_raise()
    with act("imports.abandon", actor=actor, about=made.organisation, now=now):
        row = waiting(made)
        row.state = Import.State.ABANDONED
        row.save(update_fields=["state"])
        drop_bytes(row)
    return row


def file_of(made: Import) -> File:
    """The file of a deposit, with what was said of it. Raises Refused when it is no longer kept."""
    kept = Deposited.objects.filter(sha256=made.sha256).first()
    if kept is None:
        raise Refused(f"« {made.name} » n’est plus gardé ici : déposez-le de nouveau.")
    book = read(kept.intact, made.name)
    return File(
        made.name,
        made.sha256,
        book.grids,
        as_matching(made.matching),
        made.aside,
        as_decisions(made.decided),
        book.notes,
    )


def commit_deposit(*, made: Import, actor: Actor, now: datetime, valid_rows: bool = False) -> Outcome:
    """`commit`, of a file that was deposited."""
    within = made.organisation
    return commit(file_of(made), actor=actor, within=within, now=now, valid_rows=valid_rows, deposit=made)
