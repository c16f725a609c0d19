"""Two versions of a text compared: clause by clause, then by words. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from .days import Written

WORD = re.compile(r"[\w’'·-]+|\s+|[^\w\s]")
PARAGRAPH = re.compile(r"(?<=\n\n)")


class Kind(Enum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that both versions have, that only the one before has, or only the one after."""

    kind: Kind
    text: str

    @property
    def name(self) -> str:
        return self.kind.value


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


def by_words(before: str, after: str) -> tuple[Piece, ...]:
    """What went and what came, paragraph by paragraph, then word by word: what is the same or gone makes the text before,
    what is the same or new makes the text after.

    >>> [(one.name, one.text) for one in by_words("Un bilan par an.", "Un bilan commun par semestre.")]
    [('same', 'Un bilan '), ('new', 'commun '), ('same', 'par '), ('gone', 'an'), ('new', 'semestre'), ('same', '.')]
    >>> by_words("Rien ne change.", "Rien ne change.")
    (Piece(kind=<Kind.SAME: 'same'>, text='Rien ne change.'),)
    """
    found: list[Piece] = []
    for gone, new in steps(PARAGRAPH.split(before), PARAGRAPH.split(after)):
        if gone == new:
            found.append(Piece(Kind.SAME, "".join(gone)))
            continue
        for less, more in joined(steps(WORD.findall("".join(gone)), WORD.findall("".join(new)))):
            if less == more:
                found.append(Piece(Kind.SAME, less))
            else:
                found += [Piece(Kind.GONE, less), Piece(Kind.NEW, more)]
    return tuple(merged([one for one in found if one.text]))


def steps(before: Sequence[str], after: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str]]]:
    """What stands in the place of what, in order; the same on both sides where nothing changed."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(before[a:b], after[c:d]) for _, a, b, c, d in matcher.get_opcodes()]


def joined(those: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[tuple[str, str]]:
    """A space alone between two changes is of both: a sentence that is rewritten is read as one.

    >>> joined([(["a"], ["b"]), ([" "], [" "]), (["c"], ["d"]), (["."], ["."])])
    [('a c', 'b d'), ('.', '.')]
    """
    found: list[tuple[str, str]] = []
    texts = [("".join(less), "".join(more)) for less, more in those]
    for place, (less, more) in enumerate(texts):
        changes = less != more
        bridges = not less.strip() and not changes and 0 < place < len(texts) - 1
        if found and found[-1][0] != found[-1][1] and (changes or bridges):
            found[-1] = (found[-1][0] + less, found[-1][1] + more)
        else:
            found.append((less, more))
    return found


def merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Those of one kind that follow each other are one."""
    found: list[Piece] = []
    for one in pieces:
        if found and found[-1].kind is one.kind:
            found[-1] = Piece(one.kind, found[-1].text + one.text)
        else:
            found.append(one)
    return found


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
