"""What rooms above tell of people at work: the career interviews that were held, and where one is opened; the end of a contract
that was decided."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Met:
    """Of somebody: the day of their last career interview, that of the last one that took stock of eight years; whether one is
    under way. Each is None where nobody wrote it."""

    held_on: date | None = None
    took_stock_on: date | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Careers:
    """`met(employer, people, on)`: by person, in a number of queries that does not grow. `way(employer)`: where such an
    interview is opened there, for whoever may. `since(employer, on)`: from which day on they are known there."""

    met: Callable[[Organisation, Collection[UUID], date], Mapping[UUID, Met]]
    way: Callable[[Organisation], Way | None]
    since: Callable[[Organisation, date], date | None]


@dataclass(frozen=True, slots=True)
class Decided:
    """The end of a contract, decided and standing. `write(day)`: it is written in a contract since that day; called in the act
    that writes it, and of one that is written already, for nothing."""

    last: date
    reason: str
    write: Callable[[date], None]


DECIDED: Ask[Callable[[UUID], Decided | None]] = Ask(
    "staff.decided", "The end of this contract, where it was decided: it goes with the contract."
)
CAREERS: Ask[Careers] = Ask("staff.careers", "What is known of career interviews, which the law asks of an employer.")
