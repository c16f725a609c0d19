"""What rooms above tell of whole days of somebody, for the calendar that they follow."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kevread.common.asks import Ask
from kevread.directory.models import Person


@dataclass(frozen=True, slots=True)
class WholeDays:
    """Days that are somebody’s own: `key` names the entry, `changed_at` says when it was last written."""

    key: UUID
    what: str
    first: date
    last: date
    changed_at: datetime


type DaysOf = Callable[[Person, date, date], Iterable[WholeDays]]
DAYS: Ask[DaysOf] = Ask("rhythm.days", "The whole days of somebody between two, for their own calendar and no other.")
