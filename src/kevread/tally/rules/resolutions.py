"""Whether a resolution is adopted, and the sum that says so. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from kevread.common.errors import Invalid
from kevread.common.reading import SILENT, called
from kevread.tally.rules.colleges import Base, College, Votes, Weighting, own_votes, weighed
from kevread.tally.rules.quorum import Quorum, QuorumFound, check_proxies, find_quorum
from kevread.tally.rules.shares import Share
from kevread.tally.rules.sums import Sum, compare

NOT_EXPRESSED = "0 voix exprimée"
WEIGHED_AWAY = "0 pour, 0 contre, une fois les voix pesées"


class Kind(StrEnum):
    """Which majority."""

    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    QUALIFIED = "qualified"
    UNANIMITY = "unanimity"


class Outcome(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"


class Decider(StrEnum):
    """What decided."""

    MAJORITY = "majority"
    COLLEGE = "college"
    CASTING_VOTE = "casting_vote"
    QUORUM = "quorum"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Majority:
    """`ratio` is for a qualified majority, `abstention_blocks` for unanimity; neither simple nor unanimity looks at its
    base."""

    kind: Kind = field(metadata=called("type"))
    base: Base = Base.EXPRESSED
    ratio: Share | None = field(default=None, metadata=SILENT)
    abstention_blocks: bool = field(default=False, metadata=SILENT)

    def __post_init__(self) -> None:
        if self.kind is Kind.QUALIFIED and self.ratio is None:
            raise Invalid("ratio", "Une majorité qualifiée demande sa part, par exemple 2/3.")
        if self.ratio is not None and not 0 < self.ratio <= 1:
            raise Invalid("ratio", "La part d’une majorité est plus grande que 0, et au plus 1.")


@dataclass(frozen=True, slots=True)
class Resolution:
    """`double_majority`: in how many colleges the majority is asked for as well, or in all of them."""

    majority: Majority
    colleges: tuple[College, ...]
    weighting: Weighting = Weighting.NONE
    quorum: Quorum | None = None
    double_majority: int | Literal["all"] | None = None
    casting_vote: Outcome | None = None

    def __post_init__(self) -> None:
        codes: set[str] = set()
        if not self.colleges:
            raise Invalid("colleges", "Au moins un collège est attendu ; sans collèges, un seul réunit tout le monde.")
        for index, college in enumerate(self.colleges):
            if college.code in codes:
                raise Invalid(f"colleges.{index}.code", f"Deux collèges portent le code « {college.code} ».")
            codes.add(college.code)
        if isinstance(self.double_majority, int) and not 1 <= self.double_majority <= len(self.colleges):
            raise Invalid("double_majority", f"Un nombre de collèges est attendu, de 1 à {len(self.colleges)}.")
        if self.quorum is not None:
            for index, college in enumerate(self.colleges):
                try:
                    check_proxies(self.quorum, college)
                except Invalid as error:
                    raise Invalid(f"colleges.{index}.{error.field}", error.sentence) from None


@dataclass(frozen=True, slots=True)
class CollegeVerdict:
    code: str
    outcome: Outcome
    quorum: QuorumFound | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`test` is what decided; the votes are weighed, `base` is what the majority is measured against. `silent`:
    nobody expressed a voice, for or against: no sum decided."""

    outcome: Outcome
    decided_by: Decider
    quorum: QuorumFound | None
    quorum_met: bool
    votes: Votes
    base: Fraction
    test: Sum
    colleges: tuple[CollegeVerdict, ...]
    silent: bool = False


def majority_test(majority: Majority, votes: Votes) -> Sum:
    """Whether these votes reach the majority. Nothing expressed reaches none.

    >>> from kevread.tally.rules.colleges import own_votes
    >>> votes = own_votes(College("A", 40, 35, 0, 40, 35, in_favour=20, against=10, abstain=3))
    >>> majority_test(Majority(Kind.QUALIFIED, ratio=Fraction(2, 3)), votes)
    Sum(holds=True, asked='3×20 ≥ 2×30', shown='3×20 ≥ 2×30')
    >>> majority_test(Majority(Kind.ABSOLUTE, Base.REGISTERED), votes)
    Sum(holds=False, asked='2×20 > 40', shown='2×20 ≤ 40')
    >>> majority_test(Majority(Kind.SIMPLE), own_votes(College("A", 40, 35, 0, 40, 35, 0, 0, abstain=9)))
    Sum(holds=False, asked='0 > 0', shown='0 voix exprimée')
    """
    if votes.on(Base.EXPRESSED) == 0:
        return replace(compare(votes.in_favour, ">", votes.against), shown=NOT_EXPRESSED)
    base = votes.on(majority.base)
    match majority.kind:
        case Kind.SIMPLE:
            return compare(votes.in_favour, ">", votes.against)
        case Kind.ABSOLUTE:
            return compare(votes.in_favour, ">", base, times=(2, 1))
        case Kind.QUALIFIED:
            ratio = majority.ratio or Fraction(1)
            return compare(votes.in_favour, "≥", base, times=(ratio.denominator, ratio.numerator))
        case Kind.UNANIMITY:
            # Whatever the base: one for and none against. Who abstains is against only where the articles say so.
            blocks, expressed = majority.abstention_blocks, votes.on(Base.EXPRESSED)
            return compare(votes.in_favour, "=", expressed, plus=votes.abstain if blocks else None)


def is_tie(majority: Majority, votes: Votes) -> bool:
    """As many for as against, where that is what keeps a majority from being reached."""
    even = majority.kind is Kind.SIMPLE or (majority.kind is Kind.ABSOLUTE and majority.base is Base.EXPRESSED)
    return even and votes.in_favour == votes.against


def decide(vote: Resolution) -> Verdict:
    """The quorum, then the majority (a tie may be broken by the casting vote), then the colleges.

    >>> halves = College("A", 20, 20, 0, 20, 20, in_favour=10, against=10)
    >>> verdict = decide(Resolution(Majority(Kind.SIMPLE), (halves,)))
    >>> verdict.outcome.value, verdict.decided_by.value, verdict.test.shown
    ('rejected', 'majority', '10 ≤ 10')
    >>> verdict = decide(Resolution(Majority(Kind.SIMPLE), (halves,), casting_vote=Outcome.ADOPTED))
    >>> verdict.outcome.value, verdict.decided_by.value, verdict.test.shown
    ('adopted', 'casting_vote', '10 = 10')
    """
    votes = weighed(vote.colleges, vote.weighting)
    quorum = find_quorum(vote.quorum, vote.colleges) if vote.quorum else None
    rows = tuple(college_verdict(vote, college) for college in vote.colleges)
    failing = [row.quorum for row in rows if row.quorum and not row.quorum.met]
    if not failing and quorum and not quorum.met:
        failing = [quorum]
        rows = tuple(CollegeVerdict(row.code, Outcome.NO_QUORUM, row.quorum) for row in rows)
    if failing:
        outcome, decider, test = Outcome.NO_QUORUM, Decider.QUORUM, failing[0].test
    else:
        outcome, decider, test = by_majority(vote, votes)
        if outcome is Outcome.ADOPTED and not (colleges := in_colleges(vote, rows)).holds:
            outcome, decider, test = Outcome.REJECTED, Decider.COLLEGE, colleges
    silent = decider is Decider.MAJORITY and not expressed(vote)
    return Verdict(outcome, decider, quorum, not failing, votes, votes.on(vote.majority.base), test, rows, silent)


def expressed(vote: Resolution) -> bool:
    """Whether anybody, in any college, is for or against."""
    return any(college.in_favour or college.against for college in vote.colleges)


def by_majority(vote: Resolution, votes: Votes) -> tuple[Outcome, Decider, Sum]:
    # Nothing expressed, once weighed, is no tie: where each college abstains, nobody decides in the place of all.
    heard = votes.on(Base.EXPRESSED)
    if not heard and expressed(vote):  # people did, but each college is in two halves
        return Outcome.REJECTED, Decider.MAJORITY, replace(majority_test(vote.majority, votes), shown=WEIGHED_AWAY)
    if vote.casting_vote and heard and is_tie(vote.majority, votes):
        return vote.casting_vote, Decider.CASTING_VOTE, compare(votes.in_favour, "=", votes.against)
    test = majority_test(vote.majority, votes)
    return Outcome.ADOPTED if test.holds else Outcome.REJECTED, Decider.MAJORITY, test


def college_verdict(vote: Resolution, college: College) -> CollegeVerdict:
    """The same majority, on the college's own votes."""
    quorum = find_quorum(vote.quorum, [college]) if vote.quorum and vote.quorum.by_college else None
    if quorum and not quorum.met:
        return CollegeVerdict(college.code, Outcome.NO_QUORUM, quorum)
    test = majority_test(vote.majority, own_votes(college))
    return CollegeVerdict(college.code, Outcome.ADOPTED if test.holds else Outcome.REJECTED, quorum)


def in_colleges(vote: Resolution, rows: Sequence[CollegeVerdict]) -> Sum:
    """How many colleges adopt, and how many must."""
    adopting = sum(row.outcome is Outcome.ADOPTED for row in rows)
    needed = len(rows) if vote.double_majority == "all" else vote.double_majority or 0
    return compare(adopting, "≥", needed)


@dataclass(frozen=True, slots=True)
class Consent:
    present: int
    objections: int

    def __post_init__(self) -> None:
        if self.objections > self.present:
            raise Invalid("objections", f"{self.objections} objections, pour {self.present} personnes présentes.")


def consent(asked: Consent) -> Verdict:
    """Adopted unless somebody objects; where nobody is present, nobody consents.

    >>> consent(Consent(present=30, objections=1)).test
    Sum(holds=False, asked='1 = 0', shown='1 objection')
    >>> consent(Consent(present=0, objections=0)).test
    Sum(holds=False, asked='0 > 0', shown='0 réponse')
    """
    agreeing, objecting = Fraction(asked.present - asked.objections), Fraction(asked.objections)
    present = Fraction(asked.present)
    votes = Votes(agreeing, objecting, Fraction(), present, present)
    test = compare(objecting, "=", 0) if present else compare(present, ">", 0)
    shown = f"{asked.objections} {'objections' if asked.objections > 1 else 'objection'}" if present else "0 réponse"
    outcome = Outcome.ADOPTED if test.holds else Outcome.REJECTED
    return Verdict(outcome, Decider.OBJECTION, None, True, votes, present, replace(test, shown=shown), ())
