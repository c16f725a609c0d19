"""Something that waits for somebody: each room says what, « Aujourd’hui » puts them together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor, Hat


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits: what, why it is mine, one button; where the rule that calls for it is read, if one does; and
    what somebody else owes meanwhile (`beside`)."""

    what: str
    why: str
    url: str
    button: str
    by: date | None = None
    rule: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks what waits for them, where, and when. `person` and `scale` are rows of `directory`; `circle` holds the
    organisations that the scale shows to this person, itself among them."""

    actor: Actor
    person: Any
    scale: Any
    circle: frozenset[UUID]
    on: date


@dataclass(frozen=True, slots=True)
class Line:
    """Lines of « Aujourd’hui » that a room declares. `rank`: the lowest first. `live`: something else than acts moves them,
    ballots for instance, so that they are asked anew each time."""

    rank: int
    find: Callable[[Asker], list[ToDo]]
    live: bool = False


def why(hat: Hat) -> str:
    """Why it is mine: the hat by which one may act."""
    return f"Vous pouvez agir : {hat.label}."
