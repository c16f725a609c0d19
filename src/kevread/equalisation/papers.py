"""What a groupement receives, and why, on one page."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.documents.contracts import Paper
from kevread.equalisation.rules.waterfall import Waterfall


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueOf:
    name: str
    said: str
    weight: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareSheet(Paper):
    """The share of one groupement: the amount, its steps to the cent, the values that it comes from, how to check it."""

    template: ClassVar[str] = "share"
    label: ClassVar[str] = "Part d’une péréquation"

    year: int
    name: str
    amount: str
    envelope: str
    among: int
    sentence: str
    decision: str
    receives: str = "reçoit"  # or « recevrait », of what is only proposed
    corrected: str = ""
    gap: str = ""
    appeal: str = ""
    falls: tuple[Waterfall, ...]
    values: tuple[ValueOf, ...]
    bounds: str = ""
    more: tuple[str, ...] = ()
    frozen: str = ""

    @property
    def title(self) -> str:
        proposed = "Proposition, " if self.receives == "recevrait" else ""
        return f"{proposed}Péréquation {self.year}, part {self.name}"
