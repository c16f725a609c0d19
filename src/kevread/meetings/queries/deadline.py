"""Until when the notice of a meeting may leave, while its day is being chosen."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from kevread.charter.engine import values_on
from kevread.meetings.models import Meeting
from kevread.meetings.queries.terms import decided
from kevread.meetings.rules.notices import Timing
from kevread.seats.models import Body


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the articles of association ask of a body on a day: `day` None as long as it is not chosen."""

    body: Body
    day: date | None
    timing: Timing

    @property
    def is_over(self) -> bool:
        return self.day is not None and self.day < self.timing.sending

    @property
    def left(self) -> int:
        """Whole days until the last on which it may be sent, that one counted."""
        return (self.timing.last - self.timing.sending).days if self.timing.last else 0


def deadline_of(body: Body, day: date | None, today: date) -> Deadline:
    """By the settings in force on that day; on the present one, as long as it is not chosen. One query."""
    on = day or today
    noon = datetime.combine(on, time(12), timezone.get_current_timezone())
    asked = decided(Meeting(body=body, starts_at=noon), values_on(on))
    return Deadline(body, day, Timing(on, asked.notice_days, today))
