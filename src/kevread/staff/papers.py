"""The register of the staff of an employer, as the labour code asks for it (L1221-13, D1221-23)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.common.periods import day_in_words
from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line, in the order of hiring. What nobody wrote is empty, and the paper says so."""

    number: int
    name: str
    nationality: str = ""
    born_on: date | None = None
    sex: str = ""
    occupation: str
    qualification: str = ""
    entered_on: date | None = None
    left_on: date | None = None
    permit: str = ""
    notes: str = ""  # « contrat à durée déterminée, temps partiel »
    is_annulled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who is there by no contract of employment, in the order in which they came (D1221-23-1)."""

    number: int
    name: str
    kind: str
    first: date | None
    last: date | None
    tutor: str
    place: str
    is_annulled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRegister(Paper):
    """It is read by the line of the employer alone: nobody else is given it."""

    template: ClassVar[str] = "personnel"
    label: ClassVar[str] = "Registre unique du personnel"

    on: date
    entries: tuple[Entry, ...]
    hosted: tuple[Guest, ...] = ()

    @property
    def title(self) -> str:
        return f"Registre unique du personnel au {day_in_words(self.on)}"
