"""What a line of the register is written from, held against the acts that wrote it: whoever owns the tables changes the day
of a meeting, or what a point brings, for the minute in which somebody enters the decision, and puts it back."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from kevread.decisions.models import Application, Citation, Decision, Joining, Submission
from kevread.directory.models import Organisation, Person
from kevread.journal.as_acted import Rows, otherwise, require_none
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.forwarding import DEEPEST
from kevread.seats.models import Body, Seat


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


def require_opened_as_acted(application: Application) -> None:
    """What a decision opens is what acts made it, with the decision itself, the body that took it, and the seat, the person and
    the organisation that it names, those into which they were merged included. Raises Refused."""
    named = tuple(key for key in map(key_of, application.asked.values()) if key)
    decision = application.decision
    scopes = [
        Rows(Application, "id", (application.pk,)),
        Rows(Decision, "id", (decision.pk,)),
        Rows(Body, "id", (decision.body_id,)),
        Rows(Seat, "id", named),
    ]
    for model in (Person, Organisation):
        kept = model.everything.filter(pk__in=named).exclude(into=None).values_list("into", flat=True)
        scopes.append(Rows(model, "id", (*named, *kept)))
    require_none(otherwise(scopes), "cette décision")


def key_of(value: object) -> UUID | None:
    """
    >>> key_of("01a222ed-014b-731f-9cb3-d8f62079d2a0"), key_of("2026-11-24"), key_of(3)
    (UUID('01a222ed-014b-731f-9cb3-d8f62079d2a0'), None, None)
    """
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def with_origins(item: AgendaItem | None) -> Iterator[AgendaItem]:
    for _ in range(DEEPEST + 1):
        if item is None:
            return
        yield item
        item = item.origin
