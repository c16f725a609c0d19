"""What is written after: minutes, failure of quorum, count, extract, register."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from kevread.common.periods import day_in_words

from .base import Paper, Signatory
from .meeting import Meeting, RollGroup, RollLine


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
    """`rule`: what is asked; `sum`: what is there against what it takes, with the sign that decides (« 23 ≥ 20 »)."""

    rule: str
    sum: str
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A line of a result: « Pour », « Contre », a candidate, a list."""

    name: str
    votes: str
    is_elected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CollegeResult:
    name: str
    votes: str  # « pour : 12 ; contre : 3 ; abstention : 1 »
    outcome: str  # « adopté »
    sum: str = ""  # the operation that decides there: « 12 > 3 »


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote and its verdict. `sum` is the operation that decides, as it is computed: « 3×20 ≥ 2×30 ». `title` tells it
    from the others of its point, by its number and its question: « Vote 2 : Donner quitus »; `text` is what is adopted."""

    title: str = ""
    text: str
    how: str  # « à main levée », « au scrutin secret électronique »
    majority: str = ""  # « Majorité simple des exprimés »
    registered: str = ""  # how many votes there could be
    choices: tuple[Choice, ...]
    sum: str = ""
    outcome: Literal["adopted", "rejected", "no_quorum", "elected", "to_settle", "incomplete", "void"]
    conclusion: str = ""  # what the outcome does not say yet: the casting vote, the objection, who is elected
    colleges: tuple[CollegeResult, ...] = ()
    quorum: str = ""  # that was found before it


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
class Fact:
    """A line of the count: « Bulletins trouvés dans l’urne » : « 40 »."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Paper):
    """The record of a count (procès-verbal de dépouillement)."""

    template: ClassVar[str] = "count"

    meeting: Meeting
    counted_at: datetime
    facts: tuple[Fact, ...]  # roll marks, ballots found, valid, blank, null, receipts published
    vote: Vote
    scrutineers: tuple[str, ...]
    seals: tuple[Fact, ...] = ()  # digest of the roll before, of the box after, of the public key
    incidents: str = ""
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"Procès-verbal de dépouillement – {self.meeting.said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract(Paper):
    """A certified extract of a decision (extrait certifié conforme)."""

    template: ClassVar[str] = "extract"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    number: str
    day: date
    body: str
    title: str
    outcome: str  # « adoptée », « rejetée »
    sum: str = ""
    kind: str = ""  # its type in the matrix
    text: str = ""
    flags: tuple[str, ...] = ()  # « Prise sans l’avis du Cercle, que demande la matrice. »


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Paper):
    """The register of decisions, both days included."""

    template: ClassVar[str] = "register"

    first: date
    last: date
    decisions: tuple[Decision, ...]

    @property
    def title(self) -> str:
        return f"Registre des décisions, du {day_in_words(self.first)} au {day_in_words(self.last)}"


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
