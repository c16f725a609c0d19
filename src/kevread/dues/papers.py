"""What a member is given of its dues."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.documents.contracts import Paper, Signatory


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxReceipt(Paper):
    """What an organisation of general interest gives for a payment, so that whoever made it may lower its tax: the mentions
    that law asks of a receipt to an organisation (form 16216, article 238 bis of the tax code)."""

    template: ClassVar[str] = "tax-receipt"
    label: ClassVar[str] = "Reçu fiscal"
    sort: ClassVar[str] = "tax"

    number: int
    seat: str
    purpose: str
    member: str
    form: str
    identifiers: tuple[str, ...] = ()
    locality: str = ""
    amount: str
    words: str
    paid_on: date
    means: str
    due: str
    on: date
    signatories: tuple[Signatory, ...]

    @property
    def title(self) -> str:
        return f"Reçu fiscal n° {self.number}"
