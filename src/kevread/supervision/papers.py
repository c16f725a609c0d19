"""The sheet of an interview: what is prepared, what each line wrote and this reader may read, room to write by hand."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.common.periods import day_in_words
from kevread.documents.contracts import Paper, Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line and its share; what it wrote, where whoever takes the paper reads it on the screen too."""

    who: str
    share: str
    text: str = ""
    written_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """What the board of a pôle fixed for the post, and since when."""

    who: str
    said: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewSheet(Paper):
    """For one interview, open or held. `topics`: what the federation proposes to speak of (`supervision.yaml`). It is not kept:
    it is composed anew for each reader."""

    template: ClassVar[str] = "interview"
    label: ClassVar[str] = "Trame d’entretien"

    kind: str  # « L’entretien annuel »
    person: str
    post: str
    opened_on: date
    on: date
    asked: str = ""
    priorities: tuple[Priority, ...] = ()
    parts: tuple[Part, ...] = ()
    topics: tuple[str, ...] = ()
    reserve: str = ""  # that the topics are proposed
    is_open: bool = True
    held_on: date | None = None
    concluded: str = ""
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.kind} de {self.person}, au {day_in_words(self.on)}"
