"""How many places are vacant where a setting gives them: rooms above the charter say it, the charter asks.

Registered as facts are: by the room that knows, discovered with its `facts.py`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Vacant(NamedTuple):
    """A body, as people name it, and how many of its places that a setting gives are vacant; how many others are free, where
    « au plus » is all that is asked."""

    where: str
    places: int
    free: int = 0


type Count = Callable[[date, str], Mapping[UUID, Vacant]]
COUNTS: list[Count] = []


def counts_places(count: Count) -> Count:
    """Register a function `(on: date, setting: str) -> {body: Vacant}`."""
    COUNTS.append(count)
    return count


def vacant_on(on: date, setting: str) -> dict[UUID, Vacant]:
    """What every room says of a setting (its whole name), that day."""
    return {body: vacant for count in COUNTS for body, vacant in count(on, setting).items()}
