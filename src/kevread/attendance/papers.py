"""The sheet on which one signs in."""

from dataclasses import dataclass
from typing import ClassVar

from kevread.documents.contracts import Paper
from kevread.meetings.papers import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """`attendance`: empty leaves room to sign; otherwise what was noted (« Présente, 18 h 32 »)."""

    name: str
    quality: str = ""  # for whom, in which function
    votes: str = "1"
    proxy_to: str = ""
    attendance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollGroup:
    """A college or a pôle; an empty name when there is only one group."""

    name: str
    lines: tuple[RollLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(Paper):
    """A sign-in sheet (feuille d’émargement)."""

    template: ClassVar[str] = "sign_in"
    label: ClassVar[str] = "Feuille d’émargement"
    sort: ClassVar[str] = "sittings"

    meeting: Meeting
    groups: tuple[RollGroup, ...]
    guests: tuple[RollLine, ...] = ()  # without a vote
    certified_by: tuple[str, ...] = ()  # « Présidente de séance », « Secrétaire de séance »

    @property
    def title(self) -> str:
        return f"Feuille d’émargement – {self.meeting.said}"
