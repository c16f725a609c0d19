"""What a meeting does not know of itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.common.facts import Organisations
from kevread.meetings.models import Meeting

QUORUM_MISSED: Ask[Callable[[Meeting], bool]] = Ask(
    "meetings.quorum_missed", "Whether the quorum of a meeting was looked for, and never met."
)


class Apart(NamedTuple):
    """A day on which a body decided, and of which no meeting of it is written: it met, or decided otherwise, and of that day
    nothing is known, good or bad."""

    organisation: UUID
    body: UUID
    kind: str
    day: date


type DecidedApart = Callable[[date, date, Organisations], Sequence[Apart]]
DECIDED_APART: Ask[DecidedApart] = Ask(
    "meetings.decided_apart", "The days from one to another, both included, on which a body decided without a meeting."
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
