"""What a process worked out from the guarded tables, kept as long as the tables say the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, ClassVar

from .queries import state


class Memory[T]:
    """Answers by the state of the guarded tables in which they were read, the last ones used. Only for what those tables
    and the question decide, and for what nobody changes once it is made: everyone is given the same.

    `at_most` bounds the sum of what `weigh` says of the answers; one that is heavier than that is never kept.
    """

    every: ClassVar[list["Memory[Any]"]] = []

    def __init__(self, at_most: int, weigh: Callable[[T], int] = lambda answer: 1) -> None:
        self.at_most = at_most
        self.weigh = weigh
        self.weight = 0
        self._kept: OrderedDict[tuple[str, Hashable], T] = OrderedDict()
        self._lock = Lock()
        self.every.append(self)

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
        with self._lock:
            if (name, question) not in self._kept:
                return None
            self._kept.move_to_end((name, question))
            return self._kept[name, question]

    def of(self, name: str) -> list[tuple[Any, T]]:
        """All that is kept of this state, by question."""
        with self._lock:
            return [(question, answer) for (state, question), answer in self._kept.items() if state == name]

    def keep(self, name: str, question: Hashable, answer: T) -> None:
        if self.weigh(answer) > self.at_most:
            return
        with self._lock:
            if (name, question) in self._kept:
                return
            self._kept[name, question] = answer
            self.weight += self.weigh(answer)
            while self.weight > self.at_most:
                self.weight -= self.weigh(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.weight = 0


def forget() -> None:
    """Everything that this process worked out: what is measured then finds nothing ready."""
    for memory in Memory.every:
        memory.clear()
