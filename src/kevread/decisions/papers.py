"""The register of decisions."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.common.periods import day_in_words
from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    number: str
    day: date
    body: str
    title: str
    outcome: str  # « adoptée », « rejetée »
    sum: str = ""
    kind: str = ""  # its type in the matrix
    text: str = ""
    flags: tuple[str, ...] = ()  # « Prise sans l’avis du Cercle, que demande la matrice. »


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Paper):
    """The register of decisions, both days included."""

    template: ClassVar[str] = "register"
    label: ClassVar[str] = "Registre des décisions"

    first: date
    last: date
    decisions: tuple[Decision, ...]

    @property
    def title(self) -> str:
        return f"Registre des décisions, du {day_in_words(self.first)} au {day_in_words(self.last)}"
