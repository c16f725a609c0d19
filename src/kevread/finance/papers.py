"""What fundings print: a request and what its form asks, what a report is prepared from, the account of a local, a pack."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.documents.contracts import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A line of the report: what was planned, what was, the difference, and what was in per cent of what was planned; nothing
    where it is not known."""

    label: str
    planned: str
    actual: str
    difference: str
    rate: str = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a funder asks to measure: what is aimed at, what was attained, on which day; nothing where it is not known."""

    label: str
    aimed: str
    attained: str
    measured_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeLine:
    day: date
    words: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LifePart:
    """What came in or was spent of one kind; `more`: how many of its lines the page does not say."""

    label: str
    amount: str
    lines: tuple[LifeLine, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLifeAccount(Paper):
    """What a local lived on between two balances, on one page that its assembly reads."""

    template: ClassVar[str] = "local_life"
    label: ClassVar[str] = "Compte de la vie locale"

    first: date
    last: date
    opening: str
    opening_source: str
    received: tuple[LifePart, ...]
    came: str
    spent: tuple[LifePart, ...]
    out: str
    expected: str
    closing: str
    closing_source: str
    apart: str

    @property
    def title(self) -> str:
        return "Compte de la vie locale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A paper of a pack: its name there, or why it is not."""

    label: str
    name: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackContents(Paper):
    """What is in the pack of a funding, and what is missing."""

    template: ClassVar[str] = "grant_pack"
    label: ClassVar[str] = "Sommaire du dossier d’un financement"

    purpose: str
    funder: str
    granted: str
    notified_on: date
    on: date
    there: tuple[Packed, ...]
    missing: tuple[Packed, ...]

    @property
    def title(self) -> str:
        return f"Dossier, {self.purpose}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that the form of a request asks: what is known of it, line by line, and where it comes from."""

    label: str
    lines: tuple[str, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPart:
    name: str
    data: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    account: str
    label: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSide:
    """One side of the budget of a project: its families of accounts, and their sum."""

    name: str
    rows: tuple[PlanRow, ...]
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingReport(Paper):
    """What Kevread knows of what the report of a subsidy asks: whoever types the form has it before their eyes. `foreseen`: the
    budget of the request that it comes from, for the whole action; `recalled`: what that request said of it; `weight`: what the
    subsidy is of the products foreseen."""

    template: ClassVar[str] = "grant_report"
    label: ClassVar[str] = "Préparation d’un compte rendu financier"

    purpose: str
    funder: str
    notified_on: date
    first: date
    last: date
    closed_on: date
    by: date
    sent_on: date | None
    granted: str
    lines: tuple[Compared, ...]
    indicators: tuple[Measured, ...]
    missing: tuple[str, ...]
    foreseen: tuple[PlanSide, ...] = ()
    recalled: tuple[Said, ...] = ()
    weight: str = ""

    @property
    def title(self) -> str:
        return f"Compte rendu financier, {self.purpose}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantForm(Paper):
    """What is known of what the form of a request asks, to be copied out or enclosed; what is missing stays on the screen."""

    template: ClassVar[str] = "grant_form"
    label: ClassVar[str] = "Préparation d’une demande de subvention"

    purpose: str
    funder: str
    asked: str
    on: date
    parts: tuple[SaidPart, ...]
    sides: tuple[PlanSide, ...]

    @property
    def title(self) -> str:
        return f"Demande de subvention, {self.purpose}"
