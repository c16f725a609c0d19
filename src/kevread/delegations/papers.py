"""A delegation on paper: what both sign."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.documents.contracts import Paper, Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """A delegation of the chain: of whom, given by whom."""

    holder: str
    given_by: str
    limits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation(Paper):
    template: ClassVar[str] = "delegation"
    label: ClassVar[str] = "Délégation"

    nature: str
    holder: str
    post: str
    given_by: str
    acts: tuple[str, ...]
    first: date
    last: date
    limits: str = ""
    means: str = ""
    further: bool = False
    accepted_on: date | None = None
    accepts_by_signing: bool = False
    above: tuple[Above, ...] = ()
    state: str = ""  # why it does not hold, on the day of the paper
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.nature} à {self.holder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An agreement with somebody who directs."""

    officer: str
    function: str
    counterpart: str
    subject: str
    concluded_on: date
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealings(Paper):
    template: ClassVar[str] = "dealings"
    label: ClassVar[str] = "Rapport sur les conventions"

    year: int
    agreements: tuple[Told, ...]
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"Rapport sur les conventions conclues en {self.year} avec qui dirige"
