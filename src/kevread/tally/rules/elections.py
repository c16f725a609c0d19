"""Who is elected: one name after another, or lists by largest remainder. Pure.

What cannot be told apart is never drawn by lot or by the order of a file: it is a tie, said as such.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from kevread.common.errors import Invalid

MOST_OF_THREE_GENDERS = 120  # when all are tied, the ways of alternating grow with the cube of their number

type Key = tuple[Fraction, int]  # the smaller comes first
type Queue = Sequence[tuple[Key, str]]


class Method(StrEnum):
    PLURALITY = "plurality"
    LIST = "list"


class TieRule(StrEnum):
    OLDEST = "oldest"
    RUNOFF = "runoff"


class Parity(StrEnum):
    NONE = "none"
    ALTERNATE = "alternate"  # nobody follows somebody of the same gender


class Filling(StrEnum):
    COMPLETE = "complete"
    TIE = "tie"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Candidate:
    code: str
    on_list: str = ""
    rank: int | None = None
    gender: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """`count` ballots that say the same. No choice: blank."""

    choices: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Election:
    method: Method
    seats: int
    candidates: tuple[Candidate, ...]
    ballots: tuple[Ballot, ...]
    tie: TieRule = TieRule.RUNOFF
    parity: Parity = Parity.NONE

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise Invalid("seats", "Au moins un siège est à pourvoir.")
        genders = {one.gender for one in self.candidates}
        if self.parity is Parity.ALTERNATE and len(genders) > 2 and len(self.candidates) > MOST_OF_THREE_GENDERS:
            raise Invalid(
                "candidates",
                f"La parité entre trois genres se calcule pour {MOST_OF_THREE_GENDERS} candidat·es au plus.",
            )
        codes: set[str] = set()
        ranks: set[tuple[str, int | None]] = set()
        for index, candidate in enumerate(self.candidates):
            self.check(f"candidates.{index}", candidate, codes, ranks)
        choices = set(self.standing)
        for index, ballot in enumerate(self.ballots):
            if strangers := sorted(set(ballot.choices) - choices):
                raise Invalid(f"ballots.{index}.choices", f"« {strangers[0]} » ne se présente pas.")
            if len(set(ballot.choices)) < len(ballot.choices):
                raise Invalid(f"ballots.{index}.choices", "Le même choix y est écrit deux fois.")

    def check(self, at: str, candidate: Candidate, codes: set[str], ranks: set[tuple[str, int | None]]) -> None:
        if candidate.code in codes:
            raise Invalid(f"{at}.code", f"« {candidate.code} » se présente deux fois.")
        codes.add(candidate.code)
        if self.parity is Parity.ALTERNATE and not candidate.gender:
            raise Invalid(f"{at}.gender", "La parité demande le genre de chaque candidat·e.")
        if self.method is Method.LIST:
            if not candidate.on_list:
                raise Invalid(f"{at}.list", "Dans un scrutin de listes, chaque candidat·e est sur une liste.")
            if candidate.rank is None:
                raise Invalid(f"{at}.rank", "Dans un scrutin de listes, chaque candidat·e a un rang.")
            if (place := (candidate.on_list, candidate.rank)) in ranks:
                raise Invalid(f"{at}.rank", f"Ce rang est déjà pris sur la liste « {candidate.on_list} ».")
            ranks.add(place)

    @property
    def standing(self) -> tuple[str, ...]:
        """What a ballot may name."""
        is_list = self.method is Method.LIST
        return tuple(dict.fromkeys(one.on_list if is_list else one.code for one in self.candidates))

    @property
    def most_choices(self) -> int:
        """A ballot with more is null: as many names as seats, or one list."""
        return 1 if self.method is Method.LIST else self.seats


@dataclass(frozen=True, slots=True)
class Result:
    """`tied` are those among whom the last seats remain to be decided: candidates, or lists."""

    filling: Filling
    votes: Mapping[str, int]
    elected: tuple[str, ...]
    tied: tuple[str, ...] = ()


def elect(election: Election) -> Result:
    """
    >>> people = tuple(Candidate(code, born=date(1980, 1, day)) for day, code in enumerate("abc", start=1))
    >>> ballots = (Ballot(("a",), 12), Ballot(("b",), 7), Ballot(("c",), 7), Ballot(("a", "b", "c"), 90))
    >>> elect(Election(Method.PLURALITY, 2, people, ballots))
    Result(filling=<Filling.TIE: 'tie'>, votes={'a': 12, 'b': 7, 'c': 7}, elected=('a',), tied=('b', 'c'))
    >>> elect(Election(Method.PLURALITY, 2, people, ballots, tie=TieRule.OLDEST)).elected
    ('a', 'b')
    """
    votes = count(election)
    return by_lists(election, votes) if election.method is Method.LIST else by_names(election, votes)


def count(election: Election) -> dict[str, int]:
    found = Counter(dict.fromkeys(election.standing, 0))
    for ballot in election.ballots:
        if len(ballot.choices) <= election.most_choices:
            found.update(dict.fromkeys(ballot.choices, ballot.count))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def result(election: Election, votes: Mapping[str, int], elected: Sequence[str], tied: Iterable[str]) -> Result:
    remaining = tuple(sorted(tied, key=lambda code: (-votes[code], code)))
    filling = Filling.COMPLETE if len(elected) == election.seats else Filling.INCOMPLETE
    return Result(Filling.TIE if remaining else filling, votes, tuple(elected), remaining)


def ranked(scores: Mapping[str, Fraction], born: Mapping[str, date | None], tie: TieRule) -> list[tuple[Key, str]]:
    """The best score first; equal scores by age where the rule says so and every date of birth among them is known.

    >>> half = Fraction(1, 2)
    >>> ages = {"a": date(1980, 1, 1), "b": date(1970, 1, 1)}
    >>> [code for key, code in ranked({"a": half, "b": half}, ages, TieRule.OLDEST)]
    ['b', 'a']
    """
    undated = {scores[code] for code in scores if born.get(code) is None}

    def key(code: str) -> Key:
        day = born.get(code)
        by_age = day is not None and tie is TieRule.OLDEST and scores[code] not in undated
        return -scores[code], day.toordinal() if by_age and day else 0

    return sorted((key(code), code) for code in scores)


def draw_line(queue: Queue, places: int) -> tuple[list[str], list[str]]:
    """Those above the line, and those whom nothing tells apart across it.

    >>> one, two = (Fraction(-1), 0), (Fraction(-2), 0)
    >>> draw_line([(two, "a"), (one, "b"), (one, "c")], 2)
    (['a'], ['b', 'c'])
    """
    if places >= len(queue) or places == 0:
        return [code for _, code in queue[:places]], []
    last, next_one = queue[places - 1][0], queue[places][0]
    if last != next_one:
        return [code for _, code in queue[:places]], []
    return [code for key, code in queue if key < last], [code for key, code in queue if key == last]


def by_names(election: Election, votes: Mapping[str, int]) -> Result:
    """The most voted first. Nobody is elected without a vote."""
    people = {one.code: one for one in election.candidates if votes[one.code]}
    scores = {code: Fraction(votes[code]) for code in people}
    queue = ranked(scores, {code: one.born for code, one in people.items()}, election.tie)
    if election.parity is Parity.NONE:
        elected, tied = draw_line(queue, election.seats)
        return result(election, votes, elected, tied)
    queues = by_gender(queue, {code: one.gender for code, one in people.items()})
    outcomes = []
    for places in alternations(queues, election.seats):
        lines = [draw_line(queues[gender], number) for gender, number in zip(queues, places, strict=True)]
        outcomes.append(({code for above, _ in lines for code in above}, {code for _, on in lines for code in on}))
    certain = set.intersection(*(above for above, _ in outcomes))
    possible = set.union(*(above | on for above, on in outcomes))
    elected = [code for code in in_turn(queues, election.seats) if code in certain]
    return result(election, votes, elected, possible - certain)


def by_gender(queue: Queue, genders: Mapping[str, str]) -> dict[str, Queue]:
    return {
        gender: [(key, code) for key, code in queue if genders[code] == gender]
        for gender in sorted(set(genders.values()))
    }


def alternations(queues: Mapping[str, Queue], seats: int) -> list[tuple[int, ...]]:
    """How many places each gender may get when nobody follows their own: more than one answer when the first of two
    genders are tied. A place that only the same gender could take stays empty.

    >>> three, two = (Fraction(-3), 0), (Fraction(-2), 0)
    >>> alternations({"F": [(three, "a"), (two, "b")], "M": [(three, "c"), (two, "d")]}, 3)
    [(1, 2), (2, 1)]
    >>> alternations({"F": [(three, "a"), (two, "b"), (two, "e")], "M": [(two, "c")]}, 4)
    [(2, 1)]
    """
    ways: set[tuple[tuple[int, ...], int | None]] = {((0,) * len(queues), None)}
    lines = list(queues.values())
    for _ in range(min(seats, sum(map(len, lines)))):
        following: set[tuple[tuple[int, ...], int | None]] = set()
        for taken, last in ways:
            heads = {i: lines[i][taken[i]][0] for i in range(len(lines)) if i != last and taken[i] < len(lines[i])}
            if not heads:
                following.add((taken, last))
            for i, head in heads.items():
                if head == min(heads.values()):
                    following.add(((*taken[:i], taken[i] + 1, *taken[i + 1 :]), i))
        ways = following
    return sorted({taken for taken, _ in ways})


def in_turn(queues: Mapping[str, Queue], seats: int) -> list[str]:
    """One way of alternating, in the order of the places; equal keys by code.

    >>> keys = [(Fraction(rank), 0) for rank in range(4)]
    >>> in_turn({"F": [(keys[0], "a"), (keys[1], "b")], "M": [(keys[2], "c"), (keys[3], "d")]}, 3)
    ['a', 'c', 'b']
    """
    left = {gender: list(queue) for gender, queue in queues.items()}
    chosen: list[str] = []
    last = None
    while len(chosen) < seats and (heads := [(left[g][0], g) for g in left if g != last and left[g]]):
        (_, code), last = min(heads)
        left[last].pop(0)
        chosen.append(code)
    return chosen


def by_lists(election: Election, votes: Mapping[str, int]) -> Result:
    """Each list gets the whole part of votes × seats ÷ all votes; the largest remainders get the seats left.

    >>> lists = tuple(Candidate(f"{name}{rank}", name, rank) for name in "xy" for rank in (1, 2, 3))
    >>> elect(Election(Method.LIST, 3, lists, (Ballot(("x",), 7), Ballot(("y",), 5)))).elected
    ('x1', 'x2', 'y1')
    """
    orders = {name: order_of(name, election) for name in votes}
    every = sum(votes.values())
    if every == 0:
        return result(election, votes, (), ())
    shares = {name: Fraction(number * election.seats, every) for name, number in votes.items()}
    seats = {name: int(share) for name, share in shares.items()}
    remainders = {name: share - seats[name] for name, share in shares.items() if share != seats[name]}
    next_born = {
        name: orders[name][seats[name]].born if seats[name] < len(orders[name]) else None for name in remainders
    }
    queue = ranked(remainders, next_born, election.tie)
    winning, tied = draw_line(queue, election.seats - sum(seats.values()))
    for name in winning:
        seats[name] += 1
    elected = [one.code for name in votes for one in orders[name][: seats[name]]]
    return result(election, votes, elected, tied)


def order_of(name: str, election: Election) -> list[Candidate]:
    """A list in the order of its ranks; with parity, the next of another gender first, for as long as there is one."""
    people = {one.code: one for one in election.candidates if one.on_list == name}
    queue = ranked({code: Fraction(-(one.rank or 0)) for code, one in people.items()}, {}, TieRule.RUNOFF)
    if election.parity is Parity.NONE:
        return [people[code] for _, code in queue]
    queues = by_gender(queue, {code: one.gender for code, one in people.items()})
    return [people[code] for code in in_turn(queues, len(people))]
