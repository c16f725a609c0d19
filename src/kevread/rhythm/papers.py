"""The calendar of a year."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A meeting of the year. `starts_at`: « 18 h 30 », or empty."""

    day: date
    starts_at: str = ""
    body: str
    name: str = ""
    place: str = ""
    state: Literal["planned", "held", "cancelled", "proposed"] = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A body's cadence: what is wanted, what is held and planned, in words."""

    body: str
    wanted: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Paper):
    """The annual calendar."""

    template: ClassVar[str] = "calendar"
    label: ClassVar[str] = "Calendrier"

    year: int
    dates: tuple[Date, ...]
    rhythms: tuple[Rhythm, ...] = ()
    off: tuple[str, ...] = ()  # what the planner avoided

    @property
    def title(self) -> str:
        return f"Calendrier {self.year}"
