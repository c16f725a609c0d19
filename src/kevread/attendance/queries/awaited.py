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

    @property
    def said_yes(self) -> int:
        """People, who may sit for several."""
        return len({one.person_id for one in self.coming})

    @property
    def people(self) -> int:
        return len({one.person_id for one in self.everybody})


def awaited(found: Attendance) -> Awaited:
    """One query."""
    said = dict(Reply.objects.filter(entry__meeting=found.meeting).values_list("entry", "answer"))
    everybody = [
        line.entry
        for line in found.lines
        if line.standing is Standing.ABSENT
        and said.get(line.entry.pk) != Reply.Answer.ABSENT
        and not getattr(line.entry, "proxy_to", None)
        and line.entry.quality != RollEntry.Quality.ALTERNATE
    ]
    yes = (Reply.Answer.COMING, Reply.Answer.REMOTE)
    return Awaited(tuple(one for one in everybody if said.get(one.pk) in yes), tuple(everybody))
