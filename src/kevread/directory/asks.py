"""What the directory does not know of its people: by what they are in the network."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.common.facts import Organisations
from kevread.common.periods import Period

type Held = Callable[[Collection[UUID], Actor, date], Mapping[UUID, str]]
HELD: Ask[Held] = Ask("directory.held", "What each of these people holds that day, and where, in a few words.")


type Constituted = Callable[[date, Organisations], Collection[UUID]]
CONSTITUTED: Ask[Constituted] = Ask(
    "directory.constituted", "Those of these organisations that something shows to be an association by that day."
)
type Joined = Callable[[date, Organisations], Collection[tuple[UUID, UUID]]]
JOINED: Ask[Joined] = Ask(
    "directory.joined",
    "Those of these organisations that something shows to be members of a head of network, each with it.",
)


class Enter(Protocol):
    """Open an organisation of the network as a file says it: its names by their kind, its numbers, since a day."""

    def __call__(
        self,
        *,
        actor: Actor,
        scale: str,
        slug: str,
        name: str,
        names: Mapping[str, str],
        period: Period,
        sheet: Mapping[str, str],
        source: str,
        now: datetime,
    ) -> Any: ...


ENTER: Ask[Enter] = Ask(
    "directory.enter", "Opens an organisation of the network, which has bodies that rooms above keep."
)
