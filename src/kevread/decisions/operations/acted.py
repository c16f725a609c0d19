"""What a line of the register is written from, held against the acts that wrote it: whoever owns the tables changes the day
of a meeting, or what a point brings, for the minute in which somebody enters the decision, and puts it back."""

from collections.abc import Iterable, Iterator

from kevread.decisions.models import Citation, Decision, Joining, Submission
from kevread.journal.as_acted import Rows, otherwise, require_none
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.forwarding import DEEPEST
from kevread.seats.models import Body


def require_entered_as_acted(
    body: Body, meeting: Meeting | None, item: AgendaItem | None, named: Iterable[Decision]
) -> None:
    """The body, its meeting, the point and those it comes from, what they submit, and the lines that are named beside: each is
    what its last act left. What is gone is not looked for. Raises Refused."""
    items = tuple(one.pk for one in with_origins(item))
    found = otherwise(
        [
            Rows(Body, "id", (body.pk,)),
            Rows(Meeting, "id", (meeting.pk,) if meeting else ()),
            Rows(AgendaItem, "id", items),
            Rows(Submission, "item_id", items),
            Rows(Decision, "id", tuple({one.pk for one in named})),
        ]
    )
    require_none(found, "cette décision")


def require_corrected_as_acted(decision: Decision) -> None:
    """A line that is said again is what acts made it, with what it cites and what it is the same as. Raises Refused."""
    key = (decision.pk,)
    found = otherwise(
        [Rows(Decision, "id", key), Rows(Citation, "decision_id", key), Rows(Joining, "decision_id", key)]
    )
    require_none(found, "cette correction")


def with_origins(item: AgendaItem | None) -> Iterator[AgendaItem]:
    for _ in range(DEEPEST + 1):
        if item is None:
            return
        yield item
        item = item.origin
