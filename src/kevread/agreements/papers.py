"""The text of an agreement."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.documents.contracts import Paper, Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyShown:
    name: str
    place: str  # « le groupement »
    identifiers: str = ""  # « RNA W123456789, SIREN 123 456 789 »
    locality: str = ""
    authority: str = ""  # what lets it sign
    represented: str = ""  # who signs for it, here


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseShown:
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText(Paper):
    """The text of an agreement in force on a day, or under way: its parties, its days, its clauses, room to sign."""

    template: ClassVar[str] = "agreement"
    label: ClassVar[str] = "Convention"

    name: str
    kind: str
    state: str  # « En vigueur »; empty when it is to be signed
    on: date  # the day of which this is the text
    starts_on: date
    ends_on: date | None
    notice: str
    renewal: str
    parties: tuple[PartyShown, ...]
    clauses: tuple[ClauseShown, ...]
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return self.name
