"""What a member is given of its dues."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidLine:
    day: date
    amount: str  # « 40 € », « - 12 € » when it was given back
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesCertificate(Paper):
    """That a member paid its dues of a year: it is no tax receipt, and says so."""

    template: ClassVar[str] = "dues-paid"
    label: ClassVar[str] = "Attestation de cotisation"

    member: str
    identifiers: tuple[str, ...] = ()
    year: int
    reference: str
    asked: str
    received: tuple[PaidLine, ...]
    total: str
    on: date

    @property
    def title(self) -> str:
        return f"Attestation de cotisation {self.year}"
