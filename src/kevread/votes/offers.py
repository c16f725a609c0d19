"""What votes tell the rooms below."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from kevread.attendance.asks import MOMENTS
from kevread.common.errors import Way
from kevread.decisions.asks import ELECTED, RESTS, Rest
from kevread.decisions.models import Decision
from kevread.decisions.queries.resting import wordings_of
from kevread.directory.models import Person
from kevread.journal.asks import BESIDE
from kevread.meetings.models import Meeting
from kevread.seats.models import Seat
from kevread.votes.models import Poll
from kevread.votes.queries.box import otherwise_than_closed, otherwise_than_counted, otherwise_than_opened


@MOMENTS.answer
def moments(meeting: Meeting) -> Iterable[datetime | None]:
    """The last opening and the last closing of a vote. One query."""
    found = Poll.objects.filter(item__meeting=meeting).aggregate(opened=Max("opened_at"), closed=Max("closed_at"))
    return found.values()


@BESIDE.answer
def boxes() -> Iterable[tuple[str, UUID, tuple[str, ...]]]:
    """The closed boxes whose ballots or marks are no longer those of their closing; the votes whose roll is no longer that of
    their opening; those by name whose answers are no longer those of their count."""
    for column, found in (
        ("box_sha256", otherwise_than_closed()),
        ("terms", otherwise_than_opened()),
        ("result", otherwise_than_counted()),
    ):
        yield from (("votes_poll", key, (column,)) for key in found)


@ELECTED.answer
def elected(decision: Decision) -> Iterable[tuple[Person, Seat]]:
    """Who a vote elected, and to which seat; nobody when the decision is not that of an election, or when it did not say
    the seat. Two queries."""
    rows = Poll.objects.select_related("seat").filter(result__decision=str(decision.pk), kind=Poll.Kind.ELECTION)
    poll = rows.filter(seat__isnull=False).first()
    if poll is None or poll.seat is None:
        return
    seat: Seat = poll.seat
    chosen = set(poll.counted.answer.elected)
    standing = poll.candidates.filter(person__isnull=False).select_related("person").order_by("on_list", "rank")
    yield from ((one.person, seat) for one in standing if one.person and one.code in chosen)


@RESTS.answer
def counted(decision: Decision) -> Iterable[Rest]:
    """A vote that was counted here took it: a decision that it adopted or rejected was taken. Two queries."""
    keys = [str(key) for key in wordings_of(decision)]
    rows = Poll.objects.filter(result__decision__in=keys).select_related("item__meeting__body__organisation")
    for poll in rows.order_by("number"):
        where = {"scale": poll.meeting.organisation.slug, "key": poll.item.meeting_id}
        yield Rest(f"Un vote compté ici l’a prise : « {poll.question} ».", Way("voir la réunion", "meeting", where))
