"""The calendar of a year, date by date; and the year of every body on one sheet."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOf:
    """What one month of a body is (`rules.cadence.Month`), and how many meetings it has."""

    state: Literal["held", "planned", "missing", "to_plan", "off", "free", "unwatched"]
    meetings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyYear:
    body: str
    months: tuple[MonthOf, ...]  # twelve
    counts: str
    to_plan: str = ""  # « 2 dates à proposer »: meetings that are expected and have none


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """The bodies of one organisation."""

    organisation: str
    bodies: tuple[BodyYear, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """School holidays of the year, from one day to another, both included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSheet(Paper):
    """Every body and every month, on one landscape sheet."""

    template: ClassVar[str] = "year"
    label: ClassVar[str] = "Tableau de l’année"

    year: int
    on: date
    organisations: tuple[YearOf, ...]
    holidays: tuple[Holidays, ...] = ()
    zone: str = ""
    to_plan: str = ""  # of all together: « 12 réunions restent à planifier »

    @property
    def title(self) -> str:
        return f"Tableau de l’année {self.year}"
