"""What somebody looks for, in French: the words typed, each with all that says the same.

PostgreSQL cuts texts into words (`base.functions`, decision 80); this asks it for those that are typed, adds the synonyms of
the house and of the federation, and says in the text that is found where they stand.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat

from kevread.common.reading import read_yaml

OURS = Path(__file__).with_name("words.yaml")
MOST = 8  # words that are looked for: more would be a text, and find nothing
WORD = re.compile(r"[^\W_]+(?:[·•‧][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Slot:
    """A word: where it stands, and each of the lexemes that say it."""

    at: int
    lexemes: frozenset[str]

    @property
    def written(self) -> str:
        return f"({'|'.join(sorted(self.lexemes))})"


type Phrase = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, one thing after the other: none when nothing is left of what was typed but words that every text
    holds. `units`: the lexemes of each, any of which is marked in what is found."""

    text: str
    queries: tuple[str, ...]
    units: tuple[frozenset[str], ...]

    @property
    def query(self) -> str:
        """As PostgreSQL compares it."""
        return " & ".join(self.queries)

    @property
    def each(self) -> list["Wanted"]:
        """The things asked for, one by one: where they may stand in several tables."""
        return [Wanted(self.text, (query,), (unit,)) for query, unit in zip(self.queries, self.units, strict=True)]

    @property
    def lexemes(self) -> frozenset[str]:
        return frozenset[str]().union(*self.units)

    def __bool__(self) -> bool:
        return bool(self.queries)


@dataclass(frozen=True, slots=True)
class Synonyms:
    synonyms: tuple[tuple[str, ...], ...] = ()


class Words(Func):
    """The words of these columns, as indexes hold them: written the same in an index and in a query."""

    function = "french_words"

    def __init__(self, *columns: str | Expression, **extra: Any) -> None:
        whole: str | Expression = columns[0]
        if len(columns) > 1:
            parts = [part for column in columns for part in (Value(" "), column)][1:]
            whole = Concat(*parts, output_field=TextField())
        super().__init__(whole, output_field=SearchVectorField(), **extra)


class Together(Func):
    """The words of several texts, one behind the other."""

    template = "%(expressions)s"
    arg_joiner = " || "
    output_field = SearchVectorField()


class Query(Func):
    """What is wanted, as PostgreSQL compares it: its lexemes are ours already, nothing stems them again."""

    template = "%(expressions)s::tsquery"

    def __init__(self, looked_for: "Wanted") -> None:
        super().__init__(Value(looked_for.query), output_field=SearchQueryField())


class Answers(Func):
    """The condition that these columns, taken together, answer to what is wanted: the index on the same `Words` serves it.
    `kept`: the column where their words are stored, of a table that may be large, so that no row is cut into words again."""

    template = "%(expressions)s"
    arg_joiner = " @@ "

    def __init__(self, looked_for: "Wanted", *columns: str, kept: str = "") -> None:
        words = F(kept) if kept else Words(*columns)
        super().__init__(words, Query(looked_for), output_field=BooleanField())


def slots_of(texts: Iterable[str]) -> list[Phrase]:
    """The words of each text, in their order. One query."""
    asked = list(texts)
    found: list[dict[int, set[str]]] = [{} for _ in asked]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, lexeme, positions FROM unnest(%s::text[]) WITH ORDINALITY AS given (written, number), "
            "LATERAL unnest(french_words(written))",
            [asked],
        )
        for number, lexeme, positions in cursor:
            for position in positions or ():
                found[number - 1].setdefault(position, set()).add(lexeme)
    return [tuple(Slot(at, frozenset(one[at])) for at in sorted(one)) for one in found]


@cache
def synonyms(federation: Path) -> tuple[tuple[Phrase, ...], ...]:
    """The ways of saying one thing, of the house and of the federation, cut into words. Raises Misread."""
    files = [OURS, *(path for path in [federation / "words.yaml"] if path.exists())]
    groups = [group for path in files for group in read_yaml(path).read(Synonyms).synonyms]
    phrases = iter(slots_of([way for group in groups for way in group]))
    return tuple(tuple(next(phrases) for _ in group) for group in groups)


def says(typed: Sequence[Slot], phrase: Phrase) -> bool:
    """Whether these words are that phrase, however each is spelt."""
    return len(typed) == len(phrase) and all(
        one.lexemes & other.lexemes for one, other in zip(typed, phrase, strict=True)
    )


def together(slots: Sequence[Slot]) -> str:
    return "(" + " & ".join(one.written for one in slots) + ")"


def in_a_row(phrase: Phrase) -> str:
    """These words one behind the other, at the distance at which they are said."""
    written = phrase[0].written
    for before, after in pairwise(phrase):
        written += f" <{after.at - before.at}> {after.written}"
    return f"({written})"


@lru_cache(maxsize=2000)
def wanted(text: str) -> Wanted:
    """What somebody looks for who typed this: every word, whatever the order; instead of some, a synonym. At most two
    queries, and none for a text that was typed a moment ago."""
    [typed] = slots_of([text[:300].replace("\0", "")])
    typed = typed[:MOST]
    groups = synonyms(settings.KEVREAD_FEDERATION)
    parts: list[str] = []
    units: list[frozenset[str]] = []
    at = 0
    while at < len(typed):
        said = [(phrase, group) for group in groups for phrase in group if says(typed[at : at + len(phrase)], phrase)]
        longest = max((len(phrase) for phrase, _ in said), default=1)
        here = typed[at : at + longest]
        others = [one for phrase, group in said if len(phrase) == longest for one in group if one != phrase]
        parts.append(f"({' | '.join([together(here), *dict.fromkeys(in_a_row(one) for one in others)])})")
        units.append(frozenset(lexeme for slots in (here, *others) for slot in slots for lexeme in slot.lexemes))
        at += longest
    return Wanted(text, tuple(parts), tuple(units))


LEXEMES: dict[str, frozenset[str]] = {}  # of the words that were met, each looked up once
AT_MOST = 50_000


def learn(texts: Iterable[str]) -> None:
    """Know the words of these texts: one query, none when they all are."""
    words = {word for text in texts for word in WORD.findall(text.lower())}
    if unknown := sorted(words - LEXEMES.keys()):
        if len(LEXEMES) + len(unknown) > AT_MOST:
            LEXEMES.clear()
            unknown = sorted(words)
        for word, slots in zip(unknown, slots_of(unknown), strict=True):
            LEXEMES[word] = frozenset(lexeme for slot in slots for lexeme in slot.lexemes)


def missing(name: str, looked_for: Wanted) -> int:
    """How many of the things asked for this name holds no word of. Of a name whose words were learnt, no query."""
    learn([name])
    held = frozenset[str]().union(*(LEXEMES[word] for word in WORD.findall(name.lower())))
    return sum(not unit & held for unit in looked_for.units)


AMONG = 5  # so many times more are read, so that those whose name answers come first


def answering(rows: QuerySet, text: str, limit: int, *columns: str, name: Callable[[Any], str]) -> list[Any]:
    """The rows of which these columns answer to what was typed, in their order, those whose name does first. One query, once
    the words are known."""
    looked_for = wanted(text)
    if not looked_for:
        return []
    found = list(rows.filter(Answers(looked_for, *columns))[: limit * AMONG])
    learn(name(one) for one in found)
    return sorted(found, key=lambda one: missing(name(one), looked_for))[:limit]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether it is one of the words looked for."""

    text: str
    marked: bool


def marked(text: str, looked_for: Wanted) -> list[Piece]:
    """The text in stretches, the words that are looked for apart. Of a text whose words were learnt, no query."""
    learn([text])
    pieces: list[Piece] = []
    done = 0
    for met in WORD.finditer(text):
        if LEXEMES.get(met[0].lower(), frozenset()) & looked_for.lexemes:
            pieces += [Piece(text[done : met.start()], marked=False), Piece(met[0], marked=True)]
            done = met.end()
    return [piece for piece in [*pieces, Piece(text[done:], marked=False)] if piece.text]


AROUND = 160  # characters of an extract


def extract(text: str, looked_for: Wanted) -> str:
    """Where a long text answers: around the first word that does; nothing where none does."""
    pieces = marked(text, looked_for)
    before = ""
    for piece in pieces:
        if piece.marked:
            break
        before += piece.text
    else:
        return ""
    start = max(len(before) - AROUND // 3, 0)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + AROUND
    end = text.find(" ", end) if end < len(text) and text.find(" ", end) > 0 else len(text)
    return ("… " if start else "") + " ".join(text[start:end].split()) + (" …" if end < len(text) else "")
