"""What went and what came between two versions of a text, word by word. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

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
