"""What Kevread knows of somebody, on paper."""

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
