"""What rooms above tell of somebody who leaves."""

from collections.abc import Callable

from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.staff.models import Contract

LEAVES: Ask[Callable[[Contract], Way | None]] = Ask(
    "supervision.leaves", "Where what somebody carries is handed over, once the end of their contract is decided."
)
