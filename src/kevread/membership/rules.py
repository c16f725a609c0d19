"""What is decided of memberships without a table."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from kevread.common.reading import ReadBy

KEPT = timedelta(days=7)  # what is not confirmed is forgotten after it
DECIDING = "admission"  # what a decision opens, as `decisions.yaml` names it
type Answer = Literal["accept", "refuse"]


def forgotten_on(asked_on: date) -> date:
    """The last day on which a link may still be opened.

    >>> forgotten_on(date(2026, 11, 24))
    datetime.date(2026, 12, 1)
    """
    return asked_on + KEPT


type Key = Annotated[UUID, ReadBy(lambda value: UUID(str(value)))]
type Day = Annotated[date | None, ReadBy(lambda value: date.fromisoformat(str(value)) if value else None)]


@dataclass(frozen=True, slots=True)
class AskedAdmission:
    """Which application a decision answers, and how, as JSON keeps it."""

    admission: Key
    answer: Answer
    since: Day = None
    reason: str = ""
