"""The works that the document opens: who leads each, until when, where it stands."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kevread.competence.queries import Stream, matrix
from kevread.decisions.models import FollowUp
from kevread.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Work:
    """One of them, and the follow-ups by which it is led, the first due first."""

    slug: str
    told: Stream
    steps: tuple[FollowUp, ...]

    def state(self, on: date) -> str:
        """« late » when a step that is not done is past its day; « done » when all are; « led »; « undecided » when nobody
        decided any."""
        if not self.steps:
            return "undecided"
        if any(one.late(on) for one in self.steps):
            return "late"
        return "done" if all(one.done_on for one in self.steps) else "led"


def works_of(head: Organisation, on: date) -> list[Work]:
    """Each, in the order of the federation's file. One query."""
    steps: Mapping[str, list[FollowUp]] = defaultdict(list)
    rows = FollowUp.objects.of_streams(on).filter(decision__organisation=head)
    for row in rows.select_related("owner", "decision__body__organisation").order_by("due", "pk"):
        steps[row.stream].append(row)
    return [Work(slug, told, tuple(steps[slug])) for slug, told in matrix().streams.items()]
