"""What imports do not know of people: what they may do on the day, and what two records of somebody cannot be at once."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.common.errors import Refused
from kevread.directory.models import Person

ACTS_AS: Ask[Callable[[UUID, date], Actor]] = Ask(
    "imports.acts_as", "The actor that this person is that day: what was asked by one who may no longer is not done."
)
APART: Ask[Callable[[Person, Person], Refused | None]] = Ask(
    "imports.apart",
    "What keeps two records from being those of one person, and what to do about it; None when nothing does.",
)
CLOSED: Ask[Callable[[], Iterable[UUID]]] = Ask(
    "imports.closed", "The records of people that are nobody’s any more: they are proposed to no merge, and refuse it."
)
