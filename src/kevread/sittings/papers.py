"""What is written of a sitting: minutes, failure of quorum, extract."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kevread.attendance.papers import RollGroup, RollLine
from kevread.documents.contracts import Paper, Signatory
from kevread.meetings.papers import Meeting
from kevread.votes.papers import Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """`note`: « arrivée à 18 h 50 », « pouvoir donné à… », « excusé »."""

    name: str
    quality: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """The votes are told as texts: they may be fractions."""

    present: tuple[Attendee, ...] = ()
    represented: tuple[Attendee, ...] = ()
    excused: tuple[Attendee, ...] = ()
    absent: tuple[Attendee, ...] = ()
    guests: tuple[Attendee, ...] = ()  # without a vote


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumNoted:
    """`rule`: what is asked; `sum`: what is there and what it took, in words."""

    rule: str
    sum: str
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of the agenda as it was dealt with."""

    number: str
    title: str
    debate: str = ""
    votes: tuple[Vote, ...] = ()
    follow_up: tuple[str, ...] = ()  # « Trésorière, avant le 31 janvier 2027 : transmettre le budget. »


MINUTES_NAMES = {
    "assembly": "Procès-verbal",
    "board": "Procès-verbal",
    "bureau": "Relevé de décisions",
    "space": "Compte rendu",
    "team": "Compte rendu",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes(Paper):
    """Minutes (procès-verbal). `corrects`: for a later version of signed minutes, what it corrects and why."""

    template: ClassVar[str] = "minutes"
    label: ClassVar[str] = "Procès-verbal"
    sort: ClassVar[str] = "sittings"

    meeting: Meeting
    opened_at: datetime
    closed_at: datetime | None
    chair: str
    secretary: str
    scrutineers: tuple[str, ...] = ()
    convened: str = ""  # « Convocation envoyée le 9 novembre 2026 par Anne Morvan, présidente. »
    attendance: Attendance
    quorum: QuorumNoted | None = None
    checks: tuple[str, ...] = ()  # the quorum found again, one sentence each
    points: tuple[Point, ...]
    annexes: tuple[str, ...] = ()
    roll: tuple[RollGroup, ...] = ()  # the sign-in sheet, after the signatures
    roll_guests: tuple[RollLine, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    is_draft: bool = False
    approved: str = ""  # « Approuvé par le conseil du 12 janvier 2027. »
    corrects: str = ""

    @property
    def title(self) -> str:
        return f"{MINUTES_NAMES[self.meeting.kind]} – {self.meeting.said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoQuorum(Paper):
    """The record of a failure of quorum (procès-verbal de carence)."""

    template: ClassVar[str] = "no_quorum"
    label: ClassVar[str] = "Procès-verbal de carence"
    sort: ClassVar[str] = "sittings"

    meeting: Meeting
    opened_at: datetime
    chair: str
    secretary: str
    convened: str = ""
    attendance: Attendance
    quorum: QuorumNoted
    agenda: tuple[str, ...] = ()  # what could not be dealt with
    second_call: str = ""  # « Une seconde réunion est convoquée le… ; elle délibère sans quorum. »
    annexes: tuple[str, ...] = ()
    roll: tuple[RollGroup, ...] = ()
    roll_guests: tuple[RollLine, ...] = ()
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"Procès-verbal de carence – {self.meeting.said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract(Paper):
    """A certified extract of a decision (extrait certifié conforme)."""

    template: ClassVar[str] = "extract"
    label: ClassVar[str] = "Extrait certifié conforme"
    sort: ClassVar[str] = "sittings"

    meeting: Meeting
    number: str
    decision: str  # its title
    vote: Vote
    attended: str = ""  # « 40 membres présents, 12 représentés, sur 60 ; le quorum était atteint. »
    minutes: str = ""  # « Procès-verbal signé le 3 décembre 2026 »
    certified_on: date
    signatories: tuple[Signatory, ...]

    @property
    def title(self) -> str:
        return f"Extrait certifié conforme – décision {self.number}"
