"""What rooms above tell of a meeting to whoever notes who is there."""

from collections.abc import Callable, Iterable
from datetime import datetime

from kevread.common.asks import Ask
from kevread.meetings.models import Meeting

type Moments = Callable[[Meeting], Iterable[datetime | None]]
MOMENTS: Ask[Moments] = Ask("attendance.moments", "The moments noted in a meeting, which nothing noted later precedes.")
