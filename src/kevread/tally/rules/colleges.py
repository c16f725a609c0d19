"""Votes counted by college, and what they weigh together. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kevread.common.errors import Invalid


class Base(StrEnum):
    """What a majority is measured against."""

    EXPRESSED = "expressed"  # for and against
    PRESENT = "present"  # present and represented: who abstains weighs against
    REGISTERED = "registered"


class Weighting(StrEnum):
    NONE = "none"
    PER_HEAD = "per_head"  # the weight of a college is shared among its present votes
    PER_COLLEGE = "per_college"  # the college's winner takes the whole weight


@dataclass(frozen=True, slots=True)
class College:
    """`present_votes` are the votes of the members present and of those they represent. Counts are votes."""

    code: str
    registered_members: int
    present_members: int
    proxies: int
    registered_votes: int
    present_votes: int
    in_favour: int
    against: int
    abstain: int = 0
    blank: int = 0
    null: int = 0
    weight: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        """
        >>> College("A", 10, 8, 0, 10, 8, in_favour=6, against=3)
        Traceback (most recent call last):
        kevread.common.errors.Invalid: 9 votes sont comptés, pour 8 voix présentes ou représentées.
        """
        if self.counted > self.present_votes:
            raise Invalid(
                "present_votes",
                f"{self.counted} votes sont comptés, pour {self.present_votes} voix présentes ou représentées.",
            )
        for present, registered, what in (
            (self.present_votes, self.registered_votes, "votes"),
            (self.present_members, self.registered_members, "members"),
        ):
            if present > registered:
                raise Invalid(
                    f"present_{what}", f"Il ne peut pas y en avoir plus que d’inscrits : {present}, pour {registered}."
                )
        if self.weight < 0:
            raise Invalid("weight", "Un poids n’est pas négatif.")

    @property
    def counted(self) -> int:
        return self.expressed + self.abstain + self.blank + self.null

    @property
    def expressed(self) -> int:
        return self.in_favour + self.against


@dataclass(frozen=True, slots=True)
class Votes:
    """What a majority reads, once weighed."""

    in_favour: Fraction
    against: Fraction
    abstain: Fraction
    present: Fraction
    registered: Fraction

    def on(self, base: Base) -> Fraction:
        """
        >>> votes = own_votes(College("A", 9, 8, 0, 9, 8, in_favour=4, against=3))
        >>> [int(votes.on(base)) for base in Base]
        [7, 8, 9]
        """
        match base:
            case Base.EXPRESSED:
                return self.in_favour + self.against
            case Base.PRESENT:
                return self.present
            case Base.REGISTERED:
                return self.registered

    def times(self, factor: Fraction) -> "Votes":
        return Votes(
            self.in_favour * factor,
            self.against * factor,
            self.abstain * factor,
            self.present * factor,
            self.registered * factor,
        )


def weighed(colleges: Iterable[College], weighting: Weighting) -> Votes:
    """The votes of all colleges together.

    >>> large = College("A", 60, 30, 0, 60, 30, in_favour=20, against=10, weight=Fraction(1))
    >>> small = College("B", 4, 4, 0, 4, 4, in_favour=1, against=3, weight=Fraction(2))
    >>> [str(weighed([large, small], weighting).in_favour) for weighting in Weighting]
    ['21', '7/6', '1']
    """
    shares = [share(college, weighting) for college in colleges]
    return Votes(
        sum((votes.in_favour for votes in shares), Fraction()),
        sum((votes.against for votes in shares), Fraction()),
        sum((votes.abstain for votes in shares), Fraction()),
        sum((votes.present for votes in shares), Fraction()),
        sum((votes.registered for votes in shares), Fraction()),
    )


def share(college: College, weighting: Weighting) -> Votes:
    match weighting:
        case Weighting.NONE:
            return own_votes(college)
        case Weighting.PER_HEAD:
            return per_head(college)
        case Weighting.PER_COLLEGE:
            return per_college(college)


def own_votes(college: College) -> Votes:
    return Votes(
        Fraction(college.in_favour),
        Fraction(college.against),
        Fraction(college.abstain),
        Fraction(college.present_votes),
        Fraction(college.registered_votes),
    )


def per_head(college: College) -> Votes:
    """A vote weighs the college's weight, divided by the votes present. A college where nobody came still stands for
    its whole weight among the registered.

    >>> int(per_head(College("A", 5, 0, 0, 5, 0, 0, 0, weight=Fraction(3))).registered)
    3
    """
    votes = college.present_votes or college.registered_votes
    return own_votes(college).times(college.weight / votes if votes else Fraction())


def per_college(college: College) -> Votes:
    """The winner takes the weight; a tie is an abstention; a college where nobody came is absent.

    >>> tied = per_college(College("A", 9, 8, 0, 9, 8, in_favour=4, against=4, weight=Fraction(3)))
    >>> int(tied.in_favour), int(tied.against), int(tied.abstain), int(tied.present)
    (0, 0, 3, 3)
    """
    weight, nothing = college.weight, Fraction()
    came = college.present_votes > 0
    return Votes(
        weight if college.in_favour > college.against else nothing,
        weight if college.against > college.in_favour else nothing,
        weight if came and college.in_favour == college.against else nothing,
        weight if came else nothing,
        weight,
    )
