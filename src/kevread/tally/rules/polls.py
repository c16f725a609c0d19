"""How a vote was put, as its opening froze it, and what its count said: the JSON that is kept, as dataclasses. Pure.

`plain` gives the very JSON again: the digest of the terms is that of their words, whoever reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from kevread.common.reading import SILENT, called, dotted, read_as
from kevread.tally.rules.colleges import Weighting
from kevread.tally.rules.elections import Method, Parity, TieRule
from kevread.tally.rules.quorum import Quorum
from kevread.tally.rules.resolutions import Majority
from kevread.tally.rules.shares import Share
from kevread.tally.rules.sums import repeats_counts, sum_in_words


@dataclass(frozen=True, slots=True)
class CollegeTerms:
    """Who takes part in a college: members, and votes."""

    code: str
    weight: Share
    registered_members: int
    present_members: int
    proxies: int
    registered_votes: int
    present_votes: int


@dataclass(frozen=True, slots=True)
class KeeperTerms:
    """Who keeps a share of the key of a box, and their own public key, as they accepted it."""

    name: str
    key: str  # hexadecimal, as below


@dataclass(frozen=True, slots=True, kw_only=True)
class PollTerms:
    """What every vote says of itself; a consent says nothing more. Counts of people stand in for their names."""

    kind: str  # one of `TERMS`
    method: str = ""
    question: str = ""
    text: str = ""
    voices: int = 0
    voters: int = 0
    poll: str = field(default="", metadata=SILENT)  # of these terms and of no other
    written: bool = False
    by_college: bool = False  # otherwise a ballot does not say its college
    colleges: tuple[CollegeTerms, ...] = ()
    casting_vote: Literal["president"] | None = None
    quorum: Quorum | None = None
    keepers: tuple[KeeperTerms, ...] = field(default=(), metadata=SILENT)  # in the order of their shares
    threshold: int | None = field(default=None, metadata=SILENT)
    roll_sha256: str = field(default="", metadata=SILENT)
    carried_sha256: str = field(default="", metadata=SILENT)  # which lines of that roll are by proxy
    key_sha256: str = field(default="", metadata=SILENT)
    sharing: tuple[str, ...] = field(
        default=(), metadata=SILENT
    )  # the key of the box, then what its shares are held against
    stamp_key: str = field(default="", metadata=SILENT)  # of the installation, for what it takes in


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionTerms(PollTerms):
    majority: Majority
    majority_decided: bool = True
    resolution: str = ""
    double_majority: int | Literal["all"] | None = None
    weighting: Weighting = Weighting.NONE


@dataclass(frozen=True, slots=True)
class CandidateTerms:
    code: str
    name: str
    on_list: str | None = field(default=None, metadata=called("list"))
    rank: int | None = None
    gender: str | None = None
    born: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionTerms(PollTerms):
    by: Method
    seats: int
    tie: TieRule
    parity: Parity
    candidates: tuple[CandidateTerms, ...]


TERMS: dict[str, type[PollTerms]] = {
    "resolution": ResolutionTerms,
    "election": ElectionTerms,
    "consent": PollTerms,
}


def read_terms(row: Mapping[str, Any]) -> PollTerms:
    """Raises Misread: a fault of the program, never of a person.

    >>> read_terms({"kind": "resolution", "majority": {"type": "simple", "base": "expressed"}}).voices
    0
    """
    return read_as(TERMS[row["kind"]], row, dotted)


@dataclass(frozen=True, slots=True)
class FoundRow:
    """The quorum of a college: what is there, what it takes."""

    met: bool
    have: str
    need: str


@dataclass(frozen=True, slots=True)
class CollegeAnswer:
    code: str
    verdict: str
    quorum: FoundRow | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Of what `tally` prints, what we read again."""

    verdict: str
    elected: tuple[str, ...] = ()
    colleges: tuple[CollegeAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count said: the votes by college and choice, the verdict, the sum that decided, in words; and the `file` from
    which anybody computes it again."""

    counts: Mapping[str, Mapping[str, int]]
    answer: Answer
    sum: str
    said: str
    file: Mapping[str, Any] = field(default_factory=dict)
    is_told: bool = True

    @property
    def sum_said(self) -> str:
        return sum_in_words(self.sum)

    @property
    def sum_added(self) -> str:
        """The same, where it says more than the votes of each choice, told beside it."""
        return "" if repeats_counts(self.sum) else self.sum_said


# In the place of a result that is not what this site counted: nothing of it is shown.
UNKNOWN = Counted(
    counts={},
    answer=Answer("unknown"),
    sum="",
    said="Ce résultat n’est pas montré : ce qui en est conservé n’est pas ce que ce site a compté. Prévenez la coordination.",
    is_told=False,
)


def read_counted(row: Mapping[str, Any]) -> Counted:
    """Raises Misread: a fault of the program, never of a person."""
    return read_as(Counted, row, dotted, strangers=True)
