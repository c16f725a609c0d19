"""What a room knows by itself to have happened: declared in its `room.py`, so that what was promised elsewhere ticks by itself,
or falls due then, without the room that keeps promises naming those that know."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Asked(NamedTuple):
    """Of whom: an organisation, and the body where it is looked for, when the witness is of a body."""

    organisation: UUID
    body: UUID | None


class Happened(NamedTuple):
    """On which day, what it is in words, and the row by which it is known."""

    day: date
    said: str
    row: UUID


type Saw = Mapping[Asked, Sequence[Happened]]


@dataclass(frozen=True, slots=True)
class Witness:
    """Something that a room sees happen. `kind` carries the room: « meetings.held »; `label` is a noun group, « une réunion
    tenue »; `of` says of what its rows are, so that two witnesses of one word speak of the same things: the minutes *of that*
    meeting. `of_body`: it is looked for in a body. `find(asked, on)` gives what it saw by that day, by day, in a number of
    queries that does not grow."""

    kind: str
    label: str
    of: str
    find: Callable[[Collection[Asked], date], Saw]
    of_body: bool = True
