"""What a process worked out already, under the name of the state in which it did (`journal.queries.state`)."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Memo[V]:
    """At most so many values, each true of one state for ever: another state is another key, and what nobody asks for any
    more is forgotten first. One a process, with nothing to tell the others: they ask for the state too."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self._known: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, state: str | None, key: Hashable, make: Callable[[], V]) -> V:
        """What is known, else what `make` says, which is kept. A state without a name (inside an act that has written)
        keeps nothing. What comes out is shared: a frozen value, or what the caller copies. Of two that ask at once, both
        may make it. The state is read *before* what is made of it: in the other order, yesterday's answer would be kept
        under today's name.

        >>> known = Memo(at_most=2)
        >>> known.get("s", 1, lambda: "one"), known.get("s", 1, lambda: "again"), known.get("t", 1, lambda: "other")
        ('one', 'one', 'other')
        >>> known.get("s", 1, str), known.get("s", 2, lambda: "two"), known.get("t", 1, lambda: "forgotten"), len(known)
        ('one', 'two', 'forgotten', 2)
        >>> known.get(None, 1, lambda: "in an act"), len(known)
        ('in an act', 2)
        """
        if state is None:
            return make()
        with self._lock:
            if (state, key) in self._known:
                self._known.move_to_end((state, key))
                return self._known[state, key]
        made = make()
        with self._lock:
            self._known[state, key] = made
            if len(self._known) > self.at_most:
                self._known.popitem(last=False)
        return made
