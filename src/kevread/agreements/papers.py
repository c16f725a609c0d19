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
    reserve: str = ""  # of what was signed elsewhere: this is what was entered of it, and no more
    model: str = ""  # who wrote the model that a text under way is drawn from

    @property
    def title(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseAmended:
    title: str
    said: str  # « est désormais ainsi rédigée », « est supprimée »
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAmended:
    what: str  # « Dernier jour »
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentText(Paper):
    """What amends an agreement: its number, from when, each day and each clause that it changes, room to sign."""

    template: ClassVar[str] = "amendment"
    label: ClassVar[str] = "Avenant à une convention"

    name: str  # of the agreement
    number: int
    subject: str
    state: str  # « En vigueur »; empty when it is to be signed
    on: date
    signed_on: date | None  # of the agreement
    starts_on: date
    days: tuple[DayAmended, ...]
    parties: tuple[PartyShown, ...]
    clauses: tuple[ClauseAmended, ...]
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.name}, avenant n° {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SideShown:
    party: str
    said: str  # « 2 tenus, 1 en retard »


@dataclass(frozen=True, slots=True, kw_only=True)
class DueShown:
    """Something that was due in the year."""

    debtor: str
    creditor: str
    what: str
    by: date
    state: str  # « Tenu »
    said: str  # what shows it, why it is contested, to when it was put off


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    on: date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReview(Paper):
    """The year of an agreement: what each party owed, kept or not, what happened, room to sign."""

    template: ClassVar[str] = "review"
    label: ClassVar[str] = "Bilan annuel d’une convention"

    name: str
    kind: str
    year: int
    on: date  # the day of which this is the balance
    state: str
    sides: tuple[SideShown, ...]
    dues: tuple[DueShown, ...]
    events: tuple[Happened, ...]
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.name}, bilan {self.year}"
