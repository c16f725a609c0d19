"""What members pay each other, found in the accounts of both: the same amount, within three months, one naming the other. What
has no other side, or another amount, is told with both sides. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

DAYS = 92


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a member, on an account where members pay each other. `cents`: above zero. `names`: the members that its text
    names, or that its account is of."""

    owner: str
    account: str
    day: date
    cents: int
    names: frozenset[str]
    line: int = 0

    def may_be_with(self, other: "Movement") -> bool:
        """One names the other, and neither names somebody else instead."""
        here, there = self.names - {self.owner}, other.names - {other.owner}
        if self.owner == other.owner or abs((self.day - other.day).days) > DAYS:
            return False
        fits = (not here or other.owner in here) and (not there or self.owner in there)
        return fits and bool(here or there)


@dataclass(frozen=True, slots=True)
class Flow:
    """The two sides; None where nothing in the accounts of the other answers."""

    paid: Movement | None
    received: Movement | None

    @property
    def apart(self) -> int:
        return (self.paid.cents if self.paid else 0) - (self.received.cents if self.received else 0)

    @property
    def owners(self) -> frozenset[str]:
        """Those of whom it is: the members whose lines these are, and those whom they name."""
        sides = [side for side in (self.paid, self.received) if side]
        return frozenset(owner for side in sides for owner in (side.owner, *side.names))


def matched(paid: Sequence[Movement], received: Sequence[Movement]) -> tuple[list[Flow], list[Flow]]:
    """The flows that both sides tell alike, and those that they do not: each movement is in one of them at most. One that
    names nobody and that nobody answers is of somebody else, and is left aside.

    The nearest days first, and whoever both name before whoever one names; the order of the lines decides the rest.
    """
    same, left_paid, left_received = pairs(paid, received, lambda one, other: one.cents == other.cents)
    near, left_paid, left_received = pairs(left_paid, left_received, lambda one, other: True)
    alone = [Flow(one, None) for one in left_paid if one.names - {one.owner}]
    alone += [Flow(None, one) for one in left_received if one.names - {one.owner}]
    return same, sorted(near + alone, key=order)


def order(flow: Flow) -> tuple[date, str, int]:
    side = flow.paid or flow.received
    assert side is not None
    return side.day, side.owner, side.line


def pairs(
    paid: Iterable[Movement], received: Iterable[Movement], alike: Callable[[Movement, Movement], bool]
) -> tuple[list[Flow], list[Movement], list[Movement]]:
    """Two by two, the nearest first."""
    paid, received = list(paid), list(received)
    found = [
        (abs(one.cents - other.cents), not (one.names and other.names), abs((one.day - other.day).days), i, j)
        for i, one in enumerate(paid)
        for j, other in enumerate(received)
        if one.may_be_with(other) and alike(one, other)
    ]
    taken_paid, taken_received, flows = set[int](), set[int](), []
    for *_, i, j in sorted(found):
        if i not in taken_paid and j not in taken_received:
            taken_paid.add(i)
            taken_received.add(j)
            flows.append(Flow(paid[i], received[j]))
    return (
        flows,
        [one for i, one in enumerate(paid) if i not in taken_paid],
        [one for j, one in enumerate(received) if j not in taken_received],
    )
