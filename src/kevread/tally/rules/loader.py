"""Reads a vote from the file of `manage tally`: all that is wrong is told, each thing at its place.

Null is the same as nothing, and is refused where something is asked for. What the rules refuse of a part of the file is told
there: each part builds what it stands for as soon as it is read.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from kevread.common.errors import Invalid, Missing
from kevread.common.reading import Misread, ReadBy, called, dotted, read_as, read_day, read_json
from kevread.common.wrong import Fault, Unfit
from kevread.tally.rules import (
    Ballot,
    Base,
    Candidate,
    College,
    Consent,
    Election,
    Kind,
    Majority,
    Method,
    Outcome,
    Parity,
    Quorum,
    QuorumUnit,
    Resolution,
    TieRule,
    Weighting,
)
from kevread.tally.rules.shares import Share

type Vote = Resolution | Election | Consent

LONGEST_CODE = 100
GREATEST, MOST_COLLEGES = 10**9, 100
GENDERS = {"F": "F", "M": "M", "H": "M", "X": "X"}
CASTING = {"for": Outcome.ADOPTED, "against": Outcome.REJECTED}


def read_count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= GREATEST:
        raise ValueError(f"un nombre entier est attendu, de 0 à {GREATEST}.")
    return value


def read_rank(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= GREATEST:
        raise ValueError(f"un nombre entier est attendu, de 1 à {GREATEST}.")
    return value


def read_word(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST_CODE:
        raise ValueError(f"un texte court est attendu, entre guillemets, en {LONGEST_CODE} caractères au plus.")
    return value


def read_code(value: Any) -> str:
    if not (code := read_word(value)):
        raise ValueError("un texte court est attendu, et celui-ci est vide.")
    return code


def read_choices(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("une liste est attendue.")
    return tuple(map(read_code, value))


def read_gender(value: Any) -> str:
    if value and (not isinstance(value, str) or value not in GENDERS):
        raise ValueError(f"une valeur est attendue parmi : {', '.join(GENDERS)}.")
    return GENDERS[value] if value else ""


def read_double(value: Any) -> int | Literal["all"]:
    if value == "all":
        return "all"
    if type(value) is not int:
        raise ValueError('null, "all" ou un nombre de collèges est attendu.')
    return value


type Count = Annotated[int, ReadBy(read_count)]
type Rank = Annotated[int, ReadBy(read_rank)]
type Code = Annotated[str, ReadBy(read_code)]
type Word = Annotated[str, ReadBy(read_word)]


class Part:
    """A part of the file: what the rules refuse of it is refused when it is read."""

    __slots__ = ()

    def __post_init__(self) -> None:
        try:
            self.build()
        except Invalid as refusal:
            raise Unfit(refusal) from None

    def build(self) -> object:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class MajorityPart(Part):
    type: Kind
    base: Base | None = None
    ratio: Share | None = None
    abstention_blocks: bool | None = None

    def build(self) -> Majority:
        if self.base is None and self.type is not Kind.SIMPLE:
            raise Missing("base")
        return Majority(self.type, self.base or Base.EXPRESSED, self.ratio, bool(self.abstention_blocks))


@dataclass(frozen=True, slots=True)
class QuorumPart(Part):
    unit: QuorumUnit
    ratio: Share
    count_proxies: bool
    by_college: bool | None = None

    def build(self) -> Quorum:
        return Quorum(self.unit, self.ratio, self.count_proxies, bool(self.by_college))


@dataclass(frozen=True, slots=True)
class CollegePart(Part):
    code: Code
    registered_members: Count
    present_members: Count
    proxies: Count
    registered_votes: Count
    present_votes: Count
    in_favour: Count = field(metadata=called("for"))
    against: Count
    abstain: Count
    blank: Count
    null: Count
    weight: Share | None = None

    def build(self) -> College:
        return College(
            self.code,
            self.registered_members,
            self.present_members,
            self.proxies,
            self.registered_votes,
            self.present_votes,
            self.in_favour,
            self.against,
            self.abstain,
            self.blank,
            self.null,
            Fraction(1) if self.weight is None else self.weight,
        )


@dataclass(frozen=True, slots=True)
class ResolutionPart(Part):
    majority: MajorityPart
    colleges: tuple[CollegePart, ...]
    weighting: Weighting | None = None
    quorum: QuorumPart | None = None
    double_majority: Annotated[int | Literal["all"], ReadBy(read_double)] | None = None
    casting_vote: Literal["for", "against"] | None = None

    def build(self) -> Resolution:
        if len(self.colleges) > MOST_COLLEGES:
            raise Invalid("colleges", f"{MOST_COLLEGES} collèges au plus sont attendus.")
        weighting = self.weighting or Weighting.NONE
        for index, college in enumerate(self.colleges):
            if weighting is not Weighting.NONE and college.weight is None:
                raise Missing(f"colleges.{index}.weight")
        return Resolution(
            self.majority.build(),
            tuple(college.build() for college in self.colleges),
            weighting,
            self.quorum.build() if self.quorum else None,
            self.double_majority,
            CASTING[self.casting_vote] if self.casting_vote else None,
        )


@dataclass(frozen=True, slots=True)
class CandidatePart:
    code: Code
    on_list: Word | None = field(default=None, metadata=called("list"))
    rank: Rank | None = None
    gender: Annotated[str, ReadBy(read_gender)] | None = None
    born: Annotated[date, ReadBy(lambda value: read_day(value) if value else None)] | None = None

    def build(self) -> Candidate:
        return Candidate(self.code, self.on_list or "", self.rank, self.gender or "", self.born)


@dataclass(frozen=True, slots=True)
class BallotPart:
    choices: Annotated[tuple[str, ...], ReadBy(read_choices)]
    count: Count


@dataclass(frozen=True, slots=True)
class ElectionPart(Part):
    method: Method
    seats: Rank
    tie: TieRule
    candidates: tuple[CandidatePart, ...]
    ballots: tuple[BallotPart, ...]
    parity: Parity | None = None

    def build(self) -> Election:
        return Election(
            self.method,
            self.seats,
            tuple(candidate.build() for candidate in self.candidates),
            tuple(Ballot(ballot.choices, ballot.count) for ballot in self.ballots),
            self.tie,
            self.parity or Parity.NONE,
        )


@dataclass(frozen=True, slots=True)
class ConsentPart(Part):
    present: Count
    objections: Count

    def build(self) -> Consent:
        return Consent(self.present, self.objections)


PARTS = {"resolution": ResolutionPart, "election": ElectionPart, "consent": ConsentPart}


def read(file: Path) -> Vote:
    """Raises Misread."""
    return vote(read_json(file))


def vote(content: Any) -> Vote:
    """Raises Misread."""
    if not isinstance(content, dict):
        raise Misread([Fault("kind", "un objet est attendu, avec « kind ».")])
    kind = content.get("kind")
    if not isinstance(kind, str) or kind not in PARTS:
        raise Misread([Fault("kind", f"une valeur est attendue parmi : {', '.join(PARTS)}.")])
    inside = {key: value for key, value in content.items() if key != "kind"}
    return read_as(PARTS[kind], inside, dotted).build()
