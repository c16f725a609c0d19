"""What costs are, told along axes, and how those of a support come to the actions that it serves. Exact, to the cent. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from math import gcd

from kevread.common.money import shared

type Weights = Sequence[tuple[str, int]]  # a code, and its part


class CycleFound(ValueError):  # noqa: N818 — an answer, told to people
    """Keys lead back to where they start: nothing would ever be shared out. `codes`: those that they go through."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(" → ".join(codes))
        self.codes = tuple(codes)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the lines of some accounts are: those whose number begins so, in a section of the accountant or in any. `codes`: by
    axis; `parts`: along the axis of actions, one or several."""

    account: str
    section: str
    codes: Mapping[str, str]
    parts: tuple[tuple[str, int], ...]

    def holds(self, account: str, section: str) -> bool:
        return account.startswith(self.account) and self.section in ("", section)


def meaning_of(account: str, section: str, among: Iterable[Meaning]) -> Meaning | None:
    """What says most: of this very section first, then by the longest beginning.

    >>> rules = [Meaning("6", "", {}, (("A", 1),)), Meaning("64", "", {}, (("B", 1),)), Meaning("6", "X", {}, (("C", 1),))]
    >>> [meaning_of(account, section, rules).parts[0][0] for account, section in (("613", ""), ("641", ""), ("641", "X"))]
    ['A', 'B', 'C']
    """
    found = [one for one in among if one.holds(account, section)]
    return max(found, key=lambda one: (bool(one.section), len(one.account)), default=None)


def split(cents: int, parts: Weights) -> list[tuple[str, int]]:
    """A line, along the actions that it is for: their parts make it, to the cent."""
    amounts = shared(cents, [weight for _, weight in parts])
    return [(code, amount) for (code, _), amount in zip(parts, amounts, strict=True)]


def plain(parts: Weights) -> list[int]:
    """The weights of parts, as small as they can be: they share any amount alike."""
    common = gcd(*(weight for _, weight in parts))
    return [weight // common for _, weight in parts]


def split_all(lines: Iterable[tuple[int, int, int]], parts: Weights) -> list[tuple[str, int]]:
    """What `split` makes of many lines, summed, to the cent. Lines are given together that leave the same rest once divided by
    the sum of the plain weights, with the sign of the line: (rest, how many, what they make). Of a line of q × sum + rest, an
    action has q × its weight, and its share of the rest: where the largest remainders are is read in the rest alone.

    >>> split_all([(1, 2, 10_001 + 101), (0, 1, 100)], [("A", 1), ("B", 1)])
    [('A', 5102), ('B', 5100)]
    """
    weights, made = plain(parts), [0] * len(parts)
    total = sum(weights)
    for rest, many, cents in lines:
        whole = (cents - rest * many) // total
        for place, extra in enumerate(shared(rest, weights)):
            made[place] += whole * weights[place] + many * extra
    return [(code, cents) for (code, _), cents in zip(parts, made, strict=True)]


@dataclass(frozen=True, slots=True)
class Flow:
    """What comes from a support to a code that it serves. `weight` of `total`: its part in the key."""

    source: str
    target: str
    cents: int
    weight: int
    total: int


def in_order(keys: Mapping[str, Weights]) -> list[str]:
    """The sources, each after those that it receives from; in the order of their codes where nothing says it. CycleFound."""
    graph = {source: set[str]() for source in keys}
    for source, parts in keys.items():
        for target, weight in parts:
            if target in graph and weight:
                graph[target].add(source)
    sorter = TopologicalSorter({code: sorted(before) for code, before in sorted(graph.items())})
    try:
        return list(sorter.static_order())
    except CycleError as found:
        raise CycleFound(list(reversed(found.args[1]))) from None


def cascade(direct: Mapping[str, int], keys: Mapping[str, Weights]) -> list[Flow]:
    """Each source gives all that it has, what it received included, to the codes of its key: nothing is left in it, and what is
    shared out is what was there, to the cent. CycleFound.

    >>> [(f.source, f.target, f.cents) for f in cascade({"S": 100, "A": 5}, {"S": [("A", 1), ("B", 2)]})]
    [('S', 'A', 33), ('S', 'B', 67)]
    """
    held: dict[str, int] = defaultdict(int, direct)
    flows = []
    for source in in_order(keys):
        parts = [(target, weight) for target, weight in keys[source] if weight]
        total = sum(weight for _, weight in parts)
        for (target, weight), (_, cents) in zip(parts, split(held[source], parts), strict=True):
            held[target] += cents
            flows.append(Flow(source, target, cents, weight, total))
        held[source] = 0
    return flows
