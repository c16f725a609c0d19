"""What accounts do not say of themselves, and rooms above keep: what members wrote between them; what is committed for a year,
and what is to come in and go out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.directory.models import Organisation
from kevread.ledgers.rules.cash import Movement
from kevread.ledgers.rules.matching import Recorded

type Records = Callable[[Collection[UUID], date, date], Iterable[Recorded]]
RECORDED: Ask[Records] = Ask(
    "ledgers.recorded", "What these members wrote between them, and both say, from a day to another, both included."
)


@dataclass(frozen=True, slots=True)
class Committed:
    """An amount that is signed, notified or called for some days, by the account where it usually falls: what is spent and what
    is brought are both positive. `also`: where else it may fall. `screen`: that of the organisation which tells it, or of
    another one, `at`."""

    account: str
    action: str
    label: str
    cents: int
    screen: str
    also: tuple[str, ...] = ()
    at: str = ""


type Years = Mapping[int, tuple[date, date]]  # the first and the last day of each, by the year in which it closes
type Committing = Callable[[Organisation, Years, Actor], Iterable[tuple[int, Committed | str]]]
COMMITTED: Ask[Committing] = Ask(
    "ledgers.committed",
    "What is committed for an organisation, of which of these years, among what this person may read; a sentence for what is "
    "known to be committed and has no amount. In a number of queries that does not grow with the years.",
)


type Expecting = Callable[[Organisation, date, date, date, Actor], Iterable[Movement | str]]
EXPECTED: Ask[Expecting] = Ask(
    "ledgers.expected",
    "What came in or went out of an organisation between two days, and what is to, as it is known on a third, among what this "
    "person may read; a sentence for what is known to be left out.",
)
