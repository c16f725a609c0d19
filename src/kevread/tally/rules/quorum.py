"""Whether enough came for a vote to count. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from kevread.common.errors import Invalid
from kevread.tally.rules.colleges import College
from kevread.tally.rules.shares import Share
from kevread.tally.rules.sums import Sum, compare


class QuorumUnit(StrEnum):
    MEMBERS = "members"
    VOTES = "votes"


@dataclass(frozen=True, slots=True)
class Quorum:
    """The share of the registered that must be there; with `by_college`, in each college."""

    unit: QuorumUnit
    ratio: Share
    count_proxies: bool = True
    by_college: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.ratio <= 1:
            raise Invalid("ratio", "Un quorum est une part des inscrits, entre 0 et 1.")


@dataclass(frozen=True, slots=True)
class QuorumFound:
    have: int
    need: Fraction

    @property
    def test(self) -> Sum:
        return compare(self.have, "≥", self.need)

    @property
    def met(self) -> bool:
        return self.test.holds


def find_quorum(rule: Quorum, colleges: Sequence[College]) -> QuorumFound:
    """What is there and what is needed, all these colleges together. Half a member is not rounded: it is compared.

    >>> college = College("A", 41, 15, 5, 60, 30, in_favour=0, against=0)
    >>> found = find_quorum(Quorum(QuorumUnit.MEMBERS, Fraction(1, 2)), [college])
    >>> found.test.shown
    '20 < 41/2'
    >>> find_quorum(Quorum(QuorumUnit.VOTES, Fraction(1, 2), count_proxies=False), [college]).have
    25
    """
    have = sum(there(rule, college) for college in colleges)
    return QuorumFound(have, rule.ratio * sum(registered(rule, college) for college in colleges))


def there(rule: Quorum, college: College) -> int:
    """Members are those present; votes are those present or represented."""
    match rule.unit:
        case QuorumUnit.MEMBERS:
            return college.present_members + (college.proxies if rule.count_proxies else 0)
        case QuorumUnit.VOTES:
            return college.present_votes - (0 if rule.count_proxies else college.proxies)


def registered(rule: Quorum, college: College) -> int:
    return college.registered_members if rule.unit is QuorumUnit.MEMBERS else college.registered_votes


def check_proxies(rule: Quorum, college: College) -> None:
    """Proxies are members represented, or votes, as the quorum counts them.

    >>> check_proxies(Quorum(QuorumUnit.MEMBERS, Fraction(1, 2)), College("A", 9, 6, 4, 9, 9, 5, 4))
    Traceback (most recent call last):
    kevread.common.errors.Invalid: 6 membres présents et 4 représentés font plus que les 9 inscrits.
    """
    if rule.unit is QuorumUnit.VOTES and college.proxies > college.present_votes:
        raise Invalid(
            "proxies", f"{college.proxies} voix représentées font plus que les {college.present_votes} voix présentes."
        )
    if rule.unit is QuorumUnit.MEMBERS and college.present_members + college.proxies > college.registered_members:
        raise Invalid(
            "proxies",
            f"{college.present_members} membres présents et {college.proxies} représentés "
            f"font plus que les {college.registered_members} inscrits.",
        )


@dataclass(frozen=True, slots=True)
class Enough:
    """Whether the quorum is there, with the sum that says so, and its words in `said`. `missing`: members or votes, rounded
    up to whole ones."""

    test: Sum
    have: int
    need: str
    missing: int
    said: str

    @property
    def met(self) -> bool:
        return self.test.holds


def enough(quorum: Quorum | None, colleges: Sequence[College]) -> Enough | None:
    """The quorum, where one is asked; None where none is. College by college, the one that lacks most is shown.

    >>> college = College("A", 41, 15, 5, 41, 20, in_favour=0, against=0)
    >>> from fractions import Fraction
    >>> found = enough(Quorum(QuorumUnit.MEMBERS, Fraction(1, 2)), [college])
    >>> found.met, found.test.shown, found.missing
    (False, '20 < 41/2', 1)
    >>> found.said
    '20 membres sur 41 ; il en fallait 21 au moins, il en manque 1'
    """
    if quorum is None:
        return None
    groups = [[college] for college in colleges] if quorum.by_college else [list(colleges)]
    found = [(find_quorum(quorum, group), group) for group in groups or [[]]]
    worst, those = max(found, key=lambda one: one[0].need - one[0].have)
    shown, those = (find_quorum(quorum, colleges), list(colleges)) if worst.met else (worst, those)
    every = sum(registered(quorum, college) for college in those)
    missing = max(0, ceil(shown.need - shown.have))
    return Enough(shown.test, shown.have, str(shown.need), missing, said_of(quorum.unit, shown, every, missing))


def said_of(unit: QuorumUnit, found: QuorumFound, every: int, missing: int) -> str:
    """What is there, out of how many, and what it took: whole members or votes, as one counts them in a room.

    >>> said_of(QuorumUnit.VOTES, QuorumFound(4, Fraction(5, 2)), 5, 0)
    '4 voix sur 5 ; il en fallait 3 au moins'
    >>> said_of(QuorumUnit.MEMBERS, QuorumFound(1, Fraction(5, 2)), 5, 2)
    '1 membre sur 5 ; il en fallait 3 au moins, il en manque 2'
    """
    what = "voix" if unit is QuorumUnit.VOTES else "membres" if found.have > 1 else "membre"
    lack = f", il en manque {missing}" if missing else ""
    return f"{found.have} {what} sur {every} ; il en fallait {ceil(found.need)} au moins{lack}"
