"""What the charter may ask of the rooms. Each room's `facts.py` registers functions; the charter discovers them.

A fact is a question of some kind (« how many people sit there? »); an article says the rest in its parameters, whose types
are in `parameters.py`: which body, which title, on whose behalf.

A fact answers for every organisation asked about, in a number of queries that does not grow: a mapping from organisation id
to a value. An organisation that is missing has the empty value: 0, or nobody (`otherwise` when the fact says another).
Values are a number, a set of words (`frozenset[str]`), or, for a fact that answers « each », a mapping from item to number.
A number is an `int`, or a `Span` where a part of it is not known: what nobody wrote is neither good nor bad.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from kevread.common.verdicts import Reason

HEAD, GROUPING, LOCAL = "head", "grouping", "local"
SCALES = (HEAD, GROUPING, LOCAL)


class Span(NamedTuple):
    """A number of which a part is not known: it lies between two, both included; `most` None: nothing says how many more."""

    least: int
    most: int | None


def span(least: int, unknown: int | None) -> "Number":
    """So many for sure, and so many more of which nothing is known (None: nobody knows how many).

    >>> span(2, 0), span(2, 3), span(2, None)
    (2, Span(least=2, most=5), Span(least=2, most=None))
    """
    if unknown == 0:
        return least
    return Span(least, None if unknown is None else least + unknown)


def sure(number: "Number") -> int:
    """What is counted for sure."""
    return number if isinstance(number, int) else number.least


type Item = UUID | str

# Items that stand for what no register holds, and how they are told.
BEFORE, UNRECRUITED, UNSEATED = "before", "unrecruited", "unseated"
UNWRITTEN: Mapping[Item, str] = {
    BEFORE: "ce qui est d’avant que ce registre soit tenu ici",
    UNRECRUITED: "des embauches dont aucun recrutement n’est inscrit",
    UNSEATED: "des personnes en poste qui n’ont pas de siège dans l’équipe",
}
type Number = int | Span
type Value = Number | frozenset[str] | Mapping[Item, Number]
type Facts = Mapping[UUID, Value]


type Needed = tuple[tuple[str, str], ...]  # registers, each with who must keep it: self, head, both or items


@dataclass(frozen=True, slots=True)
class Organisations:
    """The organisations asked about; `ids` None means all of them.

    `heads` are those of the network, when the one who asks knows them already. `shared` is given by who asks many
    questions about one state of the database: what several facts read is then read once.
    """

    ids: frozenset[UUID] | None = None
    heads: tuple[UUID, ...] | None = None
    shared: Callable[[str, Callable[[], Any]], Any] | None = field(default=None, compare=False, repr=False)

    def where(self, column: str) -> dict[str, Any]:
        """The lookup that restricts a queryset to these organisations."""
        return {} if self.ids is None else {f"{column}__in": self.ids}

    @property
    def is_network(self) -> bool:
        """Whether a head is among them: what is asked of it is asked of the whole network. Otherwise a fact reads the rows
        of these organisations, and no other."""
        return self.ids is None or self.heads is None or not self.ids.isdisjoint(self.heads)

    def __contains__(self, key: UUID) -> bool:
        return self.ids is None or key in self.ids

    def once[T](self, what: str, read: Callable[[], T]) -> T:
        """What `read` answers, shared with other questions where there are some."""
        answer: T = read() if self.shared is None else self.shared(what, read)
        return answer


EVERYONE = Organisations()


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with a name. `register` must be kept, by `kept_by` (self, head or both), for the answer to be known.

    `also` names further registers that must be, each with who keeps it: self, head, or items — a register of each item,
    without which nothing is known of that item, good or bad. `items` says what the items of an « each » fact are, so that
    they can be named (see `namer`): organisations, zones, levels, spaces. `settled` gives, from the day and the
    parameters, the day whose settings bind the answer: what was asked of last year is what was decided then. `told` names
    items better than their kind does, for an organisation: who it is about.
    `needs` tells, from the parameters, every register that must be kept, where these decide of it. `either` are
    parameters of which an article gives one, and one only. `reads` are further registers that it looks at, and that need
    not be kept: what is written there may move the answer. `otherwise` is what an organisation counts that the answer leaves
    out, where it is neither 0 nor nobody. `lacks` says, in French, what a part that is not known is made of. `may_be_empty`:
    none of its items need be there; of any other « each » fact, an answer without an item proves nothing.
    `aside` says, in French, what the answer leaves aside for an organisation: {aside} in the sentences of an article.
    `awaits` tells which items wait for something that is under way: nothing more is asked of anybody meanwhile.
    `unsaid`: why a part of the answer is not known; nobody decided it, where what is asked is what somebody decided.
    `is_proof`: what is found is enough to prove what is asked at least, be the registers kept or not; that nothing is there
    is known only where they are. `each_of`: the fact that says the same of each of its items, where it is asked of it alone.
    """

    name: str
    about: frozenset[str]
    register: str
    kept_by: str
    items: str
    unit: str
    ask: Callable[..., Facts]
    also: Needed = ()
    settled: Callable[..., date] | None = None
    told: Callable[..., Mapping[tuple[UUID, Item], str]] | None = None
    needs: Callable[..., Needed] | None = None
    either: tuple[str, ...] = ()
    reads: Needed = ()
    otherwise: Number | None = None
    lacks: str = ""
    may_be_empty: bool = False
    aside: Callable[..., Mapping[UUID, str]] | None = None
    awaits: Callable[..., Collection[tuple[UUID, Item]]] | None = None
    unsaid: Reason = Reason.NO_DATA
    is_proof: bool = False
    each_of: str = ""

    def registers(self, parameters: Mapping[str, Any]) -> Needed:
        """Every register that must be kept for the answer to be known."""
        return self.needs(**parameters) if self.needs else ((self.register, self.kept_by), *self.also)

    def bound_on(self, on: date, parameters: Mapping[str, Any]) -> date:
        """The day whose settings bind the answer: that of the question, but for a fact about a time that is over."""
        return self.settled(on, **parameters) if self.settled else on

    @property
    def doc(self) -> str:
        return (self.ask.__doc__ or "").strip()


REGISTRY: dict[str, Fact] = {}


def fact(
    *,
    about: str | tuple[str, ...],
    register: str,
    kept_by: str = "self",
    items: str = "",
    unit: str = "",
    also: Needed = (),
    settled: Callable[..., date] | None = None,
    told: Callable[..., Mapping[tuple[UUID, Item], str]] | None = None,
    needs: Callable[..., Needed] | None = None,
    either: tuple[str, ...] = (),
    reads: Needed = (),
    otherwise: Number | None = None,
    lacks: str = "",
    may_be_empty: bool = False,
    aside: Callable[..., Mapping[UUID, str]] | None = None,
    awaits: Callable[..., Collection[tuple[UUID, Item]]] | None = None,
    unsaid: Reason = Reason.NO_DATA,
    is_proof: bool = False,
    each_of: str = "",
) -> Callable[[Callable[..., Facts]], Callable[..., Facts]]:
    """Register a function `(on: date, among: Organisations, **parameters) -> Facts` under « room.name »."""

    def remember(ask: Callable[..., Facts]) -> Callable[..., Facts]:
        name = f"{ask.__module__.split('.')[1]}.{ask.__name__}"
        if name in REGISTRY and REGISTRY[name].ask.__code__ != ask.__code__:
            raise RuntimeError(f"Two facts are called {name}.")
        scales = frozenset((about,) if isinstance(about, str) else about)
        REGISTRY[name] = Fact(
            name,
            scales,
            register,
            kept_by,
            items,
            unit,
            ask,
            also,
            settled,
            told,
            needs,
            either,
            reads,
            otherwise,
            lacks,
            may_be_empty,
            aside,
            awaits,
            unsaid,
            is_proof,
            each_of,
        )
        return ask

    return remember


type Namer = Callable[[set[Item], date], Mapping[Item, str]]
NAMERS: dict[str, Namer] = {}


def namer(items: str) -> Callable[[Namer], Namer]:
    """Register the function that names the items of a kind."""

    def remember(name: Namer) -> Namer:
        NAMERS[items] = name
        return name

    return remember
