"""What somebody said of a row that may be there already: it is that one, or it is not. Kept with the import; asked once."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kevread.imports.duplicates import Candidate, Duplicate, possible


@dataclass(frozen=True, slots=True)
class Decision:
    """`word`: how what the row may be is named, as `Duplicate.slug`."""

    sheet: str
    row: int
    word: str
    same: bool


def as_decisions(content: Iterable[dict[str, Any]]) -> tuple[Decision, ...]:
    """
    >>> as_decisions(as_kept([Decision("Membres", 12, "le-lavoir", True)]))
    (Decision(sheet='Membres', row=12, word='le-lavoir', same=True),)
    """
    return tuple(Decision(**one) for one in content)


def as_kept(decided: Iterable[Decision]) -> list[dict[str, Any]]:
    """What JSON can keep of them, in one order."""
    return [asdict(one) for one in sorted(decided, key=lambda one: (one.sheet, one.row, one.word))]


def doubts(rows: Sequence[Any], on: date, decided: Iterable[Decision] = ()) -> tuple[Duplicate, ...]:
    """The rows of a plan that may be there already, and of which nobody said anything: new ones, and those that would say of
    one that is there what nothing shows to be its own. A row that was said to be one that is there is no more doubtful."""
    decided = tuple(decided)
    settled = {(one.sheet, one.row) for one in decided if one.same}
    apart = {(one.sheet, one.row, one.word) for one in decided if not one.same}
    by_title: dict[str, list[Candidate]] = {}
    for row in rows:
        if row.name in settled or row.status == "unchanged":
            continue
        by_title.setdefault(row.sheet.title, []).append(
            Candidate(row.grid, row.number, row.said, row.status == "changed", row.there)
        )
    found = [one for title, some in by_title.items() for one in possible(title, some, on)]
    return tuple(one for one in found if (one.sheet, one.row, one.slug) not in apart)
