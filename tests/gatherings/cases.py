"""Votes counted by hand, and what each must end in. The expected sums were written before the code was run."""

from datetime import date
from fractions import Fraction
from typing import Any

from kevread.tally.rules import (
    Ballot,
    Base,
    Candidate,
    College,
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


def college(code: str = "A", *, votes: tuple[int, ...] = (), there: int = 0, **other: Any) -> College:
    """Votes for, against, abstained; everybody has one vote, and `proxies` of those there are represented."""
    in_favour, against, abstain = (*votes, 0, 0, 0)[:3]
    there = there or sum(votes)
    proxies = other.pop("proxies", 0)
    registered = other.pop("registered", max(there, 1))
    return College(
        code=code,
        registered_members=registered,
        present_members=there - proxies,
        proxies=proxies,
        registered_votes=registered,
        present_votes=there,
        in_favour=in_favour,
        against=against,
        abstain=abstain,
        **other,
    )


def on_one_college(kind: Kind, *votes: int, base: Base = Base.EXPRESSED, **other: Any) -> Resolution:
    majority = Majority(kind, base, other.pop("ratio", None), other.pop("blocks", False))
    casting = other.pop("casting", None)
    return Resolution(majority, (college(votes=votes, **other),), casting_vote=casting)


def by_colleges(colleges: tuple[College, ...], kind: Kind = Kind.SIMPLE, **other: Any) -> Resolution:
    majority = Majority(kind, other.pop("base", Base.EXPRESSED), other.pop("ratio", None), other.pop("blocks", False))
    return Resolution(majority, colleges, **other)


def with_quorum(unit: QuorumUnit, ratio: Fraction, colleges: tuple[College, ...], **other: bool) -> Resolution:
    return Resolution(Majority(Kind.SIMPLE), colleges, quorum=Quorum(unit, ratio, **other))


THIRDS, HALF, QUARTER = Fraction(2, 3), Fraction(1, 2), Fraction(1, 4)
LARGE = college("A", votes=(20, 10), registered=60, weight=Fraction(1))
SMALL = college("B", votes=(1, 3), weight=Fraction(2))
TIED = college("C", votes=(4, 4), weight=Fraction(1))
AWAY = college("D", registered=5, weight=Fraction(3))

# present, objections: outcome, the sum
CONSENTS = {
    (30, 0): ("adopted", "0 objection"), (30, 1): ("rejected", "1 objection"), (30, 2): ("rejected", "2 objections"),
    (0, 0): ("rejected", "0 réponse"),
}  # fmt: skip

# (vote, outcome, what decided, the sum)
RESOLUTIONS: dict[str, tuple[Resolution, str, str, str]] = {
    "simple, one more": (on_one_college(Kind.SIMPLE, 11, 10, 9), "adopted", "majority", "11 > 10"),
    "simple, a tie": (on_one_college(Kind.SIMPLE, 10, 10, 9), "rejected", "majority", "10 ≤ 10"),
    "simple looks at no base": (
        on_one_college(Kind.SIMPLE, 2, 1, 9, base=Base.REGISTERED, registered=90), "adopted", "majority", "2 > 1",
    ),
    "simple, nobody expressed": (on_one_college(Kind.SIMPLE, 0, 0, 9), "rejected", "majority", "0 voix exprimée"),
    "simple, for carries the tie": (
        on_one_college(Kind.SIMPLE, 5, 5, casting=Outcome.ADOPTED), "adopted", "casting_vote", "5 = 5",
    ),
    "simple, against carries the tie": (
        on_one_college(Kind.SIMPLE, 5, 5, casting=Outcome.REJECTED), "rejected", "casting_vote", "5 = 5",
    ),
    "a casting vote is for ties only": (
        on_one_college(Kind.SIMPLE, 4, 5, casting=Outcome.ADOPTED), "rejected", "majority", "4 ≤ 5",
    ),
    "a casting vote does not replace votes": (
        on_one_college(Kind.SIMPLE, 0, 0, 9, casting=Outcome.ADOPTED), "rejected", "majority", "0 voix exprimée",
    ),
    "absolute of the expressed": (on_one_college(Kind.ABSOLUTE, 11, 10, 9), "adopted", "majority", "2×11 > 21"),
    "absolute of the expressed, half": (on_one_college(Kind.ABSOLUTE, 10, 10), "rejected", "majority", "2×10 ≤ 20"),
    "absolute of the expressed, a tie carried": (
        on_one_college(Kind.ABSOLUTE, 10, 10, casting=Outcome.ADOPTED), "adopted", "casting_vote", "10 = 10",
    ),
    "absolute of the present": (
        on_one_college(Kind.ABSOLUTE, 16, 5, 9, base=Base.PRESENT), "adopted", "majority", "2×16 > 30",
    ),
    "absolute of the present, half": (
        on_one_college(Kind.ABSOLUTE, 15, 6, 9, base=Base.PRESENT), "rejected", "majority", "2×15 ≤ 30",
    ),
    "absolute of the present, as many against: no tie": (
        on_one_college(Kind.ABSOLUTE, 5, 5, 9, base=Base.PRESENT, casting=Outcome.ADOPTED),
        "rejected", "majority", "2×5 ≤ 19",
    ),
    "absolute of the registered": (
        on_one_college(Kind.ABSOLUTE, 21, 0, base=Base.REGISTERED, registered=41), "adopted", "majority", "2×21 > 41",
    ),
    "absolute of the registered, half": (
        on_one_college(Kind.ABSOLUTE, 20, 0, base=Base.REGISTERED, registered=40), "rejected", "majority", "2×20 ≤ 40",
    ),
    "qualified, exactly": (
        on_one_college(Kind.QUALIFIED, 20, 10, 3, ratio=THIRDS), "adopted", "majority", "3×20 ≥ 2×30",
    ),
    "qualified, one vote short": (
        on_one_college(Kind.QUALIFIED, 19, 10, ratio=THIRDS), "rejected", "majority", "3×19 < 2×29",
    ),
    "qualified of the present": (
        on_one_college(Kind.QUALIFIED, 20, 7, 3, base=Base.PRESENT, ratio=THIRDS), "adopted", "majority", "3×20 ≥ 2×30",
    ),
    "qualified of the registered": (
        on_one_college(Kind.QUALIFIED, 29, 1, base=Base.REGISTERED, registered=40, ratio=Fraction(3, 4)),
        "rejected", "majority", "4×29 < 3×40",
    ),
    "qualified, nobody expressed": (
        on_one_college(Kind.QUALIFIED, 0, 0, 9, ratio=THIRDS), "rejected", "majority", "0 voix exprimée",
    ),
    "qualified, a tie is not carried": (
        on_one_college(Kind.QUALIFIED, 5, 5, ratio=HALF + QUARTER, casting=Outcome.ADOPTED),
        "rejected", "majority", "4×5 < 3×10",
    ),
    "unanimity": (on_one_college(Kind.UNANIMITY, 20, 0, 5), "adopted", "majority", "20 = 20"),
    "unanimity, one against": (on_one_college(Kind.UNANIMITY, 20, 1), "rejected", "majority", "20 < 21"),
    "unanimity, nobody expressed": (on_one_college(Kind.UNANIMITY, 0, 0, 5), "rejected", "majority", "0 voix exprimée"),
    "unanimity, an abstention blocks": (
        on_one_college(Kind.UNANIMITY, 20, 0, 1, blocks=True), "rejected", "majority", "20 < 20 + 1",
    ),
    "unanimity, no abstention to block": (
        on_one_college(Kind.UNANIMITY, 20, 0, blocks=True, blank=2, there=22), "adopted", "majority", "20 = 20 + 0",
    ),
    "unanimity does not look at its base": (
        on_one_college(Kind.UNANIMITY, 20, 0, 5, base=Base.PRESENT), "adopted", "majority", "20 = 20",
    ),
    "unanimity of the present, an abstention blocks": (
        on_one_college(Kind.UNANIMITY, 20, 0, 5, base=Base.PRESENT, blocks=True), "rejected", "majority", "20 < 20 + 5",
    ),
    "unanimity of the registered": (
        on_one_college(Kind.UNANIMITY, 20, 0, base=Base.REGISTERED, registered=20), "adopted", "majority", "20 = 20",
    ),
    "colleges together": (by_colleges((LARGE, SMALL)), "adopted", "majority", "21 > 13"),
    # 20 × 1/30 + 1 × 2/4 = 7/6 ; 10 × 1/30 + 3 × 2/4 = 11/6
    "per head": (by_colleges((LARGE, SMALL), weighting=Weighting.PER_HEAD), "rejected", "majority", "7/6 ≤ 11/6"),
    # Everybody present weighs 1 + 2, and 7/6 is not half of it.
    "per head, of the present": (
        by_colleges((LARGE, SMALL), Kind.ABSOLUTE, base=Base.PRESENT, weighting=Weighting.PER_HEAD),
        "rejected", "majority", "2×7/6 ≤ 3",
    ),
    # A vote of A weighs 1/30, for 60 registered; nobody of D came, and it stands for its 3.
    "per head, of the registered, a college away": (
        by_colleges((LARGE, AWAY), Kind.QUALIFIED, base=Base.REGISTERED, ratio=QUARTER, weighting=Weighting.PER_HEAD),
        "rejected", "majority", "4×2/3 < 5",
    ),
    "per college": (by_colleges((LARGE, SMALL), weighting=Weighting.PER_COLLEGE), "rejected", "majority", "1 ≤ 2"),
    "per college, a tie abstains": (
        by_colleges((LARGE, TIED), Kind.UNANIMITY, blocks=True, weighting=Weighting.PER_COLLEGE),
        "rejected", "majority", "1 < 1 + 1",
    ),
    "per college, only ties": (
        by_colleges((TIED,), Kind.QUALIFIED, ratio=THIRDS, weighting=Weighting.PER_COLLEGE),
        "rejected", "majority", "0 pour, 0 contre, une fois les voix pesées",
    ),
    "per college, only ties, nothing to break": (
        by_colleges((TIED,), weighting=Weighting.PER_COLLEGE, casting_vote=Outcome.ADOPTED),
        "rejected", "majority", "0 pour, 0 contre, une fois les voix pesées",
    ),
    "per college, a college away is not present": (
        by_colleges((LARGE, AWAY), Kind.ABSOLUTE, base=Base.PRESENT, weighting=Weighting.PER_COLLEGE),
        "adopted", "majority", "2×1 > 1",
    ),
    "per college, a college away is registered": (
        by_colleges((LARGE, AWAY), Kind.ABSOLUTE, base=Base.REGISTERED, weighting=Weighting.PER_COLLEGE),
        "rejected", "majority", "2×1 ≤ 4",
    ),
    "double majority, all": (by_colleges((LARGE, SMALL), double_majority="all"), "rejected", "college", "1 < 2"),
    "double majority, enough": (by_colleges((LARGE, SMALL), double_majority=1), "adopted", "majority", "21 > 13"),
    "double majority, the first is missing": (
        by_colleges((SMALL, TIED), double_majority=1), "rejected", "majority", "5 ≤ 7",
    ),
    "double majority, a tie is carried once, not in the college": (
        by_colleges((TIED,), double_majority="all", casting_vote=Outcome.ADOPTED), "rejected", "college", "0 < 1",
    ),
    "quorum of members, exactly": (
        with_quorum(QuorumUnit.MEMBERS, QUARTER, (college(votes=(6, 4, 0), registered=40, proxies=3),)),
        "adopted", "majority", "6 > 4",
    ),
    "quorum of members, one short": (
        with_quorum(QuorumUnit.MEMBERS, QUARTER, (college(votes=(6, 3, 0), registered=40, proxies=3),)),
        "no_quorum", "quorum", "9 < 10",
    ),
    "quorum of members, proxies set aside": (
        with_quorum(
            QuorumUnit.MEMBERS, QUARTER, (college(votes=(6, 4, 0), registered=40, proxies=3),), count_proxies=False
        ),
        "no_quorum", "quorum", "7 < 10",
    ),
    "quorum is not rounded": (
        with_quorum(QuorumUnit.MEMBERS, HALF, (college(votes=(20, 0, 0), registered=41),)),
        "no_quorum", "quorum", "20 < 41/2",
    ),
    "quorum of votes, proxies set aside": (
        with_quorum(QuorumUnit.VOTES, HALF, (college(votes=(9, 1, 0), registered=20, proxies=1),), count_proxies=False),
        "no_quorum", "quorum", "9 < 10",
    ),
    "quorum of each college": (
        with_quorum(
            QuorumUnit.VOTES, HALF, (LARGE, college("B", votes=(1, 0, 0), registered=3)), by_college=True
        ),
        "no_quorum", "quorum", "1 < 3/2",
    ),
}  # fmt: skip


def people(*codes: str, method: Method = Method.PLURALITY, **other: Any) -> Any:
    """An election whose candidates are written "code:gender:year of birth", or "list/rank:…"."""
    found = []
    for text in codes:
        name, gender, year = (*text.split(":"), "", "")[:3]
        on_list, _, rank = name.partition("/")
        place = {"on_list": on_list, "rank": int(rank)} if rank else {}
        found.append(Candidate(name, gender=gender, born=day(year), **place))

    def election(seats: int, tie: str = "runoff", parity: str = "none", **votes: int) -> Election:
        ballots = tuple(Ballot(tuple(name.split("_")), number) for name, number in votes.items())
        return Election(method, seats, tuple(found), ballots, TieRule(tie), Parity(parity))

    return election


def day(year: str) -> date | None:
    return date(int(year), 1, 1) if year else None


FOUR = people("a:F:1970", "b:F:1960", "c:M:1950", "d:M:1990")
LISTS = people(*(f"{name}/{rank}" for name in "xyz" for rank in (1, 2, 3)), method=Method.LIST)
AGES = people("x/1::1970", "x/2::1980", "y/1::1990", "y/2::1940", method=Method.LIST)
MIXED = people("x/1:F", "x/2:F", "x/3:M", "y/1:M", "y/2:M", method=Method.LIST)

# (election, filling, elected, tied)
ELECTIONS: dict[str, tuple[Election, str, str, str]] = {
    "the most voted": (FOUR(2, a=5, b=9, c=7), "complete", "b c", ""),
    "several names on a ballot": (FOUR(2, a_b=5, b_c=4, c=2), "complete", "b c", ""),
    "more names than seats: null": (FOUR(2, a=1, b=2, c_d_a=90), "complete", "b a", ""),
    "nobody without a vote": (FOUR(3, a=5, b=2), "incomplete", "a b", ""),
    "blank ballots elect nobody": (FOUR(1), "incomplete", "", ""),
    "a tie above the line is none": (FOUR(2, a=5, b=5, c=1), "complete", "a b", ""),
    "a tie on the line": (FOUR(2, a=5, b=3, c=3), "tie", "a", "b c"),
    "the oldest": (FOUR(2, "oldest", a=5, b=3, c=3), "complete", "a c", ""),
    "the oldest, two of three": (FOUR(2, "oldest", a=3, b=3, c=3), "complete", "c b", ""),
    "the oldest, ages unknown": (people("a", "b::1950")(1, "oldest", a=3, b=3), "tie", "", "a b"),
    "born the same day": (people("a::1950", "b::1950")(1, "oldest", a=3, b=3), "tie", "", "a b"),
    # By votes a, b, c: with parity a, then the first man, then the next woman.
    "parity": (FOUR(3, parity="alternate", a=9, b=8, c=2, d=1), "complete", "a c b", ""),
    "parity leaves a place empty": (FOUR(3, parity="alternate", a=9, b=8), "incomplete", "a", ""),
    "parity, who comes first does not matter": (FOUR(2, parity="alternate", a=9, b=8, c=9), "complete", "a c", ""),
    "parity, who comes first matters": (FOUR(3, parity="alternate", a=9, b=8, c=9, d=1), "tie", "a c", "b d"),
    # c is older than a: he comes first, and a man takes the third place.
    "parity, the oldest comes first": (FOUR(3, "oldest", "alternate", a=9, b=8, c=9, d=1), "complete", "c a d", ""),
    # 10 votes for 3 seats: 2.1, 0.6, 0.3
    "largest remainder": (LISTS(3, x=7, y=2, z=1), "complete", "x/1 x/2 y/1", ""),
    # 5 seats on 10 votes: 3, 1.5, 0.5: one seat left, two equal remainders.
    "equal remainders": (LISTS(5, x=6, y=3, z=1), "tie", "x/1 x/2 x/3 y/1", "y z"),
    "whole shares": (LISTS(2, x=5, y=5), "complete", "x/1 y/1", ""),
    "two lists on a ballot: null": (LISTS(2, x=5, y=5, y_z=8), "complete", "x/1 y/1", ""),
    "a list too short leaves places empty": (LISTS(4, x=9), "incomplete", "x/1 x/2 x/3", ""),
    # 1.5 each: the last seat is between x/2, born in 1980, and y/2, born in 1940.
    "the oldest of those next in line": (AGES(3, "oldest", x=4, y=4), "complete", "x/1 y/1 y/2", ""),
    "no vote for any list": (LISTS(2), "incomplete", "", ""),
    "parity within a list": (MIXED(2, parity="alternate", x=9), "complete", "x/1 x/3", ""),
    "parity, a list of men": (MIXED(2, parity="alternate", y=9), "incomplete", "y/1", ""),
}
