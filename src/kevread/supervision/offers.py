"""What two lines of authority tell the rooms below: the days that somebody was granted, for their own calendar."""

from datetime import date

from kevread.directory.models import Person
from kevread.rhythm.asks import DAYS, WholeDays
from kevread.supervision.models import Leave
from kevread.supervision.queries.leaves import granted_to


@DAYS.answer
def granted_days(person: Person, since: date, until: date) -> list[WholeDays]:
    return [
        WholeDays(one.pk, named(one), one.first, one.last, one.matter.closed_at)
        for one in granted_to(person.pk, since, until)
        if one.matter.closed_at
    ]


def named(leave: Leave) -> str:
    """As a calendar of whole days shows it: the half, in words, where a day is not whole."""
    parts = {leave.part_of(leave.first), leave.part_of(leave.last)} - {""}
    if not parts:
        return leave.get_kind_display()
    if leave.first == leave.last:
        return f"{leave.get_kind_display()}, {parts.pop()}"
    return str(leave)
