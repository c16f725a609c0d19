"""The register of the staff of an employer, as the labour code asks for it (L1221-13, D1221-23); a contract that is
signed here."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.common.periods import day_in_words
from kevread.documents.contracts import Paper, Signatory

CONTRACTS = "contracts"  # the sort, in `keeping.yaml`, of a contract set here or deposited


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line, in the order of hiring. What nobody wrote is empty, and the paper says so."""

    number: int
    name: str
    nationality: str = ""
    born_on: date | None = None
    sex: str = ""
    occupation: str
    qualification: str = ""
    entered_on: date | None = None
    left_on: date | None = None
    permit: str = ""
    authorised: str = ""  # « Autorisation de licenciement du 3 mars 2026 »
    notes: str = ""  # « contrat à durée déterminée, temps partiel »
    is_annulled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who is there by no contract of employment, in the order in which they came (D1221-23-1)."""

    number: int
    name: str
    kind: str
    first: date | None
    last: date | None
    tutor: str
    place: str
    is_annulled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRegister(Paper):
    """It is read by the line of the employer alone: nobody else is given it."""

    template: ClassVar[str] = "personnel"
    label: ClassVar[str] = "Registre unique du personnel"

    on: date
    entries: tuple[Entry, ...]
    hosted: tuple[Guest, ...] = ()

    @property
    def title(self) -> str:
        return f"Registre unique du personnel au {day_in_words(self.on)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentContract(Paper):
    """What is written of a contract, and nothing that is not: `unsaid` names what the labour code asks to be told in writing
    and that this paper does not say (R1221-34). Its title names nobody: it goes into letters and lists."""

    template: ClassVar[str] = "employment"
    label: ClassVar[str] = "Contrat de travail"
    sort: ClassVar[str] = CONTRACTS

    person: str
    kind: str
    motive: str = ""
    is_replacement: bool = False
    replaces: str = ""
    occupation: str
    workplace: str = ""
    agreement: str = ""
    first: date
    last: date | None = None
    seniority_from: date | None = None
    trial_end: date | None = None
    share: int
    group: str = ""
    coefficient: int | None = None
    points: int = 0
    salary: str = ""
    decision: str = ""
    unsaid: tuple[str, ...] = ()
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"Contrat de travail à compter du {day_in_words(self.first)}"
