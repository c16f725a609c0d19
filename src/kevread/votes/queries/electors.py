"""Who takes part in a vote, with how many votes, and in which college: what its opening freezes."""

import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from kevread.attendance.queries.attendance import Attendance, attendance
from kevread.meetings.models import Meeting
from kevread.meetings.queries.terms import terms
from kevread.tally.rules.colleges import College
from kevread.tally.rules.polls import CollegeTerms
from kevread.tally.rules.quorum import Enough, QuorumUnit
from kevread.tally.rules.tallies import EVERYBODY, SMALL_COLLEGE

NO_COLLEGE = "sans collège"


@dataclass(frozen=True, slots=True)
class Voice:
    """The votes of a line of the roll, and who casts them."""

    entry: UUID
    voter: UUID
    college: str
    votes: int
    by_proxy: bool


@dataclass
class Electors:
    """Those who take part, at the moment of the opening."""

    lines: list[Voice]
    colleges: tuple[College, ...]
    enough: Enough | None
    present: int
    represented: int

    @cached_property
    def voices(self) -> int:
        return sum(line.votes for line in self.lines)

    @cached_property
    def voters(self) -> int:
        return len({line.voter for line in self.lines})

    @property
    def codes(self) -> list[str]:
        return [college.code for college in self.colleges]

    def shuffled(self) -> list[Voice]:
        """In no order: that of the roll says nothing of the box, nor the other way."""
        lines = list(self.lines)
        secrets.SystemRandom().shuffle(lines)
        return lines

    def everybody(self) -> tuple[CollegeTerms]:
        """All of them as one college."""
        every = [counted_in(college) for college in self.colleges]
        return (CollegeTerms(EVERYBODY, Fraction(1), *map(sum, zip(*every, strict=True))),)

    def by_college(self, weights: Mapping[str, Fraction]) -> tuple[CollegeTerms, ...]:
        """A college without a name has one there."""
        return tuple(
            CollegeTerms(college.code or NO_COLLEGE, weights.get(college.code, Fraction(1)), *counted_in(college))
            for college in self.colleges
        )

    def small_colleges(self) -> list[tuple[str, int]]:
        """Colleges with so few voters that a result counted by college may tell how each voted."""
        voters: dict[str, set[UUID]] = defaultdict(set)
        for line in self.lines:
            voters[line.college].add(line.voter)
        return [(code, len(found)) for code, found in sorted(voters.items()) if len(found) < SMALL_COLLEGE]


def counted_in(college: College) -> tuple[int, int, int, int, int]:
    """In the order of `CollegeTerms`."""
    return (
        college.registered_members,
        college.present_members,
        college.proxies,
        college.registered_votes,
        college.present_votes,
    )


def electors(meeting: Meeting) -> Electors:
    """Who votes now: those who are there, for themselves and for those they represent; in a written consultation,
    everybody who was asked. Three queries whatever the size."""
    quorum = terms(meeting).quorum
    found = attendance(meeting)
    unit = quorum.unit if quorum else QuorumUnit.MEMBERS
    colleges, enough = found.colleges(unit), found.enough(quorum)
    if meeting.mode == Meeting.Mode.WRITTEN:
        return consulted(found, colleges)
    lines = [
        Voice(line.entry.pk, line.voter.person_id, line.entry.college or NO_COLLEGE, line.votes, line.by_proxy)
        for line in found.voting
        if line.voter
    ]
    return Electors(lines, colleges, enough, len(found.present), len(found.represented))


def consulted(found: Attendance, colleges: tuple[College, ...]) -> Electors:
    """Nobody comes to a written consultation: each answers for themselves, and whether enough did is seen at the end."""
    lines = [
        Voice(line.entry.pk, line.entry.person_id, line.entry.college or NO_COLLEGE, line.entry.votes, by_proxy=False)
        for line in found.registered
    ]
    everyone = tuple(
        College(
            college.code,
            college.registered_members,
            college.registered_members,
            0,
            college.registered_votes,
            college.registered_votes,
            0,
            0,
        )
        for college in colleges
    )
    return Electors(lines, everyone, None, 0, 0)
