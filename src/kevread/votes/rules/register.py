"""What this installation stamped of a secret vote, kept beside its key and out of the database: who voted, how many ballots,
and one sum that holds them all. Pure.

Nothing here has an order or an hour, and the sum says nothing of a ballot: each adds what only the key of the installation
computes from it, so that the sum of other ballots is another one, and nobody without the key can make them meet.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

WIDTH = 32  # letters of a voter
SIZE = 2**256  # of a sum


@dataclass(frozen=True, slots=True)
class Begun:
    """A vote whose transaction is about to be committed: who casts, and the trace of each ballot. Written before, it goes as
    soon as one knows whether it was; a process that is killed between the two leaves it until the closing."""

    number: str
    voter: UUID
    traces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """`terms`: their digest; another vote has other terms. `marks`: who voted, sorted, one after another. `closing`: the
    digest of the box that a closing found whole; `closed`: the same, once that closing is known to be done, for ever."""

    terms: str
    marks: str = ""
    ballots: int = 0
    sum: str = "0"
    begun: tuple[Begun, ...] = ()
    closing: str = ""
    closed: str = ""
    interrupted: int = 0  # votes that were under way when a process was killed, and are not in the box


def place_of(register: Register, voter: UUID) -> int:
    marks = register.marks
    return WIDTH * bisect_left(range(len(marks) // WIDTH), voter.hex, key=lambda n: marks[n * WIDTH : (n + 1) * WIDTH])


def has_voted(register: Register, voter: UUID) -> bool:
    """
    >>> one = Begun("a", UUID(int=1), ("05",))
    >>> has_voted(Register(""), one.voter), has_voted(kept(Register(""), one), one.voter)
    (False, True)
    """
    at = place_of(register, voter)
    return register.marks[at : at + WIDTH] == voter.hex


def begun(register: Register, one: Begun) -> Register:
    return replace(register, begun=(*register.begun, one))


def dropped(register: Register, number: str) -> Register:
    """That transaction wrote nothing."""
    if register.closed:
        return register
    return replace(register, begun=tuple(one for one in register.begun if one.number != number))


def kept(register: Register, one: Begun) -> Register:
    """That transaction is committed, and no other of the same person can be. Who has voted already adds nothing: a box that
    says otherwise is not this one. Nor does anybody once the box is closed, which was with all that was in it.

    >>> one, two = Begun("a", UUID(int=1), ("05",)), Begun("b", UUID(int=2), ("06",))
    >>> both = kept(kept(begun(Register(""), one), one), two)
    >>> both == kept(kept(Register(""), two), one), both.ballots, both.sum, both.begun
    (True, 2, 'b', ())
    >>> kept(both, one) == both
    True
    """
    if register.closed:
        return register
    register = replace(register, begun=tuple(other for other in register.begun if other.voter != one.voter))
    if has_voted(register, one.voter):
        return register
    at = place_of(register, one.voter)
    return replace(
        register,
        marks=register.marks[:at] + one.voter.hex + register.marks[at:],
        ballots=register.ballots + len(one.traces),
        sum=f"{(int(register.sum, 16) + sum_of(one.traces)) % SIZE:x}",
    )


def sum_of(traces: Iterable[str]) -> int:
    return sum(int(one, 16) for one in traces)


def settled(register: Register, voters: Collection[UUID], traces: Collection[str]) -> Register:
    """As it is of this box, where a vote that was interrupted is either in, whole, or out.

    >>> one, two = Begun("a", UUID(int=1), ("05",)), Begun("b", UUID(int=2), ("06", "07"))
    >>> found = settled(begun(begun(Register(""), one), two), {one.voter, two.voter}, {"05", "06"})
    >>> found.ballots, [left.number for left in found.begun]
    (1, ['b'])
    >>> settled(begun(Register(""), one), set(), {"05"}).ballots
    0
    """
    inside = set(traces)
    for one in register.begun:
        if one.voter in voters and not has_voted(register, one.voter) and inside.issuperset(one.traces):
            register = kept(register, one)
    return register


def is_box(register: Register, voters: Collection[UUID], traces: Collection[str]) -> bool:
    """Whether those who are marked and what is in the box are those of the register, all and no other.

    >>> one = kept(Register(""), Begun("a", UUID(int=1), ("05",)))
    >>> [is_box(one, {UUID(int=who)}, traces) for who, traces in ((1, ["05"]), (1, ["06"]), (1, []), (2, ["05"]))]
    [True, False, False, False]
    """
    marks = "".join(sorted(voter.hex for voter in set(voters)))
    inside = len(traces), f"{sum_of(traces) % SIZE:x}"
    return marks == register.marks and inside == (register.ballots, register.sum)


def ended(register: Register) -> Register:
    """Once the box is closed, its digest holds all of it: nothing else is left here.

    >>> done = ended(Register("", marks="00", closing="ab", interrupted=1))
    >>> done == ended(done), done
    (True, Register(terms='', marks='', ballots=0, sum='0', begun=(), closing='', closed='ab', interrupted=1))
    """
    if register.closed:
        return register
    return Register(register.terms, closed=register.closing, interrupted=register.interrupted)
