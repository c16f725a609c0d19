"""What two lines of authority tell the rooms below: the days that somebody was granted, for their own calendar."""

from datetime import date

from kevread.directory.models import Person
from kevread.rhythm.asks import DAYS, WholeDays
from kevread.supervision.queries.leaves import granted_to


@DAYS.answer
def granted_days(person: Person, since: date, until: date) -> list[WholeDays]:
    return [
        WholeDays(one.pk, one.get_kind_display(), one.first, one.last, one.matter.closed_at)
        for one in granted_to(person.pk, since, until)
        if one.matter.closed_at
    ]
