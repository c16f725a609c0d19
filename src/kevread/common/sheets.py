"""What each room can read in a file that comes in, and writes in the workbook that leaves: declared in its `sheets.py`, found
when the software starts. The columns are those of the workbook: what leaves comes back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from kevread.common.actor import Actor
from kevread.common.periods import EARLIEST, LATEST, day_from_words
from kevread.common.tables import Column, Kind
from kevread.common.words import plain

type Cell = str | int | float | Decimal | date | datetime | bool | None
type Values = Mapping[str, Any]  # what a row says, by header: a choice by its code, a day as a day, nothing as ""

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
YES = frozenset({"oui", "o", "yes", "x", "vrai", "true", "1"})
NO = frozenset({"non", "n", "no", "faux", "false", "0"})


class Unread(ValueError):  # noqa: N818
    """A cell does not say what its column asks for; the sentence says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Column):
    """A column that leaves and comes back.

    `choices`: a closed list, by its codes and its words. `refers`: the sheet of which a row is named here. `check` gives the
    value its form, or raises ValueError with what would be right. `asked`: the word by which a verb refuses what is written
    here. `among`: the usual words, of which the nearest is proposed for what is written otherwise; others may be. `yes`: yes
    or no, and nothing is no. `told`: it leaves for people to read, and is not read back. `lines`: a text of several lines.
    `once`: it says how a row is written, and is not compared once it is. `spelt`: how what a cell says is written that day,
    where it is known under other letters; asked once of a file, then of each value.
    """

    required: bool = False
    choices: Callable[[], Mapping[str, str]] | None = None
    refers: str = ""
    check: Callable[[str], str] | None = None
    asked: str = ""
    among: Callable[[], Iterable[str]] | None = None
    yes: bool = False
    told: bool = False
    once: bool = False
    spelt: Callable[[date], Callable[[str], str]] | None = None
    lines: bool = False
    longest: int = 200
    help: str = ""
    example: str = ""

    def value(self, cell: Cell) -> Any:
        """What a cell says. Raises Unread.

        >>> when = Entry("depuis", str, Kind.DAY)
        >>> when.value("24/11/2026") == when.value(date(2026, 11, 24)) == when.value("2026-11-24")
        True
        >>> form = Entry("forme", str, choices=lambda: {"a": "Association"})
        >>> form.value("ASSOCIATION "), form.value(""), Entry("code", str).value(35.0)
        ('a', '', '35')
        >>> form.value("club")
        Traceback (most recent call last):
        kevread.common.sheets.Unread: « club » n’est pas un des choix : Association.
        """
        if self.kind is Kind.DAY:
            return as_day(cell)
        if self.kind is Kind.MOMENT:
            return as_moment(cell)
        if self.kind is Kind.NUMBER:
            return as_number(cell)
        text = as_lines(cell) if self.lines else as_text(cell)
        if self.yes:
            return as_yes(text)
        if not text:
            return ""
        if self.choices is not None:
            return chosen(text, self.choices())
        if len(text) > self.longest:
            raise Unread(f"{self.longest} caractères au plus sont attendus ; il y en a {len(text)}.")
        if self.check is not None:
            try:
                return self.check(text)
            except ValueError as wrong:
                raise Unread(str(wrong)) from None
        return text

    def cell(self, row: Any) -> Cell:
        """What leaves of a row: a choice by its words, yes as « oui »."""
        value = self.read(row)
        if value in ("", None):
            return None
        if self.yes:
            return "oui" if value else None
        if self.choices is not None:
            return self.choices().get(str(value), str(value))
        if isinstance(value, int | date | Decimal):
            return value
        return as_lines(str(value)) if self.lines else as_text(str(value))

    def held(self, row: Any) -> Any:
        """What a row that is there says, as `value` would read it."""
        value = self.read(row)
        if self.yes:
            return bool(value)
        return "" if value is None else as_text(value) if isinstance(value, str) else value


def as_text(cell: Cell) -> str:
    """White space in a row is one space: the house sets those that do not break.

    >>> as_text("  Le  Lavoir "), as_text(35.0), as_text(None), as_text(True)
    ('Le Lavoir', '35', '', 'oui')
    """
    if isinstance(cell, str):  # nearly all of them, and most are written so already
        said = " ".join(cell.split())
        return cell if said == cell else said
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M") if cell.hour or cell.minute else cell.date().isoformat()
    return " ".join(str(cell).split())


def as_lines(cell: Cell) -> str:
    r"""
    >>> as_lines(" Vu  l’avis,\r\n  adopte. ")
    'Vu l’avis,\nadopte.'
    """
    if not isinstance(cell, str):
        return as_text(cell)
    return "\n".join(as_text(line) for line in cell.strip().splitlines())


def as_day(cell: Cell) -> date | str:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, str):
        cell = read_day(cell)
    if cell is None or cell == "":
        return ""
    if not isinstance(cell, date):
        raise Unread(f"« {cell} » n’est pas une date : écrivez par exemple 24/11/2026.")
    if not EARLIEST <= cell <= LATEST:
        raise Unread(f"Une date de {EARLIEST.year} à {LATEST.year} est attendue, par exemple 24/11/2026.")
    return cell


def as_moment(cell: Cell) -> datetime | str:
    """An hour of a day, where the federation is.

    >>> as_moment("24/11/2026 18:30") == as_moment("2026-11-24T18:30") == datetime(2026, 11, 24, 18, 30)
    True
    """
    if isinstance(cell, datetime):
        return cell.replace(second=0, microsecond=0, tzinfo=None)
    if cell is None or not str(cell).strip():
        return ""
    said = str(cell).strip().replace("T", " ").replace("h", ":")
    for form in DAYS:
        try:
            return datetime.strptime(said, f"{form} %H:%M")  # noqa: DTZ007 — the hour of the federation
        except ValueError:
            continue
    raise Unread(f"« {cell} » n’est pas un jour et une heure : écrivez par exemple 24/11/2026 18:30.")


def read_day(text: str) -> date | None:
    said = text.strip()
    if not said:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007 — a day has no hour
        except ValueError:
            continue
    if (day := day_from_words(said)) is not None:
        return day
    raise Unread(f"« {said} » n’est pas une date : écrivez par exemple 24/11/2026.")


def as_number(cell: Cell) -> int | str:
    """
    >>> as_number("12"), as_number(12.0), as_number(None)
    (12, 12, '')
    """
    text = as_text(cell)
    if not text:
        return ""
    try:
        number = int(text.replace(" ", ""))
    except ValueError:
        raise Unread(f"« {text} » n’est pas un nombre entier.") from None
    if not 0 <= number <= 32_767:
        raise Unread("Un nombre entier de 0 à 32 767 est attendu.")
    return number


def as_yes(text: str) -> bool:
    said = plain(text)
    if said in YES:
        return True
    if not said or said in NO:
        return False
    raise Unread(f"« {text} » : écrivez oui ou non.")


def chosen(text: str, choices: Mapping[str, str]) -> str:
    """The code of a choice, by its words or by itself."""
    said = plain(text)
    for code, words in choices.items():
        if said in (plain(words), plain(code)):
            return code
    offered = ", ".join(choices.values())
    raise Unread(f"« {text} » n’est pas un des choix : {offered}.")


class Writing(Protocol):
    """What a sheet knows when it writes a row."""

    actor: Actor
    now: datetime
    within: Any  # the organisation that imports
    file: str  # the name of the file, for the words of a reason

    def find(self, header: str, values: Values) -> Any:
        """The row that this column names, of the sheet that it refers to: there already, or just written. None for none."""

    def rows(self, title: str) -> Iterable[Values]:
        """All that the file says in a sheet, of what holds together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: what leaves, how a row is found again, and the verbs that write it.

    `keys`: the headers that name a row, the surest first; a row of a file is one that is there when they agree on one of
    these, and differ on none that is surer; `apart`: on the last of them, these headers must agree too, silence with silence.
    `given`: what names a row that opens, where the file says no word and that of its name is another’s; asked once of all rows,
    then of each. `calls`: by what words other sheets name a row, the first of which leaves.
    `write` opens a row; `change`, where it is, is given the one that is there, and all that it would say: an empty cell says
    nothing, and changes nothing. `after`: sheets that are written before though no column names them. `last`: it is written
    once all the others are. `unjudged`: what exists in fact and departs from a rule. `grows`: rows of it may come by the
    verbs of another sheet. `order`: those that others wait for come first, whatever the order of the file. `former`: the rows
    that were merged into another, each with the one that stands: what names the first lands on the second. `write_many`: the
    same as `write`, of many rows in one act, all of them or none; of those alone that are `plain`.
    """

    title: str
    columns: tuple[Entry, ...]
    keys: tuple[tuple[str, ...], ...]
    rows: Callable[[date], Iterable[Any]]
    write: Callable[[Writing, Values], Any]
    change: Callable[[Writing, Any, Values], Any] | None = None
    calls: Callable[[Values], Iterable[str]] = field(default=lambda _values: ())
    apart: tuple[str, ...] = ()
    given: Callable[[Iterable[Values]], Callable[[Values], Mapping[str, Any]]] | None = None
    after: tuple[str, ...] = ()
    unjudged: Callable[[Values], bool] = field(default=lambda _values: False)
    grows: bool = False
    order: Callable[[], Callable[[Values], Any]] | None = None
    last: bool = False
    former: Callable[[], Iterable[tuple[Any, Any]]] = field(default=tuple)
    write_many: Callable[[Writing, Sequence[Values]], Sequence[Any]] | None = None
    plain: Callable[[Values], bool] = field(default=lambda _values: True)
    help: str = ""

    def __post_init__(self) -> None:
        headers = [column.name for column in self.columns]
        for header in headers:
            if headers.count(header) > 1:
                raise ValueError(f"« {self.title} » has two columns « {header} ».")
        for header in (header for key in (*self.keys, self.apart) for header in key):
            if header not in headers:
                raise ValueError(f"« {self.title} » is named by « {header} », which is not a column of it.")

    def column(self, header: str) -> Entry:
        return next(column for column in self.columns if column.name == header)

    def agreeing(self, rank: int) -> tuple[str, ...]:
        """The headers of a key, by its rank, on which two rows agree to be one."""
        return (*self.keys[rank], *self.apart) if rank == len(self.keys) - 1 else self.keys[rank]

    def held(self, row: Any) -> dict[str, Any]:
        """What a row that is there says."""
        return {column.name: column.held(row) for column in self.columns}


SHEETS: dict[str, Sheet] = {}


def declare_sheet(sheet: Sheet) -> Sheet:
    """Enter a sheet. RuntimeError when another has its title."""
    if SHEETS.setdefault(sheet.title, sheet) != sheet:
        raise RuntimeError(f"The sheet « {sheet.title} » is declared twice.")
    return sheet


def in_order(sheets: Mapping[str, Sheet] = SHEETS) -> Iterator[Sheet]:
    """Those that are named before those that name them. RuntimeError when they go round.

    >>> one = Sheet(title="b", columns=(Entry("x", str, refers="a"),), keys=(), rows=lambda day: (), write=lambda w, v: None)
    >>> two = Sheet(title="a", columns=(Entry("x", str, refers="a"),), keys=(), rows=lambda day: (), write=lambda w, v: None)
    >>> [sheet.title for sheet in in_order({"b": one, "a": two})]
    ['a', 'b']
    """
    left = dict(sheets)
    while left:
        ready = [
            sheet
            for sheet in left.values()
            if not {*(column.refers for column in sheet.columns), *sheet.after} & (left.keys() - {sheet.title})
            and (not sheet.last or all(other.last for other in left.values()))
        ]
        if not ready:
            raise RuntimeError(f"These sheets wait for each other: {', '.join(left)}.")
        for sheet in ready:
            del left[sheet.title]
            yield sheet
