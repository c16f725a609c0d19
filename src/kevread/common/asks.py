"""What a room wants to know and only rooms above can tell: it asks, they answer, and it never names them.

The room below owns the question, a value of its `asks.py`; a room above imports it and answers in its own `offers.py`,
found when the software starts as `facts.py` is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ask[T]:
    """A question with a name. It is iterated over: each answer, in the order of the rooms, the lowest last.

    >>> greetings: Ask[str] = Ask("seats.greetings", "What one says at the door.")
    >>> greetings.answer("Bonjour"), greetings.answer("Bonjour"), list(greetings)
    ('Bonjour', 'Bonjour', ['Bonjour'])
    """

    name: str
    doc: str
    answers: list[T] = field(default_factory=list)

    def answer(self, given: T) -> T:
        """Enter an answer, once; it is given back, so that this also decorates a function."""
        if given not in self.answers:
            self.answers.append(given)
        return given

    def __iter__(self) -> Iterator[T]:
        return iter(self.answers)
