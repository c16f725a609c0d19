"""What a file seems to say: which sheet each grid feeds, on which line its headers stand, what each column means, and what each
value that is not known may be. Nothing is decided here: each proposal says how sure it is, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kevread.common.sheets import Sheet
from kevread.common.tables import Kind
from kevread.common.words import plain

from .cells import is_day, is_email, is_rna, is_siren, is_siret, key, text_of
from .grids import Book, Grid, Row, filled
from .layouts import PEOPLE, Layout, header_of, layout_of
from .proposals import ColumnMeant, GridMeant, Recognised, ValueMeant
from .values import choices_of, lost_zeros, unknown
from .vocabulary import likeness
from .whole_names import WHOLE_NAMES, parts_of

FIRST_LINES = 30  # among which a header is looked for
SAMPLE = 200  # cells of a column that say what it holds
ABOVE = frozenset({"idem", "id", "id.", '"', "''", "〃", "//", "ditto", "même", "meme", "-//-"})
HOLDS: Mapping[str, Callable[[str], bool]] = {
    "siren": is_siren,
    "siret siege": is_siret,
    "rna": is_rna,
    "adresse electronique": is_email,
}
ENOUGH = 0.8  # of the cells of a column


type Called = Callable[
    [str], Mapping[str, str]
]  # by the title of a sheet, the words for its rows, and the name of each


def nobody(title: str) -> Mapping[str, str]:
    return {}


def recognise(book: Book, sheets: Iterable[Sheet], names: Called = nobody) -> Recognised:
    """What a book seems to say. `names`: what the rows that are there are called."""
    known = {sheet.title: sheet for sheet in sheets}
    found = [(grid, meant) for grid in book.grids if (meant := sheet_of(grid, known)) is not None]
    named = {column.refers for _, one in found for column in known[one.into].columns}
    said = promised(((grid, one) for grid, one in found if one.into in named), known)
    whole = [with_values(grid, one, known[one.into], Names(names, said)) for grid, one in found]
    fed = {grid.name for grid, _ in found}
    return Recognised(tuple(whole), tuple(grid.name for grid in book.grids if grid.name not in fed))


def promised(found: Iterable[tuple[Grid, GridMeant]], known: Mapping[str, Sheet]) -> dict[str, set[str]]:
    """By sheet, what the rows of these grids will be called."""
    said: dict[str, set[str]] = {}
    for grid, one in found:
        said.setdefault(one.into, set()).update(names_in(grid, one, known[one.into]))
    return said


def with_promises(grids: Iterable[Grid], sheets: Iterable[Sheet], names: Called) -> Called:
    """What rows are called, those that are there and those that the other grids of a file promise."""
    known = {sheet.title: sheet for sheet in sheets}
    found = ((grid, meant) for grid in grids if (meant := sheet_of(grid, known)) is not None)
    both = Names(names, promised(found, known))
    return both.of


def read_as(grid: Grid, sheet: Sheet, header: int, names: Called = nobody) -> GridMeant:
    """What a grid says, where somebody says which sheet it feeds and on which line its headers stand."""
    layout = layout_of(grid.rows[header - 1]) if 1 <= header <= len(grid.rows) else None
    if layout is not None and layout.into == sheet.title:
        one = as_layout(grid, header - 1, layout, sheet)
    else:
        row = grid.rows[header - 1] if header <= len(grid.rows) else ()
        place = min(header, len(grid.rows)) - 1
        columns = by_content(grid, place, sheet, columns_of(row, sheet)) if row else []
        one = meant(grid, place, sheet, columns, 1, "Vous l’avez dit.")
    return with_values(grid, one, sheet, Names(names, {sheet.title: set(names_in(grid, one, sheet))}))


def filled_by(columns: Iterable[ColumnMeant], sheet: Sheet) -> set[str]:
    """The headers that these columns fill: a whole name fills two."""
    fed = {one.into for one in columns if one.into}
    return fed | {part for said in fed for part in parts_of(said, sheet)}


@dataclass(slots=True)
class Names:
    """What rows are called, those that are there and those that the file promises; asked once."""

    there: Called
    promised: Mapping[str, set[str]]
    found: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, title: str) -> dict[str, str]:
        if title not in self.found:
            promised = {name: name for name in self.promised.get(title, ())}
            both = promised | dict(self.there(title))
            self.found[title] = {plain(word): name for word, name in both.items() if word}
        return self.found[title]


# Which sheet, on which line


def sheet_of(grid: Grid, sheets: Mapping[str, Sheet]) -> GridMeant | None:
    """The sheet that a grid feeds, by its headers first, then by its name; None when nothing is like it."""
    known = header_of(grid)
    if known is not None and known[1].into in sheets:
        return as_layout(grid, *known, sheets[known[1].into])
    best: tuple[float, int, Sheet, list[ColumnMeant]] | None = None
    for place, row in enumerate(grid.rows[:FIRST_LINES]):
        if not any(isinstance(cell, str) for cell in row):
            continue
        for sheet in sheets.values():
            columns = columns_of(row, sheet)
            weight = how_like(grid, row, sheet, columns)
            if weight > 0 and (best is None or weight > best[0]):
                best = weight, place, sheet, columns
    if best is None:
        return None
    _, place, sheet, columns = best
    columns = by_content(grid, place, sheet, columns)
    fed = [one for one in columns if one.into]
    why = f"{len(fed)} colonnes sur {len(columns)} y ont leur place." if len(fed) > 1 else "Une colonne y a sa place."
    return meant(grid, place, sheet, columns, sum(one.sure for one in columns) / len(columns), why)


def how_like(grid: Grid, row: Row, sheet: Sheet, columns: list[ColumnMeant]) -> float:
    """How surely this line is the header of this sheet: what its columns feed, what the sheet cannot do without, its name."""
    fed = filled_by(columns, sheet)
    named = bool(grid.name) and likeness(grid.name, sheet.title)[0] > 0
    if len(fed) < (1 if named or len(columns) == 1 else 2):
        return 0
    needed = [column.name for column in sheet.columns if column.required]
    has = sum(name in fed for name in needed) / len(needed) if needed else 1
    share = len(fed) / len(columns)
    return sum(one.sure for one in columns) * (0.5 + has) * (0.5 + share) * (1.5 if named else 1)


def columns_of(row: Row, sheet: Sheet) -> list[ColumnMeant]:
    """What each header of a line feeds: the surest pairs first, and of those as sure the header that can mean nothing else. A
    header that comes twice means something the first time."""
    headers = list(dict.fromkeys(text_of(cell) for cell in row if text_of(cell)))
    taken = named_in_two(headers, sheet)
    fed = filled_by(taken.values(), sheet)
    pairs = [
        (score, -rank, said, column.name, why)
        for said in headers
        for rank, column in enumerate(sheet.columns)
        if not column.told
        for score, why in [likeness(said, column.name)]
        if score
    ]
    ways = Counter(said for _, _, said, _, _ in pairs)
    for score, _, said, name, why in sorted(pairs, key=lambda pair: (pair[0], -ways[pair[2]], pair[1]), reverse=True):
        if said not in taken and name not in fed:
            taken[said] = ColumnMeant(said, name, score, why)
            fed.add(name)
    return [taken.get(said, ColumnMeant(said, None, 0, "Aucune colonne ne lui ressemble.")) for said in headers]


def named_in_two(headers: list[str], sheet: Sheet) -> dict[str, ColumnMeant]:
    """« Nom » and « Prénom » are together who a row is about, where the sheet names somebody in one column; « Nom et prénom »
    is both, where it has two."""
    who = next((one.name for one in sheet.columns if one.refers == PEOPLE), None)
    parts = {part: said for part in ("nom", "prénom") for said in reversed(headers) if key(said) == key(part)}
    if who is None and {"nom", "prénom"} <= {one.name for one in sheet.columns} and "prénom" not in parts:
        whole = next((said for said in headers if key(said) in WHOLE_NAMES), None)
        why = f"« {whole} » tient le nom et le prénom : ils y sont séparés."
        return {whole: ColumnMeant(whole, WHOLE_NAMES[key(whole)], 0.85, why)} if whole else {}
    if who is None or len(parts) < 2:
        return {}
    why = f"Ces deux colonnes disent ensemble « {who} »."
    return {said: ColumnMeant(said, who, 0.9, why) for said in parts.values()}


def as_layout(grid: Grid, place: int, layout: Layout, sheet: Sheet) -> GridMeant:
    """A file that everybody receives: what it means is known, but for the columns that people add."""
    own = {plain(name): into for name, into in layout.columns.items()}
    marks = {plain(name) for name in (*layout.columns, *layout.marks)}
    added = [
        one for one in columns_of(grid.rows[place], sheet) if layout.open and plain(one.name) not in marks and one.into
    ]
    added = [one for one in added if one.into == "adresse électronique"]
    fed = {one.into for one in added}
    columns = []
    for said in dict.fromkeys(text_of(cell) for cell in grid.rows[place] if text_of(cell)):
        theirs = next((one for one in added if one.name == said), None)
        into = own.get(plain(said))
        if theirs is not None:
            columns.append(theirs)
        elif into and into not in fed:
            columns.append(ColumnMeant(said, into, 1, f"C’est {layout.name}."))
            fed.add(into)
        else:
            columns.append(ColumnMeant(said, None, 1, f"Rien n’en est repris de {layout.name}."))
    return meant(grid, place, sheet, columns, 1, f"C’est {layout.name}.")


def meant(grid: Grid, place: int, sheet: Sheet, columns: list[ColumnMeant], sure: float, why: str) -> GridMeant:
    fed = filled_by(columns, sheet)
    merged = any(bottom > place for _, (bottom, _) in grid.merged)
    return GridMeant(
        grid.name,
        sheet.title,
        place + 1,
        round(sure, 2),
        why,
        tuple(with_examples(grid, place, columns)),
        same=tuple(words_for_above(grid, place)),
        fill_merged=merged,
        missing=tuple(column.name for column in sheet.columns if column.required and column.name not in fed),
    )


# What a column holds


def cells_under(grid: Grid, place: int, name: str) -> Iterator[str]:
    """What the cells of a column say, those that say something."""
    return read_together(grid, place, [name])


def read_together(grid: Grid, place: int, names: Sequence[str]) -> Iterator[str]:
    """What the cells of some columns say together, row by row, those that say something."""
    header = [text_of(cell) for cell in grid.rows[place]]
    places = [header.index(name) for name in names]
    for row in grid.rows[place + 1 :]:
        if text := " ".join(filter(None, (text_of(row[at]) for at in places if at < len(row)))):
            yield text


def above(grid: Grid, place: int) -> Iterator[str]:
    """What stands over the headers: the title of a list."""
    return (text_of(cell) for row in grid.rows[:place] for cell in row if text_of(cell))


def first_under(grid: Grid, place: int, name: str, at_most: int) -> list[str]:
    return [text for text, _ in zip(cells_under(grid, place, name), range(at_most), strict=False)]


def with_examples(grid: Grid, place: int, columns: Iterable[ColumnMeant]) -> Iterator[ColumnMeant]:
    for one in columns:
        shows = tuple(dict.fromkeys(first_under(grid, place, one.name, 12)))[:3]
        yield ColumnMeant(one.name, one.into, round(one.sure, 2), one.why, shows)


def by_content(grid: Grid, place: int, sheet: Sheet, columns: list[ColumnMeant]) -> list[ColumnMeant]:
    """Columns whose name says nothing, by what they hold: numbers with a key, addresses; days where one column of days is
    left."""
    fed = filled_by(columns, sheet)
    left = [column for column in sheet.columns if column.name not in fed]
    days = [column for column in left if column.kind is Kind.DAY]
    tests = [(column, HOLDS[key(column.name)]) for column in left if key(column.name) in HOLDS]
    tests += [(days[0], is_day)] if len(days) == 1 else []
    said = []
    for one in columns:
        held = [] if one.into else first_under(grid, place, one.name, SAMPLE)
        for column, test in tests:
            share = sum(map(test, held)) / len(held) if held else 0
            if share >= ENOUGH and column.name not in fed:
                fed.add(column.name)
                one = ColumnMeant(one.name, column.name, 0.8 * share, f"Ses cases ont la forme de « {column.name} ».")
                break
        said.append(one)
    return said


def words_for_above(grid: Grid, place: int) -> list[str]:
    found = {
        text.lower()
        for row in grid.rows[place + 1 :]
        for cell in row
        if isinstance(cell, str) and len(cell) < 8 and (text := cell.strip()).lower() in ABOVE
    }
    return sorted(found)


def names_in(grid: Grid, one: GridMeant, sheet: Sheet) -> Iterator[str]:
    """What the rows of a grid will be called, by whoever names them in another sheet."""
    header = [text_of(cell) for cell in grid.rows[one.header - 1]]
    places = {column.into: header.index(column.name) for column in one.columns if column.into}
    for row in grid.rows[one.header :]:
        values = {
            column.name: text_of(row[places[column.name]])
            if column.name in places and places[column.name] < len(row)
            else ""
            for column in sheet.columns
        }
        if any(values.values()):
            yield from (name for name in sheet.calls(values) if name and name.strip())


# What a value may be


def with_values(grid: Grid, one: GridMeant, sheet: Sheet, names: Names) -> GridMeant:
    """The values of closed lists, and the names of other rows, that are not known as they are written: each once."""
    grid = filled(grid) if one.fill_merged else grid
    columns = {column.name: column for column in sheet.columns}
    values: list[ValueMeant] = []
    sources: dict[str, list[str]] = {}
    for said in one.columns:
        sources.setdefault(said.into or "", []).append(said.name)
    for said in one.columns:
        column = columns.get(said.into or "")
        if column is None or sources[column.name][0] != said.name:
            continue
        numbers = key(column.name) in ("siren", "siret siege")
        if not (numbers or column.choices is not None or column.among is not None or column.refers):
            continue
        texts = read_together(grid, one.header - 1, sources[column.name])
        held = Counter(text for text in texts if text.lower() not in one.same)
        around = " ".join((grid.name, said.name, *above(grid, one.header - 1)))
        if numbers:
            digits = 9 if key(column.name) == "siren" else 14
            values += lost_zeros(said.name, held, digits)
        elif column.choices is not None:
            values += unknown(said.name, held, choices_of(column.choices()))
        elif column.among is not None:
            values += unknown(said.name, held, {plain(word): word for word in column.among()})
        elif column.refers and (there := names.of(column.refers)):
            values += unknown(said.name, held, there, around)
    return GridMeant(
        one.grid,
        one.into,
        one.header,
        one.sure,
        one.why,
        one.columns,
        tuple(values),
        one.same,
        one.fill_merged,
        one.missing,
    )
