"""What rooms above tell of what the journal does not follow."""

from collections.abc import Callable, Iterable
from uuid import UUID

from kevread.common.asks import Ask

type Beside = Callable[[], Iterable[tuple[str, UUID | str, tuple[str, ...]]]]

BESIDE: Ask[Beside] = Ask(
    "journal.beside",
    "Of rows that say the digest of others, which the journal does not follow: those whose others are no longer so. Their "
    "table, key and column. Asked inside `strictly`: tables are named with their schema.",
)
