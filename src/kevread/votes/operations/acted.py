"""What a vote reads to open or to be counted, or minutes to be frozen, held against the acts that wrote it: who is there, who
carries whose votes, who presides, what the notice froze, what was decided. Whoever owns the tables changes it for a minute, and
puts it back: the night sees nothing."""

from collections.abc import Sequence

from kevread.attendance.models import Presence, QuorumCheck
from kevread.decisions.models import Decision
from kevread.directory.models import Person
from kevread.journal.as_acted import Rows, not_as_acted, require_none
from kevread.journal.models import Act
from kevread.meetings.models import AgendaItem, Notice, Proxy, RollEntry
from kevread.meetings.models.meeting import Meeting, Reply
from kevread.seats.models import Body
from kevread.votes.models import Candidate, Poll


def require_as_acted(poll: Poll) -> None:
    """Every row of which a vote depends is what its last act left: at the opening the vote itself too, whose terms are not
    stamped yet. Raises Refused, with what is otherwise."""
    scopes = [Rows(Candidate, "poll_id", (poll.pk,))]
    if poll.state == Poll.State.DRAFT:
        scopes.append(Rows(Poll, "id", (poll.pk,)))
    require_meeting_as_acted(poll.item.meeting, scopes, "ce vote")


def require_held_as_acted(meeting: Meeting) -> None:
    """The same of all that minutes tell: what was put to the vote and what came of it, what was decided, the quorums that were
    found, who answered what, and the people of the roll. Raises Refused."""
    items = tuple(AgendaItem.objects.filter(meeting=meeting).values_list("pk", flat=True))
    entries = list(RollEntry.objects.filter(meeting=meeting).values_list("pk", "person"))
    roll, people = (tuple(keys) for keys in zip(*entries, strict=True)) if entries else ((), ())
    scopes = [
        Rows(Poll, "item_id", items),
        Rows(Decision, "meeting_id", (meeting.pk,)),
        Rows(QuorumCheck, "meeting_id", (meeting.pk,)),
        Rows(Reply, "entry_id", roll),
        Rows(Person, "id", people),
    ]
    require_meeting_as_acted(meeting, scopes, "ce procès-verbal")


def require_meeting_as_acted(meeting: Meeting, more: Sequence[Rows], reader: str) -> None:
    """The body too: whose acts are read again, and in which what is gone is looked for, is read there."""
    roll = tuple(RollEntry.objects.filter(meeting=meeting).values_list("pk", flat=True))
    scopes = [
        Rows(Meeting, "id", (meeting.pk,)),
        Rows(Body, "id", (meeting.body_id,)),
        Rows(Notice, "meeting_id", (meeting.pk,)),
        Rows(AgendaItem, "meeting_id", (meeting.pk,)),
        Rows(RollEntry, "meeting_id", (meeting.pk,)),
        Rows(Proxy, "giver_id", roll),
        Rows(Presence, "entry_id", roll),
        *more,
    ]
    since = Act.objects.filter(changes__row=meeting.pk).order_by("at").values_list("at", flat=True).first()
    found = not_as_acted(scopes, meeting.organisation.pk, since)
    require_none(found, reader)
