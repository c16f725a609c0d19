"""« Texte » on paper: the common framework of a day, and what the facts answer where whoever prints it may read them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from kevread.common.periods import day_in_words
from kevread.documents.contracts import Paper

Mark = Literal["", "breaches", "unknown", "conforms", "not_applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """An article that waits for somebody, as the summary says it."""

    rule: str
    title: str
    said: str
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of an article: a value that was decided, a blank that nobody filled; whether it is not kept."""

    text: str
    kind: Literal["", "value", "blank"] = ""
    is_broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTold:
    """An article, where it stands (`word`, in the colour of `state`), why, and what of it is ours (`additions`)."""

    rule: str
    title: str
    strength: str = ""  # « proposition »
    source: str = ""  # of what the document does not say
    words: tuple[Words, ...]
    word: str = ""
    state: Mark = ""
    said: str = ""
    rest: str = ""
    additions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTold:
    title: str
    about: str = ""
    articles: tuple[ArticleTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonText(Paper):
    """The common framework, to hand out. `is_faced`: whether what the facts answer is in it; `of`: how many articles there
    are, when those that wait are there alone."""

    template: ClassVar[str] = "charter"
    label: ClassVar[str] = "Cadre commun"

    on: date
    is_faced: bool
    of: int | None = None
    counts: str = ""
    partly: str = ""
    to_mend: tuple[Settle, ...] = ()
    to_decide: tuple[Settle, ...] = ()
    parts: tuple[PartTold, ...]
    note: str

    @property
    def title(self) -> str:
        return f"Le cadre commun{', face aux faits du' if self.is_faced else ' au'} {day_in_words(self.on)}"
