"""Two versions of an agreement compared: clause by clause, then by words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kevread.common.compared import Kind, Piece, by_words

from .days import Written


class Change(Enum):
    """What became of a clause, in words."""

    SAME = "Inchangée"
    CHANGED = "Modifiée"
    ADDED = "Ajoutée"
    REMOVED = "Supprimée"


@dataclass(frozen=True, slots=True)
class Compared:
    """A clause in two versions. `renamed`: its title before, when it had another."""

    title: str
    change: Change
    pieces: tuple[Piece, ...]
    renamed: str = ""

    @property
    def word(self) -> str:
        return self.change.value

    @property
    def is_same(self) -> bool:
        return self.change is Change.SAME


def compared(before: Sequence[Written], after: Sequence[Written]) -> list[Compared]:
    """Each clause of either version, in the order of the one after; those that went, where they stood.

    >>> old = [Written("a", "Objet", "A", 1, 0), Written("b", "Marque", "B", 2, 0)]
    >>> new = [Written("a", "Objet", "A", 1, 0), Written("c", "Durée", "C", 3, 1)]
    >>> [(one.title, one.word) for one in compared(old, new)]
    [('Objet', 'Inchangée'), ('Marque', 'Supprimée'), ('Durée', 'Ajoutée')]
    """
    was, now = {one.slug: one for one in before}, {one.slug: one for one in after}
    every = sorted({**was, **now}.values(), key=lambda one: (one.rank, one.slug))
    return [compared_clause(was.get(one.slug), now.get(one.slug)) for one in every]


def compared_clause(before: Written | None, after: Written | None) -> Compared:
    if before is None or after is None:
        one = after or before
        assert one is not None
        kind, change = (Kind.NEW, Change.ADDED) if before is None else (Kind.GONE, Change.REMOVED)
        return Compared(one.title, change, (Piece(kind, one.text),) if one.text else ())
    renamed = before.title if before.title != after.title else ""
    same = before.text == after.text and not renamed
    change = Change.SAME if same else Change.CHANGED
    return Compared(after.title, change, by_words(before.text, after.text), renamed)
