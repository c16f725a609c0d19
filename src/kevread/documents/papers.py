"""A file that was given, and the sheet of who signed it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kevread.documents.contracts import Paper


class Deposited:
    """What was not composed here: a file that somebody gave."""

    template: ClassVar[str] = "file"
    label: ClassVar[str] = "Fichier déposé"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine:
    """A signature, with what the person held that day (`authority`, until `until`)."""

    name: str
    quality: str
    authority: str = ""
    until: date | None = None
    signed_at: datetime
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSheet(Paper):
    """Who signed which bytes: handed with a document that was signed in Kevread."""

    template: ClassVar[str] = "signatures"
    label: ClassVar[str] = "Page de signatures"

    document: str
    number: int
    name: str
    size: int
    sha256: str
    kept_at: datetime
    signatures: tuple[SignedLine, ...]
    awaited: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"Feuille de signatures – {self.document}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A signature, whole: by what right, link by link, as it was kept (`chain`), what is known of that right today for the
    moment of the signature (`again`), and what its seal proves (`seal`)."""

    name: str
    quality: str
    organisation: str
    signed_at: datetime
    how: str
    sha256: str
    chain: tuple[str, ...] = ()
    again: str
    seal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PenProof:
    """A signature on paper, as whoever deposited the file told it; `said`: what its party, and others, said of it since."""

    name: str
    quality: str
    organisation: str
    signed_on: date
    told_on: date
    chain: tuple[str, ...] = ()
    again: str
    said: tuple[str, ...] = ()
    contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that was done about a demand for signatures."""

    at: datetime
    what: str
    who: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Paper):
    """All that shows who signed which bytes, by what right, and what happened meanwhile: handed to whoever would doubt it."""

    template: ClassVar[str] = "evidence"
    label: ClassVar[str] = "Dossier de preuve"

    document: str
    number: int
    name: str
    size: int
    sha256: str
    sealed_sha256: str = ""  # of the file that carries its signatures; empty: none does
    kept_at: datetime
    verdict: str
    amount: str = ""  # as whoever asked said it; empty: nobody was asked by a circle
    act: str = ""  # the same
    consent: str = ""
    signatures: tuple[Proof, ...]
    on_paper: tuple[PenProof, ...] = ()
    awaited: tuple[str, ...] = ()
    happened: tuple[Happened, ...] = ()

    @property
    def title(self) -> str:
        return f"Dossier de preuve – {self.document}"
