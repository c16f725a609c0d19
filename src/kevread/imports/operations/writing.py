"""Write what a file says, by the verbs of its sheets. What surrounds it decides whether it stays."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import transaction

from kevread.charter.operations.together import Attempts, attempt_together
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, NotDone
from kevread.common.sheets import SHEETS, Sheet, Values, as_text
from kevread.directory.models import Organisation
from kevread.imports.index import Index
from kevread.imports.planning import CHANGED, NEW, NOTHING, UNCHANGED, Plan, Planned, Wrong, changes, name_as_there

type Name = tuple[str, int]
BATCH = 500  # rows of one act, where a sheet can write many


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be written: which article, and why."""

    sheet: str
    row: int
    rule: str
    message: str


@dataclass(slots=True)
class Written:
    """What became of each row. `errors`: what is wrong in one of its cells; `refused`: what nobody may write as it stands."""

    done: dict[Name, str] = field(default_factory=dict)
    errors: list[Wrong] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def count(self, status: str) -> int:
        return sum(1 for one in self.done.values() if one == status)

    @property
    def counts(self) -> dict[str, int]:
        return {status: self.count(status) for status in (NEW, CHANGED, UNCHANGED)}

    @property
    def wrote(self) -> bool:
        """At least one row: the others were there as they are said."""
        return any(status != UNCHANGED for status in self.done.values())

    @property
    def failed(self) -> set[Name]:
        return {(one.sheet, one.row) for one in self.errors} | {(one.sheet, one.row) for one in self.refused}


class Desk:
    """What the verbs of the sheets know while a file is written (`common.sheets.Writing`)."""

    def __init__(self, plan: Plan, *, actor: Actor, within: Organisation, now: datetime, file: str) -> None:
        self.actor, self.within, self.now, self.file = actor, within, now, file
        self.indexes: dict[str, Index] = {}
        self.sheet: Sheet | None = None
        self.said: dict[str, list[Planned]] = {}
        for row in plan.rows:
            self.said.setdefault(row.sheet.title, []).append(row)

    @property
    def on(self) -> date:
        return self.now.date()

    def index(self, title: str, *, anew: bool = False) -> Index:
        if anew or title not in self.indexes:
            self.indexes[title] = Index(SHEETS[title], self.on)
        return self.indexes[title]

    def forget(self, title: str) -> None:
        """Many rows were written at once, and are not held here: who asks for one of them reads the tables again."""
        self.indexes.pop(title, None)

    def find(self, header: str, values: Values) -> Any:
        assert self.sheet is not None
        text = values[header]
        return self.index(self.sheet.column(header).refers).named(text) if text else None

    def rows(self, title: str) -> Iterable[Values]:
        return (row.values for row in self.said.get(title, ()))


def write_rows(
    plan: Plan,
    *,
    actor: Actor,
    within: Organisation,
    now: datetime,
    file: str,
    done_of: Callable[[int, int], None] = lambda _done, _whole: None,
) -> Written:
    """Write the rows of a plan that the verbs and the articles allow; the others are told, and leave nothing.

    The articles are held once, at the end. What breaches them together is named row by row, and the others are written
    without. What exists in fact and departs from a rule comes last, with what waited for it: each is judged by itself.
    `done_of` is told how many are written, of how many.
    """
    outcome = Written()

    def counted(status: Any, done: dict[Name, str]) -> Any:
        done_of(len(done) + (len(status) if isinstance(status, list) else 1), len(plan.rows))
        return status

    barred: dict[Name, NotDone] = {}
    while True:
        rows = [row for row in plan.rows if row.name not in barred]

        def play(attempts: Attempts, rows: list[Planned] = rows) -> tuple[Desk, dict[Name, str], list[Planned]]:
            desk = Desk(plan, actor=actor, within=within, now=now, file=file)
            done: dict[Name, str] = {}
            judged = [row for row in rows if not row.sheet.last and not row.sheet.unjudged(row.values)]
            left = pass_over(judged, desk, done, lambda row, verb: counted(attempts.run(row.name, verb), done), {})
            return desk, done, left

        (desk, done, left), grown = attempt_together(play)
        if not grown:
            break
        barred |= {name: why for name, why in grown.items() if isinstance(name, tuple)}
    left += [row for row in rows if not row.sheet.last and row.sheet.unjudged(row.values)]
    place = {row.name: at for at, row in enumerate(plan.rows)} if left else {}
    left.sort(key=lambda row: place[row.name])
    why: dict[Name, NotDone] = dict(barred)
    pass_over(left, desk, done, alone, why)
    pass_over([row for row in rows if row.sheet.last], desk, done, alone, why)
    outcome.done = done
    tell(plan, why, outcome)
    return outcome


def pass_over(
    rows: list[Planned],
    desk: Desk,
    done: dict[Name, str],
    run: Callable[[Planned, Callable[[], Any]], Any],
    why: dict[Name, NotDone],
) -> list[Planned]:
    """Sheet after sheet, each row; those that are refused once more after the others, as long as one of them passes: a bureau
    may be written before its board. Returns those that did not pass, in their order; `why` says why."""
    left: list[Planned] = []
    for title in dict.fromkeys(row.sheet.title for row in rows):
        waiting = [row for row in rows if row.sheet.title == title]
        desk.sheet = SHEETS[title]
        if desk.sheet.order is not None:
            rank = desk.sheet.order()
            waiting.sort(key=lambda row: rank(row.values))
        desk.index(title, anew=True)
        several = len(waiting)
        waiting = many_at_once(waiting, desk, done, run)
        written_together = len(waiting) < several
        passed = True
        while waiting and passed:
            passed, again = False, []
            for row in waiting:
                try:
                    done[row.name] = run(row, lambda row=row: write_row(row, desk))  # type: ignore[misc]
                    why.pop(row.name, None)
                    passed = True
                except NotDone as refusal:
                    why[row.name] = refusal
                    again.append(row)
            waiting = again
        if written_together:
            desk.forget(title)
        left += waiting
    return left


def many_at_once(
    waiting: list[Planned],
    desk: Desk,
    done: dict[Name, str],
    run: Callable[[Planned, Callable[[], Any]], Any],
) -> list[Planned]:
    """Write together those that are new and say nothing but themselves, where the sheet can; returns the others. A batch
    that is refused is left, to be written row by row: each then says why. What they wrote is not held in the index: the plan
    found that no two of them are one."""
    sheet, left = desk.sheet, []
    if sheet is None or sheet.write_many is None or len(waiting) < BATCH:
        return waiting
    index, write = desk.index(sheet.title), sheet.write_many
    for batch in batched(waiting, BATCH):
        fresh = [row for row in batch if sheet.plain(row.values) and is_new(row, index)]
        try:
            if fresh:
                run(fresh[-1], lambda fresh=fresh: write(desk, [row.values for row in fresh]))  # type: ignore[misc]
        except NotDone:
            fresh = []
        for row in fresh:
            row.before = NOTHING
        done |= {row.name: NEW for row in fresh}
        left += [row for row in batch if row.name not in done] if len(fresh) < len(batch) else []
    return left


def is_new(row: Planned, index: Index) -> bool:
    try:
        return index.match(row.values, row.apart) is None
    except LookupError:
        return False


def alone(row: Planned, verb: Callable[[], Any]) -> Any:
    """A row by itself: judged as anywhere else, and taken back when it is refused."""
    with transaction.atomic():
        return verb()


class Unknown(Invalid):
    """A name that names nothing: where, and what would be right."""


def write_row(row: Planned, desk: Desk) -> str:
    """Find the row that is there, and write what differs. Raises what the verb raises; Invalid on a header."""
    sheet = row.sheet
    index = desk.index(sheet.title)
    others = {column.refers: desk.index(column.refers) for column in sheet.columns if column.refers}
    for wrong in name_as_there(row, others):
        raise Unknown(wrong.column, wrong.message)
    for column in sheet.columns:
        said = row.values[column.name]
        if column.refers and said and not others[column.refers].is_there(said):
            raise Invalid(
                column.name, f"« {said} » n’a pas pu être inscrit : sa ligne, dans {column.refers}, dit pourquoi."
            )
    try:
        there = index.match(row.values, row.apart)
    except LookupError as several:
        raise Invalid(str(several), "Plusieurs lignes sont ainsi nommées : écrivez ce qui les distingue.") from None
    if there is None:
        row.before = {}
        written = sheet.write(desk, row.values)
        index.add(row.values, written)
        return NEW
    index.as_it_stands(row.values, there)
    row.before = changes(row, there[0])
    if not row.before:
        return UNCHANGED
    if sheet.change is None:
        header = next(iter(row.before))
        held = as_text(row.before[header]) or "rien"
        raise Invalid(header, f"Cette ligne est déjà inscrite, avec « {held} » ici : corrigez-la à son écran, ou ici.")
    sheet.change(desk, there[1], {**there[0], **{header: said for header, said in row.values.items() if said != ""}})
    return CHANGED


def tell(plan: Plan, why: Mapping[Name, NotDone], outcome: Written) -> None:
    """Why each row did not pass, on its cell where the verb names one."""
    for row in plan.rows if why else ():
        if (refusal := why.get(row.name)) is None:
            continue
        asked = refusal.field if isinstance(refusal, Invalid) else ""
        column = next((one for one in row.sheet.columns if asked and asked in (one.name, one.asked)), None)
        if column is not None:
            said = as_text(row.values[column.name])
            outcome.errors.append(Wrong(row.grid, row.number, column.name, said, refusal.sentence))
        else:
            outcome.refused.append(Refusal(row.grid, row.number, refusal.rule, refusal.sentence))
