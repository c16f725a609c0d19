"""What a process worked out from the guarded tables, kept as long as the tables say the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any, ClassVar

from .queries import names_of_tables, state
from .readings import ANYTHING, note, reading


class Shelf[K: Hashable, T]:
    """The last things used, within a bound: the sum of what `weigh` says of them. One that is heavier is never kept."""

    every: ClassVar[list["Shelf[Any, Any]"]] = []

    def __init__(self, at_most: int, weigh: Callable[[T], int] = lambda thing: 1) -> None:
        self.at_most = at_most
        self.weigh = weigh
        self.weight = 0
        self._things: OrderedDict[K, T] = OrderedDict()
        self._lock = Lock()
        self.every.append(self)

    def get(self, key: K) -> T | None:
        with self._lock:
            if key not in self._things:
                return None
            self._things.move_to_end(key)
            return self._things[key]

    def put(self, key: K, thing: T) -> None:
        """In the place of what was there under this key."""
        if (weight := self.weigh(thing)) > self.at_most:
            return
        with self._lock:
            if key in self._things:
                self.weight -= self.weigh(self._things.pop(key))
            self._things[key] = thing
            self.weight += weight
            while self.weight > self.at_most:
                self.weight -= self.weigh(self._things.popitem(last=False)[1])

    def all(self) -> list[tuple[K, T]]:
        with self._lock:
            return list(self._things.items())

    def clear(self) -> None:
        with self._lock:
            self._things.clear()
            self.weight = 0


class Memory[T]:
    """Answers by the state of the guarded tables in which they were read. Only for what those tables and the question
    decide, and for what nobody changes once it is made: everyone is given the same."""

    def __init__(self, at_most: int, weigh: Callable[[T], int] = lambda answer: 1) -> None:
        self._kept: Shelf[tuple[str, Hashable], T] = Shelf(at_most, weigh)

    @property
    def weight(self) -> int:
        return self._kept.weight

    def once(
        self, question: Hashable, read: Callable[[], T], *, within: Callable[[str], T | None] = lambda _: None
    ) -> T:
        """The answer of this state, read if this process has not read it yet. `within` may find it, by the name of the state,
        in the answers to wider questions (`recall`).

        In an act that has written, it is read anew and not kept: such a state has no name. Nor is it kept when somebody
        else's act ended during the reading, which may have seen some of it. One query, and one more after reading."""
        return self.in_state(state(), question, read, within=within)

    def in_state(
        self,
        name: str | None,
        question: Hashable,
        read: Callable[[], T],
        *,
        within: Callable[[str], T | None] = lambda _: None,
        strict: bool = True,
    ) -> T:
        """The same, where the name of the state was asked already: by a request, as it came (`queries.state_of`).

        Not `strict`, what was read while an act ended is kept all the same, without asking again: a state that is over is
        asked for by those alone who came before its end, and what they are given is no older than what they would read."""
        note({ANYTHING})  # what is kept here was read in tables that are not told
        if name is None:
            return read()
        answer = self.recall(name, question)
        if answer is None:
            answer = within(name)
        if answer is None:
            answer = read()
            # Nothing is not kept: it could not be told from no answer.
            if answer is not None and (not strict or state() == name):
                self.keep(name, question, answer)
        return answer

    def recall(self, name: str, question: Hashable) -> T | None:
        return self._kept.get((name, question))

    def of(self, name: str) -> list[tuple[Any, T]]:
        """All that is kept of this state, by question."""
        return [(question, answer) for (state, question), answer in self._kept.all() if state == name]

    def keep(self, name: str, question: Hashable, answer: T) -> None:
        self._kept.put((name, question), answer)


type Names = Mapping[str, str]  # what each guarded table holds, by its name
type Traced[T] = tuple[tuple[tuple[str, str], ...], T]  # the tables that an answer was read in, as they were


class TableMemory[T]:
    """Answers by the tables in which they were read: an act that writes in others leaves them. The last one of each question.

    Sound, because the answer and the tables that are read depend on the question, the files, and what was read before in
    those very tables: where they hold the same, the same work reads the same. Hence everything else that `read` uses must
    be in the question: a row that was read outside of it would be followed by nobody.
    """

    def __init__(self, at_most: int, weigh: Callable[[T], int] = lambda answer: 1) -> None:
        self._kept: Shelf[Hashable, Traced[T]] = Shelf(at_most, lambda kept: weigh(kept[1]))

    @property
    def weight(self) -> int:
        return self._kept.weight

    @contextmanager
    def asked(self) -> Iterator["Asked[T]"]:
        """To ask several questions, one after the other. The names of the tables are asked as it begins and, outside of a
        picture, again at its end: what was read while an act that wrote there ended is not kept."""
        names = names_of_tables()
        questions = Asked(self._kept, names)
        yield questions
        if names is None or not questions.read:
            return
        after = names_of_tables() or {}
        for question, (trace, answer) in questions.read.items():
            if all(after.get(table) == name for table, name in trace):
                self._kept.put(question, (trace, answer))


class Asked[T]:
    """Questions asked where the tables have these names; None: in an act that has written, nothing is kept nor given."""

    def __init__(self, kept: Shelf[Hashable, Traced[T]], names: Names | None) -> None:
        self._kept = kept
        self._names = names
        self.read: dict[Hashable, Traced[T]] = {}

    def recall(self, question: Hashable) -> T | None:
        """What was answered, if the tables still hold what it was read in."""
        known = self._kept.get(question)
        if self._names is None or known is None or any(self._names.get(table) != name for table, name in known[0]):
            return None
        note(table for table, _ in known[0])
        return known[1]

    def once(self, question: Hashable, read: Callable[[], T]) -> T:
        if (known := self.recall(question)) is not None:
            return known
        with reading() as tables:
            answer = read()
        if self._names is not None and tables <= self._names.keys():
            self.read[question] = tuple((table, self._names[table]) for table in sorted(tables)), answer
        return answer


class Shared:
    """What several questions about one state of the database read, read once; each of them has read it."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Any, frozenset[str]]] = {}

    def __call__(self, what: str, read: Callable[[], Any]) -> Any:
        if what not in self._read:
            with reading() as tables:
                answer = read()
            self._read[what] = answer, frozenset(tables)
        answer, those = self._read[what]
        note(those)
        return answer


def forget() -> None:
    """Everything that this process worked out: what is measured then finds nothing ready."""
    for shelf in Shelf.every:
        shelf.clear()
