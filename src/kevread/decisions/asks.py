"""What rooms above tell of a decision."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.decisions.models import Decision
from kevread.directory.models import Person
from kevread.seats.models import Seat

type Elected = Callable[[Decision], Iterable[tuple[Person, Seat]]]
ELECTED: Ask[Elected] = Ask("decisions.elected", "Who was elected by a decision, and to which seat.")


@dataclass(frozen=True, slots=True)
class Rest:
    """What rests on a line of the register, in a sentence, and where it is undone or read."""

    what: str
    way: Way | None = None


type Rests = Callable[[Decision], Iterable[Rest]]
RESTS: Ask[Rests] = Ask(
    "decisions.rests", "What proves that a decision was taken, or carries it signed, that no row says by citing it."
)
