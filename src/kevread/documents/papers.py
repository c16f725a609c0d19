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
