"""What the room that keeps decisions tells of delegations: by which of its lines one may be given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Line:
    """A decision that was adopted, as one cites it, by what body, when, and its words."""

    key: UUID
    cited: str
    body: UUID
    decided_on: date
    says: str


@dataclass(frozen=True, slots=True)
class Lines:
    """`kept(organisation, on)`: whether its register of decisions is kept that day. `adopted(organisation)`: what its bodies
    adopted and that stands, the last first. `one(key)`: the line, if it was adopted and stands."""

    kept: Callable[[Organisation, date], bool]
    adopted: Callable[[Organisation], Iterable[Line]]
    one: Callable[[Organisation, UUID], Line | None]


DECISIONS: Ask[Lines] = Ask("delegations.decisions", "By which decisions of a register a delegation may be given.")


type Serves = Callable[[str, Organisation], Way | None]
SERVES: Ask[Serves] = Ask(
    "delegations.serves",
    "Where an act that a delegation entrusts is done, for an organisation, in the rooms that know it.",
)


def ways_to_do(code: str, organisation: Organisation) -> list[Way]:
    """Where this act is done, each as its room says it."""
    return [way for serves in SERVES if (way := serves(code, organisation))]


def lines() -> Lines | None:
    """Of the room that keeps decisions; None on a site that has none."""
    return next(iter(DECISIONS), None)


def adopted_by(body: UUID, organisation: Organisation) -> list[Line]:
    """What this body adopted and that stands, the last first; nothing on a site that keeps no decisions."""
    room = lines()
    return [one for one in room.adopted(organisation) if one.body == body] if room else []
