"""Those of the roll who are not there yet, to be noted in one gesture: whoever said that they come, or everybody."""

from dataclasses import dataclass

from kevread.attendance.queries.attendance import Attendance
from kevread.attendance.rules import Standing
from kevread.meetings.models import Reply, RollEntry


@dataclass(frozen=True, slots=True)
class Awaited:
    """In the order of the roll. `everybody`: but whoever said that they do not come, gave a proxy, or stands in for another."""

    coming: tuple[RollEntry, ...]
    everybody: tuple[RollEntry, ...]


def awaited(found: Attendance) -> Awaited:
    """One query."""
    said = dict(Reply.objects.filter(entry__meeting=found.meeting).values_list("entry", "answer"))
    missing = [line.entry for line in found.lines if line.standing is Standing.ABSENT]
    coming = [one for one in missing if said.get(one.pk) in (Reply.Answer.COMING, Reply.Answer.REMOTE)]
    others = [
        one
        for one in missing
        if said.get(one.pk) != Reply.Answer.ABSENT
        and not getattr(one, "proxy_to", None)
        and one.quality != RollEntry.Quality.ALTERNATE
    ]
    return Awaited(tuple(coming), tuple(one for one in missing if one in coming or one in others))
