"""What Kevread knows of somebody, the register of an organisation, the sheet of a breach, on paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One row: what it says in one line, and who wrote it last."""

    said: str
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPart:
    called: str
    why: str
    basis: str
    kept: str
    readers: str
    rows: tuple[Known, ...]
    more: int = 0  # rows that are in the file for programs only
    asks: bool = False  # what was asked, word for word, is there too


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Paper):
    template: ClassVar[str] = "dossier"
    label: ClassVar[str] = "Ce que Kevread sait d’une personne"

    person: str
    made_at: datetime
    parts: tuple[KnownPart, ...]

    @property
    def title(self) -> str:
        return f"Ce que Kevread sait de {self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    what: str
    data: str
    why: str
    basis: str
    kept: str
    readers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    called: str
    people: str
    lines: tuple[Treated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing(Paper):
    template: ClassVar[str] = "processing"
    label: ClassVar[str] = "Registre des traitements"

    made_at: datetime
    validated: str  # by whom and when, or that nobody did
    contact: str
    joint: str
    changed: tuple[str, ...]
    treatments: tuple[Treatment, ...]
    security: tuple[str, ...]

    @property
    def title(self) -> str:
        return "Registre des traitements"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachSheet(Paper):
    template: ClassVar[str] = "breach"
    label: ClassVar[str] = "Fiche de violation de données"

    made_at: datetime
    known_at: datetime
    by: datetime | None
    what: str
    concerned: str
    consequences: str
    measures: str
    risk: str
    notified: str
    people_told: str
    because: str
    people_because: str
    opened_by: str
    closed: str

    @property
    def title(self) -> str:
        return "Violation de données"
