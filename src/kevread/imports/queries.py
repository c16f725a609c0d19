"""What is shown of a file on its way in: what it seems to say, and what would be written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from kevread.common.reading import Misread
from kevread.common.sheets import SHEETS, as_text
from kevread.common.words import plain
from kevread.directory.models import Organisation
from kevread.imports.deciding import as_decisions, doubts
from kevread.imports.duplicates import MOST_BY_NAME, Duplicate, too_many
from kevread.imports.index import Index
from kevread.imports.mapping import Matching, SheetMapping, as_matching
from kevread.imports.models import KEPT, Import
from kevread.imports.planning import CHANGED, HELP, NEW, UNCHANGED, Plan, Planned, Wrong
from kevread.imports.progress import progress_name
from kevread.imports.reading.book import Book, Grid
from kevread.imports.reading.cells import key, text_of
from kevread.imports.reading.recognise import GridMeant, recognise
from kevread.journal.models import Act

TASK = "imports.commit"
UNDER_WAY = """
SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND starts_with(application_name, %s)
"""
CELLS = 30  # of one fault, said one by one on a page
LISTED = 30  # choices that a page lists for each cell; of more, it completes what is typed
REMEMBERED = 50  # imports whose matching may serve again


def jobs_of(made: Import) -> Any:
    return ProcrastinateJob.objects.filter(task_name=TASK, args__made=str(made.pk))


def expired(now: datetime) -> Any:
    """The files that waited too long, and that nobody is importing."""
    waiting = Import.objects.filter(state=Import.State.DEPOSITED, deposited_at__lt=now - KEPT)
    return [made for made in waiting.select_related("organisation").order_by("pk") if not is_under_way(made)]


def is_under_way(made: Import) -> bool:
    """Its writing was asked for, and the worker has not ended it."""
    return bool(jobs_of(made).filter(status__in=("todo", "doing")).exists())


def progress_of(made: Import) -> tuple[int, int] | None:
    """How many rows the worker has tried, of how many; None when it has not begun, or is at its end."""
    with connection.cursor() as cursor:
        cursor.execute(UNDER_WAY, [progress_name(made.pk, "")])
        found = cursor.fetchone()
    if found is None:
        return None
    done, _, whole = found[0].rpartition(":")[2].partition("/")
    return int(done), int(whole)


def last_asked(made: Import) -> Act | None:
    """The last time that its writing was asked for; where the import still waits and nothing is under way, nothing was
    written."""
    asked = Act.objects.filter(verb="imports.ask", organisation=made.organisation_id, at__gte=made.deposited_at)
    found: Act | None = asked.filter(arguments__file=str(made.pk)).order_by("-at", "-pk").first()
    return found


# What a file seems to say


def names_there(on: date) -> Any:
    """By the title of a sheet, the words for its rows that day, those that are for one alone, and the name of each; each sheet
    is read once."""
    read: dict[str, dict[str, str]] = {}

    def names(title: str) -> Mapping[str, str]:
        if title not in read:
            found = Index(SHEETS[title], on).names
            read[title] = {word: next(iter(same)) for word, same in found.items() if len(same) == 1}
        return read[title]

    return names


def readable(grids: Iterable[Grid]) -> tuple[Grid, ...]:
    """The sheets that may say something: the one that explains our workbook does not."""
    return tuple(grid for grid in grids if plain(grid.name) != plain(HELP))


def recognised(grids: Iterable[Grid], on: date) -> tuple[GridMeant, ...]:
    return recognise(Book(tuple(grids)), SHEETS.values(), names_there(on)).grids


def proposed(grids: tuple[Grid, ...], within: Organisation, on: date) -> Matching:
    """What each grid seems to say; as somebody said it of the last file of the same source, where all its headers were the
    same."""
    grids = readable(grids)
    earlier = remembered(within)
    sheets: dict[str, SheetMapping] = {}
    for one in recognised(grids, on):
        said = as_matching({"sheets": {one.grid: one.content()}}).sheets[one.grid]
        before = earlier.get(signature(said.columns))
        if before is not None and before.into == said.into:
            values = {
                name: {**said.values.get(name, {}), **before.values.get(name, {})}
                for name in {*said.values, *before.values}
            }
            said = replace(
                before, header=said.header, fill_merged=said.fill_merged, same=said.same, values=values, cells={}
            )
        sheets[one.grid] = said
    return Matching(sheets)


def signature(columns: Iterable[str]) -> frozenset[str]:
    return frozenset(key(name) for name in columns)


def remembered(within: Organisation) -> dict[frozenset[str], SheetMapping]:
    """The last matching said of each set of headers, of files that were imported."""
    found: dict[frozenset[str], SheetMapping] = {}
    done = Import.objects.filter(organisation=within, state__in=(Import.State.COMMITTED, Import.State.UNDONE))
    for content in done.order_by("-deposited_at").values_list("matching", flat=True)[:REMEMBERED]:
        try:
            sheets = as_matching(content).sheets
        except Misread:  # a sheet or a column that is no more: that one serves no more
            continue
        for one in sheets.values():
            found.setdefault(signature(one.columns), one)
    return found


# What would be written


@dataclass(frozen=True, slots=True)
class Row:
    """A row that would be written: what it says, and of one that is there, what it changes."""

    planned: Planned
    says: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_new(self) -> bool:
        return self.planned.status == NEW


@dataclass(frozen=True, slots=True)
class Group:
    """What is wrong in the same way on one row or more: put right once. `choices`: what may be written instead."""

    wrong: Wrong
    times: int
    column: str  # of the file; empty where nothing can be put right there
    choices: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    header: int = 1

    @property
    def by_cell(self) -> tuple[int, ...]:
        """The rows of which that one cell may be said by itself; none where the whole sheet is wrong."""
        is_one = self.wrong.column and self.header < self.wrong.row and self.wrong.alone != "row"
        return self.rows[:CELLS] if is_one else ()

    @property
    def completes(self) -> bool:
        return len(self.choices) > LISTED


@dataclass(frozen=True, slots=True)
class Corrected:
    """What somebody said of one cell."""

    grid: str
    row: int
    column: str
    meant: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A file, as it would be written today."""

    plan: Plan
    doubts: tuple[Duplicate, ...]
    groups: tuple[Group, ...]
    aside: tuple[tuple[str, int], ...]
    order: tuple[str, ...]  # the sheets of the file, as they come
    corrected: tuple[Corrected, ...] = ()

    def count(self, status: str) -> int:
        doubted = {(one.sheet, one.row) for one in self.doubts}
        return sum(1 for row in self.plan.rows if row.status == status and row.name not in doubted)

    @property
    def new(self) -> int:
        return self.count(NEW)

    @property
    def changed(self) -> int:
        return self.count(CHANGED)

    @property
    def unchanged(self) -> int:
        return self.count(UNCHANGED)

    @property
    def doubtful(self) -> int:
        return len({(one.sheet, one.row) for one in self.doubts})

    @property
    def wrong_rows(self) -> list[tuple[str, int]]:
        return sorted(self.plan.by_row())

    @property
    def first_wrong(self) -> str:
        """« ligne 37, SIREN : la clé ne correspond pas »."""
        first = min(self.plan.errors, key=lambda one: (self.order.index(one.sheet), one.row), default=None)
        if first is None:
            return ""
        said = first.message.removeprefix(f"{first.column} : ").split(". ")[0].rstrip(".")
        return f"ligne {first.row}{f', {first.column}' if first.column else ''} : {said}"

    @property
    def compared_up_to(self) -> int:
        """Rows beyond which names that are nearly the same are not compared, where there are more; zero otherwise."""
        return MOST_BY_NAME if too_many(self.plan.rows) else 0

    @property
    def can_be_written(self) -> bool:
        return bool(self.new or self.changed)

    def rows(self) -> list[Planned]:
        """Those that would be written: what is unchanged is not shown."""
        doubted = {(one.sheet, one.row) for one in self.doubts}
        return [row for row in self.plan.rows if row.status != UNCHANGED and row.name not in doubted]


def preview(made: Import, plan: Plan, grids: Iterable[Grid], now: datetime) -> Preview:
    """From a plan of its file."""
    found = doubts(plan.rows, now.date(), as_decisions(made.decided))
    matching = as_matching(made.matching)
    grids = tuple(grids)
    aside = tuple((name, number) for name, numbers in sorted(made.aside.items()) for number in numbers)
    by_name = {grid.name: grid for grid in grids}
    said = groups(plan, matching, by_name, now.date())
    return Preview(plan, found, said, aside, tuple(by_name), corrected_in(matching))


def corrected_in(matching: Matching) -> tuple[Corrected, ...]:
    found = [
        Corrected(name, int(row), column, meant)
        for name, said in matching.sheets.items()
        for row, cells in said.cells.items()
        for column, meant in cells.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.grid, one.row, one.column)))


def groups(plan: Plan, matching: Matching, grids: Mapping[str, Grid], on: date) -> tuple[Group, ...]:
    """What is wrong, each column and value once, the most frequent first."""
    names = names_there(on)
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for one in plan.errors:
        rows.setdefault((one.sheet, one.column, one.value, one.message), []).append(one.row)
    made = []
    for wrong, times in plan.by_value():
        said = matching.sheets.get(wrong.sheet)
        column = file_column(wrong, said, grids.get(wrong.sheet))
        choices: tuple[str, ...] = ()
        title = said.into if said else wrong.sheet
        if title in SHEETS:
            entry = next((one for one in SHEETS[title].columns if one.name == wrong.column), None)
            if entry is not None and entry.choices is not None:
                choices = tuple(entry.choices().values())
            elif entry is not None and entry.refers:
                choices = tuple(sorted({*names(entry.refers).values()}))[:500]
        at = tuple(sorted(rows[wrong.sheet, wrong.column, wrong.value, wrong.message]))
        if (
            wrong.alone
            or not wrong.value
            or (said is not None and all(wrong.column in said.cells.get(str(row), {}) for row in at))
        ):
            column = ""  # nothing that the file says would be read otherwise
        made.append(Group(wrong, times, column, choices, at, said.header if said else 1))
    return tuple(made)


def file_column(wrong: Wrong, said: SheetMapping | None, grid: Grid | None) -> str:
    """The name, in the file, of the column in which a value is wrong."""
    if grid is None:
        return ""
    header = said.header if said else 1
    if wrong.row <= header or header > len(grid.rows):
        return ""
    names = [text_of(cell) for cell in grid.rows[header - 1]]
    if said is not None and (mine := next((name for name, into in said.columns.items() if into == wrong.column), "")):
        return mine if mine in names else ""
    return next((name for name in names if key(name) == key(wrong.column)), "")


def shown(row: Planned) -> Row:
    """A row in words: what fills it, or what it changes."""
    columns = {column.name: column for column in row.sheet.columns}

    def word(header: str, value: Any) -> str:
        choices = columns[header].choices
        said = choices().get(str(value), "") if choices is not None else ""
        return said or as_text(value)

    says = tuple((name, word(name, value)) for name, value in row.values.items() if value not in ("", None, False))
    changes = tuple((name, word(name, was), word(name, row.values[name])) for name, was in row.before.items())
    return Row(row, says, changes)
