from dataclasses import dataclass
from typing import ClassVar

from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Paper):
    template: ClassVar[str] = "card"
    label: ClassVar[str] = "Carte de vœux"

    wish: str

    @property
    def title(self) -> str:
        return "Carte de vœux"
