"""Who is there, who carries whose votes, and whether it is enough. Pure.

What counts is derived from three things that were noted: arrivals and departures, proxies given, alternates present.
Nothing is moved when somebody comes in: a proxy falls because its giver is there.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kevread.tally.rules.colleges import College
from kevread.tally.rules.quorum import QuorumUnit

type Key = Hashable


class Standing(StrEnum):
    """Where somebody of the roll stands at a moment."""

    PRESENT = "present"
    REMOTE = "remote"
    REPLACED = "replaced"  # by the alternate of the same organisation, who is there
    REPRESENTED = "represented"  # by the holder of their proxy, who is there
    LEFT = "left"
    ABSENT = "absent"

    @property
    def is_there(self) -> bool:
        return self in (Standing.PRESENT, Standing.REMOTE)

    @property
    def counts(self) -> bool:
        return self not in (Standing.LEFT, Standing.ABSENT)


@dataclass(frozen=True, slots=True)
class Stay:
    """From an arrival to a departure. A stay of no length is one that was noted by mistake: it never was."""

    arrived_at: datetime
    left_at: datetime | None = None
    remote: bool = False
    by_code: bool = False  # declared by themselves, with the code of the room

    @property
    def is_void(self) -> bool:
        return self.left_at == self.arrived_at

    def began(self, at: datetime | None) -> bool:
        return not self.is_void and (at is None or self.arrived_at <= at)

    def covers(self, at: datetime | None) -> bool:
        if at is None:
            return self.left_at is None
        return self.arrived_at <= at and (self.left_at is None or at < self.left_at)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A line of the roll. `place` is what an alternate has in common with those they stand in for."""

    key: Key
    votes: int
    college: str = ""
    place: Key | None = None
    is_alternate: bool = False
    stays: tuple[Stay, ...] = ()
    proxy_to: Key | None = None

    def stay_at(self, at: datetime | None) -> Stay | None:
        return next((stay for stay in self.stays if stay.covers(at)), None)

    def has_come(self, at: datetime | None) -> bool:
        return any(stay.began(at) for stay in self.stays)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands, and who casts their votes: themselves, the holder, the alternate, or nobody."""

    key: Key
    standing: Standing
    voter: Key | None = None
    votes: int = 0  # of this line of the roll, when they count


@dataclass(slots=True)
class Room:
    """What the roll has become at a moment. Iterate over `places` in the order of the roll."""

    sittings: Sequence[Sitting]
    places: dict[Key, Place] = field(default_factory=dict)

    def carried(self) -> dict[Key, int]:
        """How many votes each person of the roll casts, their own and those of others. Their sum is the votes present."""
        votes: dict[Key, int] = defaultdict(int)
        for place in self.places.values():
            if place.voter is not None and place.votes:
                votes[place.voter] += place.votes
        return dict(votes)

    def colleges(self, unit: QuorumUnit = QuorumUnit.MEMBERS) -> tuple[College, ...]:
        """The counts of each college, in the order of the roll. `proxies` are members, or votes, as the quorum counts."""
        lines: dict[str, list[Sitting]] = defaultdict(list)
        for sitting in self.sittings:
            if sitting.votes:
                lines[sitting.college].append(sitting)
        return tuple(self.count(code, sittings, unit) for code, sittings in lines.items())

    def count(self, code: str, sittings: Sequence[Sitting], unit: QuorumUnit) -> College:
        standing = [(sitting, self.places[sitting.key].standing) for sitting in sittings]
        away = [sitting for sitting, place in standing if place is Standing.REPRESENTED]
        counted = [sitting for sitting, place in standing if place.counts]
        return College(
            code,
            registered_members=len(sittings),
            present_members=len(counted) - len(away),
            proxies=len(away) if unit is QuorumUnit.MEMBERS else sum(sitting.votes for sitting in away),
            registered_votes=sum(sitting.votes for sitting in sittings),
            present_votes=sum(sitting.votes for sitting in counted),
            in_favour=0,
            against=0,
        )


def room(sittings: Iterable[Sitting], at: datetime | None = None) -> Room:
    """Where everybody stands at a moment; without one, now: those who have not left.

    A proxy counts while its holder is there, and falls for good as soon as its giver has come. An alternate who is there
    stands in for one absent of the same organisation who has not given a proxy.

    >>> came = Stay(datetime(2026, 11, 24, 18, 30))
    >>> here, away = Sitting("a", 1, stays=(came,)), Sitting("b", 1, proxy_to="a")
    >>> found = room([here, away])
    >>> found.places["b"].standing.value, found.carried()
    ('represented', {'a': 2})
    >>> found = room([here, Sitting("b", 1, proxy_to="a", stays=(came,))])
    >>> found.carried()
    {'a': 1, 'b': 1}
    """
    lines = tuple(sittings)
    stays = {line.key: stay for line in lines if (stay := line.stay_at(at))}
    with_votes = {line.key for line in lines if line.votes}
    alternates: dict[Key, list[Key]] = defaultdict(list)
    for line in lines:
        if line.is_alternate and line.key in stays and line.place is not None:
            alternates[line.place].append(line.key)
    found = Room(lines)
    for line in lines:
        found.places[line.key] = place_of(line, stays, with_votes, alternates, at)
    return found


def place_of(
    line: Sitting,
    stays: Mapping[Key, Stay],
    with_votes: set[Key],
    alternates: Mapping[Key, list[Key]],
    at: datetime | None,
) -> Place:
    if stay := stays.get(line.key):
        return Place(line.key, Standing.REMOTE if stay.remote else Standing.PRESENT, line.key, line.votes)
    came = line.has_come(at)
    if line.votes and not came and line.proxy_to in stays and line.proxy_to in with_votes:
        return Place(line.key, Standing.REPRESENTED, line.proxy_to, line.votes)
    if line.votes and line.place is not None and alternates.get(line.place):
        return Place(line.key, Standing.REPLACED, alternates[line.place].pop(0), line.votes)
    return Place(line.key, Standing.LEFT if came else Standing.ABSENT)


def not_before(now: datetime, *known: datetime | None) -> datetime:
    """The moment to write: now, but never before what is written already. A clock that is put back does not make somebody
    leave before they came.

    >>> six, seven = datetime(2026, 11, 24, 18), datetime(2026, 11, 24, 19)
    >>> not_before(six, None, seven) == seven, not_before(seven, six) == seven
    (True, True)
    """
    return max(now, *(moment for moment in known if moment is not None), now)
