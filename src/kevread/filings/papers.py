"""The sheet by which a change is declared."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    name: str
    seat: str
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingSheet(Paper):
    """What is known here of a change to declare: who types the form of the administration has it before their eyes."""

    template: ClassVar[str] = "filing"
    label: ClassVar[str] = "Fiche de déclaration"

    name: str
    form: str
    place: str
    is_accounts: bool
    rule: str
    identifiers: str
    locality: str
    state: str
    happened_on: date
    by: date | None
    filed_on: date | None
    things: tuple[str, ...]
    asks: tuple[str, ...]
    officers: tuple[Officer, ...]

    @property
    def title(self) -> str:
        return self.name
