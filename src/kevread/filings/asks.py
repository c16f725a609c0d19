"""What filings want to know and only rooms above can tell: which accounts the law asks to publish."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.asks import Ask


@dataclass(frozen=True, slots=True)
class Publishable:
    """Accounts of a closed year that are to be published, by which day (none: their approval is not known), and from what that
    is known. `is_sure`: nothing lacks to say so; what is not sure is owed by nobody, and may be said published."""

    organisation: UUID
    closed_on: date
    by: date | None
    is_sure: bool
    known: tuple[str, ...] = ()


type ToPublish = Callable[[Collection[UUID], date], Iterable[Publishable]]
TO_PUBLISH: Ask[ToPublish] = Ask(
    "filings.to_publish",
    "Of these organisations, the accounts that the law asks to publish, as they are known that day.",
)
