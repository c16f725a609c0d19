"""What accounts do not say of themselves: what members wrote between them, which rooms above keep."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from uuid import UUID

from kevread.common.asks import Ask
from kevread.ledgers.rules.matching import Recorded

type Records = Callable[[Collection[UUID], date, date], Iterable[Recorded]]
RECORDED: Ask[Records] = Ask(
    "ledgers.recorded", "What these members wrote between them, and both say, from a day to another, both included."
)
