"""The founding document that the federation attached, cut at its passages."""

import re
from dataclasses import dataclass, field
from datetime import date

from kevread.charter.models import Passage, Source
from kevread.charter.queries.states import Stated
from kevread.charter.queries.text import read_text
from kevread.common.actor import Actor
from kevread.directory.models import Organisation

MARKS = re.compile(r"<[^>]{0,200}>|\*\*|^#+ *|^- (?=\*\*|\d)|[■↪]", re.MULTILINE)
GAPS = re.compile(r"\s*\n\s*\n\s*")


def bare(text: str) -> str:
    r"""A stretch of the document without tags nor Markdown marks, its paragraphs apart.

    >>> bare("# Titre\n\n\nLe **conseil**<br>")
    'Titre\n\nLe conseil'
    """
    return GAPS.sub("\n\n", MARKS.sub("", text))


@dataclass(frozen=True, slots=True)
class Piece(Stated):
    """A stretch of the document; `rule` when an article speaks of it, `also` those whose words lie inside."""

    text: str
    rule: str = ""
    state: str = "silent"
    also: list["Piece"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Document:
    source: Source
    pieces: list[Piece]
    missing: list[Passage]
    found: int


def is_attached() -> bool:
    """Whether the federation attached its document: it is then read whole."""
    return Source.objects.exists()


def read_document(source: Source | None, scale: Organisation, on: date, reader: Actor) -> Document | None:
    """The document with each passage under its verdict, and the passages that it does not hold."""
    if source is None:
        return None
    passages = list(source.passages.order_by("start", "end", "rule"))
    text = read_text(scale, on, reader)
    states = {reading.article.rule: reading.state for reading in text.readings}
    pieces: list[Piece] = []
    cursor = 0
    for passage in passages:
        start, end = passage.start, passage.end
        if start is None or end is None:
            continue
        state = states.get(passage.rule, "silent")
        if end <= cursor:  # its words are inside those of the passage before
            pieces[-1].also.append(Piece(bare(source.text[start:end]), passage.rule, state))
            continue
        start = max(start, cursor)
        if start > cursor:
            pieces.append(Piece(bare(source.text[cursor:start])))
        pieces.append(Piece(bare(source.text[start:end]), passage.rule, state))
        cursor = end
    pieces.append(Piece(bare(source.text[cursor:])))
    missing = [passage for passage in passages if passage.start is None]
    return Document(source, pieces, missing, len(passages) - len(missing))
