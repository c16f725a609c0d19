"""What members pay each other: what they wrote between them first, then what the accounts of both tell alike: the same amount,
within three months, one naming the other. What has no other side, or another amount, is told with both sides. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

DAYS = 92
OF_ANYBODY = ("60", "61", "62", "70")  # families where anybody is paid: there, a line that names nobody tells nothing


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


def named_in(said: str, patterns: Mapping[str, Sequence[str]]) -> set[str]:
    """Whom a text names. A name that lies within a longer one that is there is not said: « Réseau Sud » is nobody but
    itself.

    >>> patterns = {"head": (" mon reseau ",), "south": (" mon reseau sud ",)}
    >>> sorted(named_in(" part mon reseau sud ", patterns)), sorted(named_in(" part mon reseau ", patterns))
    (['south'], ['head'])
    >>> sorted(named_in(" mon reseau mon reseau sud mon reseau sud ", patterns))
    ['head', 'south']
    """
    places = [
        (start, start + len(word), who)
        for who, words in patterns.items()
        for word in words
        if word in said
        for start in range(len(said))
        if said.startswith(word, start)
    ]
    return {
        who
        for start, end, who in places
        if not any(first <= start and end <= last and last - first > end - start for first, last, _ in places)
    }


@dataclass(frozen=True, slots=True)
class Recorded:
    """What two members say together that one paid the other: of what kind, how much, which day; on which accounts it stands, by
    how they begin, of who paid (debited) and of who received (credited)."""

    key: UUID
    words: str
    payer: str
    payee: str
    cents: int
    day: date
    paid: tuple[str, ...]
    received: tuple[str, ...]

    def may_be(self, one: Movement, *, pays: bool) -> bool:
        """A line of that side, on its accounts, within three months, that names the other; or nobody, where the account is of
        this and of little else: a rent of the same sum is no service."""
        here, there = (self.payer, self.payee) if pays else (self.payee, self.payer)
        starts = [start for start in (self.paid if pays else self.received) if one.account.startswith(start)]
        silent = not one.names and any(start not in OF_ANYBODY for start in starts)
        return (
            one.owner == here
            and bool(starts)
            and abs((self.day - one.day).days) <= DAYS
            and (silent or there in one.names)
        )


@dataclass(frozen=True, slots=True)
class Flow:
    """The two sides; None where nothing in the accounts of the other answers. `record`: what both wrote of it, if they did."""

    paid: Movement | None
    received: Movement | None
    record: Recorded | None = None

    @property
    def apart(self) -> int:
        return (self.paid.cents if self.paid else 0) - (self.received.cents if self.received else 0)

    @property
    def owners(self) -> frozenset[str]:
        """Those of whom it is: the members whose lines these are, and those whom they name."""
        if self.record:
            return frozenset({self.record.payer, self.record.payee})
        sides = [side for side in (self.paid, self.received) if side]
        return frozenset(owner for side in sides for owner in (side.owner, *side.names))


def compared(
    records: Sequence[Recorded],
    paid: Sequence[Movement],
    received: Sequence[Movement],
    on_paid: tuple[str, ...],
    on_received: tuple[str, ...],
) -> tuple[list[Flow], list[Flow]]:
    """What both tell alike, and what they do not. Each record first takes the lines that tell its very sum; what is left on the
    accounts where members pay each other (`on_paid`, `on_received`) is matched by itself; a record that lacks a side is then
    told beside the nearest line that names the other member, and that nothing answers."""
    out, brought = claimed(records, paid, pays=True), claimed(records, received, pays=False)
    left_paid, left_received = left(paid, out), left(received, brought)
    same, apart = matched(
        [one for one in left_paid if one.account.startswith(on_paid)],
        [one for one in left_received if one.account.startswith(on_received)],
    )
    answered = {side for flow in (*same, *apart) if flow.paid and flow.received for side in (flow.paid, flow.received)}
    near_out = nearest([one for one in records if one.key not in out], left_paid, answered, pays=True)
    near_brought = nearest([one for one in records if one.key not in brought], left_received, answered, pays=False)
    apart = [one for one in apart if not {one.paid, one.received} & {*near_out.values(), *near_brought.values()}]
    for record in records:
        sides = out.get(record.key), brought.get(record.key)
        if all(sides):
            same.append(Flow(*sides, record))
        else:
            key = record.key
            apart.append(Flow(sides[0] or near_out.get(key), sides[1] or near_brought.get(key), record))
    return same, sorted(apart, key=order)


def claimed(records: Sequence[Recorded], movements: Sequence[Movement], *, pays: bool) -> dict[UUID, Movement]:
    """The line of one side that tells the very sum of each record: one that names the other side, then the nearest days."""
    found = [
        (not one.names, abs((one.day - record.day).days), i, j)
        for i, record in enumerate(records)
        for j, one in enumerate(movements)
        if one.cents == record.cents and record.may_be(one, pays=pays)
    ]
    return one_each(found, records, movements)


def nearest(
    records: Sequence[Recorded], movements: Sequence[Movement], answered: Collection[Movement], *, pays: bool
) -> dict[UUID, Movement]:
    """The line of another sum that names the other side of each record, and that nothing answers: the nearest in money."""
    found = [
        (abs(one.cents - record.cents), abs((one.day - record.day).days), i, j)
        for i, record in enumerate(records)
        for j, one in enumerate(movements)
        if one.names and one not in answered and record.may_be(one, pays=pays)
    ]
    return one_each(found, records, movements)


def one_each(
    found: Iterable[tuple[int, ...]], records: Sequence[Recorded], movements: Sequence[Movement]
) -> dict[UUID, Movement]:
    """A line for a record, a record for a line, the best first: the last two numbers say which."""
    told: dict[UUID, Movement] = {}
    taken = set[int]()
    for *_, i, j in sorted(found):
        if records[i].key not in told and j not in taken:
            told[records[i].key] = movements[j]
            taken.add(j)
    return told


def undone(moved: Sequence[Movement], back: Iterable[Movement]) -> list[Movement]:
    """What is left of movements once each one that was written back is out: the same member, account and sum, and nobody else
    named; who is named alike first, then the nearest before it, then the nearest after.

    >>> day = lambda rank: Movement("a", "6571", date(2026, 1, rank), 100, frozenset({"b"}), rank)
    >>> [one.line for one in undone([day(1), day(3), day(9)], [day(4)])], [one.line for one in undone([day(9)], [day(4)])]
    ([1, 9], [])
    """
    left = list(moved)
    for one in sorted(back, key=lambda each: (each.day, each.line)):
        found = [
            (
                other.names != one.names,
                other.day > one.day,
                abs((other.day - one.day).days),
                abs(other.line - one.line),
                rank,
            )
            for rank, other in enumerate(left)
            if (other.owner, other.account, other.cents) == (one.owner, one.account, one.cents)
            and (other.names == one.names or not one.names)
        ]
        if found:
            del left[min(found)[-1]]
    return left


def left(movements: Iterable[Movement], claimed: Mapping[UUID, Movement]) -> list[Movement]:
    gone = set(claimed.values())
    return [one for one in movements if one not in gone]


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
    if side is None:
        assert flow.record is not None
        return flow.record.day, flow.record.payer, 0
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
