"""What a meeting does not know of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.meetings.models import Meeting

QUORUM_MISSED: Ask[Callable[[Meeting], bool]] = Ask(
    "meetings.quorum_missed", "Whether the quorum of a meeting was looked for, and never met."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a meeting is planned for: the sentence that says it, and what puts it on the agenda, through its own verb."""

    sentence: str
    put: Callable[[Meeting], object]


type Brings = Callable[[Actor, str, datetime], Brought | None]
BRINGS: Ask[Brings] = Ask(
    "meetings.brings",
    "What comes to the agenda of a meeting that is planned for it, by the key that an address carries.",
)
