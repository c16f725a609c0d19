"""What this room opens by itself, and what is asked of it; what waits elsewhere. Keys and days as JSON keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from kevread.common.reading import ReadBy, dotted, read_as

MANDATE, SETTING, DEROGATION, WAITING = "mandate", "setting", "derogation", "waiting"
NO_ROW = UUID(int=0)
WATCHED = timedelta(days=365)


def first_watched(on: date) -> date:
    """The first of the twelve months that end on a day, which the common framework reads.

    >>> first_watched(date(2026, 11, 24))
    datetime.date(2025, 11, 25)
    """
    return on - WATCHED + timedelta(days=1)


def key_of(value: Any) -> UUID:
    """A key as JSON keeps it; one that no row has when it is none."""
    try:
        return UUID(str(value))
    except ValueError:
        return NO_ROW


def day(value: Any) -> date | None:
    """A day as JSON keeps it."""
    if isinstance(value, date) or not value:
        return value or None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


type Key = Annotated[UUID | None, ReadBy(lambda value: key_of(value) if value else None)]
type Day = Annotated[date | None, ReadBy(day)]
type Text = Annotated[str, ReadBy(lambda value: str(value or ""))]


@dataclass(frozen=True, slots=True)
class AskedMandate:
    """A mandate to open; or `mandate`, one that is open already."""

    mandate: Key = None
    seat: Key = None
    person: Key = None
    represents: Key = None
    family: Text = ""
    first: Day = None
    last: Day = None


@dataclass(frozen=True, slots=True)
class AskedSetting:
    """A value to write; or `setting`, one that is written already."""

    setting: Key = None
    name: Text = ""
    value: Annotated[Any, ReadBy(lambda value: value)] = None
    since: Day = None


@dataclass(frozen=True, slots=True)
class AskedDerogation:
    clause: Text = ""
    organisation: Key = None
    first: Day = None
    last: Day = None
    reason: Text = ""


@dataclass(frozen=True, slots=True)
class AskedElsewhere:
    """In which room it would be done."""

    room: Text = ""


def asked_as[T](kind: type[T], asked: Mapping[str, Any]) -> T:
    """What a decision opens, as its kind asks it. Raises Misread for what this kind does not ask."""
    return read_as(kind, asked, dotted)
