"""What fundings do not know of themselves, and a room above keeps: what of them feeds a fund that is shared out."""

from collections.abc import Callable, Iterable
from uuid import UUID

from kevread.common.asks import Ask
from kevread.directory.models import Organisation

type Feeding = Callable[[Organisation], Iterable[tuple[str, int, UUID | None]]]
FED: Ask[Feeding] = Ask(
    "finance.fed",
    "The grants that this organisation put into a fund that it shares out: of each, the clause that is quoted of its "
    "agreement, its sum in cents, and the funding that it is, where that is said.",
)
