"""What the directory does not know of its people: by what they are in the network."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.asks import Ask

type Held = Callable[[Collection[UUID], Actor, date], Mapping[UUID, str]]
HELD: Ask[Held] = Ask("directory.held", "What each of these people holds that day, and where, in a few words.")
