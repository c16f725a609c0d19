"""What one votes on, and the record of a count."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from kevread.documents.contracts import Paper, Signatory
from kevread.meetings.papers import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class CollegeBallots:
    """The ballots of a college whose votes are counted apart."""

    name: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot(Paper):
    """Paper ballots (bulletins), all alike: no name, no number. `copies` are drawn, four to a page, fewer when what is
    asked is long; with `colleges`, each has its own, and `copies` is their sum."""

    template: ClassVar[str] = "ballot"
    label: ClassVar[str] = "Bulletins de vote"

    meeting: Meeting
    question: str
    text: str = ""
    choices: tuple[str, ...]
    at_most: int = 1  # how many choices one ticks
    copies: int = 4
    colleges: tuple[CollegeBallots, ...] = ()
    allows_blank: bool = True  # a consent has no blank vote

    @property
    def title(self) -> str:
        return f"Bulletins de vote – {self.question}"


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
    sum: str = ""  # the operation that decides there: « 12 pour, 3 contre »


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote and its verdict. `sum` is the operation that decides, in words: « 30 pour, 5 contre », « 20 sur 30 ; il en
    fallait les deux tiers au moins ». `title` tells it from the others of its point, by its number and its question:
    « Vote 2 : Donner quitus »; `text` is what is adopted."""

    title: str = ""
    text: str
    how: str  # « à main levée », « au scrutin secret électronique »
    majority: str = ""  # « Majorité simple des exprimés »
    registered: str = ""  # how many votes there could be
    choices: tuple[Choice, ...]
    sum: str = ""
    outcome: Literal["adopted", "rejected", "no_quorum", "elected", "to_settle", "incomplete", "void", "unknown"]
    conclusion: str = ""  # what the outcome does not say yet: the casting vote, the objection, who is elected
    colleges: tuple[CollegeResult, ...] = ()
    quorum: str = ""  # that was found before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the count: « Bulletins trouvés dans l’urne » : « 40 »."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Paper):
    """The record of a count (procès-verbal de dépouillement)."""

    template: ClassVar[str] = "count"
    label: ClassVar[str] = "Procès-verbal de dépouillement"
    sort: ClassVar[str] = "sittings"

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
        """A meeting may count several votes: each has its number."""
        number = self.vote.title.partition(" :")[0].lower()
        return f"Procès-verbal de dépouillement{number and f', {number}'} – {self.meeting.said}"
