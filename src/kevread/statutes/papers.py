"""The calendar of a transfer, on paper."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone. `rule`: what says it, in words; `place` and `window`: its day, and the first on which it
    may be reached, in thousandths of the drawing; a window of -1 is none."""

    name: str
    when: str
    day: date
    rule: str
    slack: str
    sentence: str
    place: int
    window: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCalendar(Paper):
    """Every milestone that applies, or may, seen from a day."""

    template: ClassVar[str] = "transfer"
    label: ClassVar[str] = "Calendrier d’un apport"

    on: date
    assembly: date
    headline: str
    steps: tuple[Step, ...]
    now: int
    left_out: tuple[str, ...] = ()  # what does not concern this transfer

    @property
    def title(self) -> str:
        return "Calendrier d’un apport partiel d’actif"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleShown:
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueShown:
    label: str
    words: str
    rule: str  # of the common framework


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutesText(Paper):
    """Articles of association, or bylaws: those in force, those that are still to be adopted, or what is known of those that
    were signed elsewhere."""

    template: ClassVar[str] = "statutes"
    label: ClassVar[str] = "Statuts"
    sort: ClassVar[str] = "founding"

    name: str
    kind: str  # « Statuts », « Règlement intérieur »
    identifiers: str
    state: str
    model: str  # what they are drawn from; empty: nothing here
    adopted_on: date | None
    adopted_by: str
    since: date | None
    articles: tuple[ArticleShown, ...]
    values: tuple[ValueShown, ...]

    @property
    def title(self) -> str:
        return self.name
