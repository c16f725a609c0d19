"""What a decision may open: the rooms that do it say how."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kevread.common.asks import Ask
from kevread.common.errors import Way

type Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opening[Decision, Application, Actor, Moment]:
    """A kind of thing that a decision opens in the data: first said, then confirmed by a person, who applies it.

    `words` says what waits (« Un mandat à ouvrir »), `gesture` what a button says to whoever tells more, on `screen`.
    `read(decision, asked)` refuses what does not hold together (Invalid, Refused) and gives what `apply` wants.
    `apply(actor, application, now)` does it by the room's own verb; it gives the columns of the application that say what
    was opened, if it has some, and the verdicts that changed. `sentences(applications)` tells several at once, in a number
    of queries that does not grow. `way(application)` leads to what was opened; `undo(application, actor)` to where what was
    opened is annulled or ended, for whoever may, while it may be; `stays(application)` why it is not annulled from there, to
    whoever applies, where something must come first or it never is. `means(asked)`: where `asked` names a thing and does not
    tell it, all that this thing says, label by label, its row locked: the page that confirms shows it, and what was said to be
    decided is what is done. `serves(decisions)`: among decisions of this kind, those that did something else there already (a
    proposal, an answer): they wait for nothing, and may still be said to open it.
    """

    kind: str
    words: str
    gesture: str
    screen: str
    read: Callable[[Decision, Asked], Any]
    apply: Callable[[Actor, Application, Moment], tuple[Asked, list[Any]]]
    sentences: Callable[[Collection[Application]], Mapping[UUID, str]]
    way: Callable[[Application], Way | None] = lambda application: None
    undo: Callable[[Application, Actor], Way | None] = lambda application, actor: None
    stays: Callable[[Application], str] = lambda application: ""
    means: Callable[[Asked], list[tuple[str, str]]] | None = None
    serves: Callable[[Collection[UUID]], Collection[UUID]] = lambda decisions: ()


OPENINGS: Ask[Opening[Any, Any, Any, Any]] = Ask("competence.openings", "What a decision may open in the data.")


def opening(kind: str) -> Opening[Any, Any, Any, Any] | None:
    """That of a kind; None for what waits elsewhere."""
    return next((one for one in OPENINGS if one.kind == kind), None)


def kinds() -> list[tuple[str, str]]:
    """The kinds of applications, in words: those that rooms open, and what is applied elsewhere."""
    return [*((one.kind, one.words) for one in OPENINGS), ("waiting", "À appliquer ailleurs")]
