"""What rooms above tell: by which decisions a setting may be fixed, and where the text that says it is adopted; who holds the
seats by which one may act."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Fixing:
    """By which decisions a setting may be fixed, the last first: those of a type that fixes settings, then those of which no
    type says it; and where another is written, to come back here with it."""

    ways: tuple[Way, ...]
    untyped: tuple[Way, ...]
    write: Way


# A value that was looked at, to be offered where it is decided: `valeur`, `depuis`; or nothing.
type Tried = Mapping[str, Any]
type FixedBy = Callable[[Actor, Organisation, str, Tried], Fixing | None]
FIXED_BY: Ask[FixedBy] = Ask(
    "charter.fixed_by",
    "The decisions by which somebody may fix a setting of an organisation, and where, with the value that they looked at; none "
    "for whoever may not.",
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A role by which one may do something, « la présidence d’ESS 35 »; who holds it, of those that the reader may read, and
    whether somebody does; whether it is of the organisation itself (`is_near`), or reaches it from above."""

    role: str
    people: tuple[str, ...]
    is_held: bool
    is_near: bool


type WhoMay = Callable[[Collection[tuple[str, UUID]], date, Actor], Mapping[tuple[str, UUID], Sequence[Holder]]]
WHO_MAY: Ask[WhoMay] = Ask(
    "charter.who_may",
    "For each right on an organisation, the roles that have it that day and who holds them, as a reader may read it.",
)

type DecidedTogether = Callable[[], Mapping[str, str]]
TOGETHER: Ask[DecidedTogether] = Ask(
    "charter.together",
    "The settings that one verb of a room above decides together, and none alone; of each, how it is said.",
)

type WrittenIn = Callable[[Organisation], Way]
WRITTEN_IN: Ask[WrittenIn] = Ask(
    "charter.written_in",
    "Where an organisation adopts its articles of association, that say the settings `fixed_in` them.",
)
