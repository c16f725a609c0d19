"""What rooms above tell of a decision."""

from collections.abc import Callable, Iterable

from kevread.common.asks import Ask
from kevread.decisions.models import Decision
from kevread.directory.models import Person
from kevread.seats.models import Seat

type Elected = Callable[[Decision], Iterable[tuple[Person, Seat]]]
ELECTED: Ask[Elected] = Ask("decisions.elected", "Who was elected by a decision, and to which seat.")
