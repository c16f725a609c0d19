"""What a vote reads to open or to be counted, or minutes to be frozen, held against the acts that wrote it: who is there, who
carries whose votes, who presides, what the notice froze, what was decided. Whoever owns the tables changes it for a minute, and
puts it back: the night says that a row was written again, after the vote."""

from kevread.attendance.operations.acted import attendance_of, presences_of
from kevread.decisions.models import Decision
from kevread.directory.models import Person
from kevread.journal.as_acted import Rows, not_as_acted, require_none
from kevread.meetings.models import AgendaItem, RollEntry
from kevread.meetings.models.meeting import Meeting, Reply
from kevread.meetings.operations.acted import begun, require_meeting_as_acted
from kevread.votes.models import Candidate, Poll, Scrutineer


def require_as_acted(poll: Poll) -> None:
    """Every row of which a vote depends is what its last act left: at the opening the vote itself too, whose terms are not
    stamped yet. Raises Refused, with what is otherwise."""
    scopes = [Rows(Candidate, "poll_id", (poll.pk,))]
    if poll.state == Poll.State.DRAFT:
        scopes.append(Rows(Poll, "id", (poll.pk,)))
    meeting = poll.item.meeting
    require_meeting_as_acted(meeting, [*presences_of(meeting), *scopes], "ce vote")


def require_itself_as_acted(poll: Poll) -> None:
    """The same, before it is closed or counted, of the vote itself, of which its terms do not say all (its point, its seat);
    once it is closed, of what those who keep its key gave. After its terms, its roll and its box, which say better what is
    wrong."""
    scopes = [Rows(Poll, "id", (poll.pk,))]
    if poll.state == Poll.State.CLOSED:
        scopes.append(Rows(Scrutineer, "poll_id", (poll.pk,)))
    meeting = poll.item.meeting
    require_none(not_as_acted(scopes, meeting.organisation.pk, begun(meeting)), "ce vote")


def require_held_as_acted(meeting: Meeting) -> None:
    """The same of all that minutes tell: what was put to the vote and what came of it, what was decided, the quorums that were
    found, who answered what, and the people of the roll. Raises Refused."""
    items = tuple(AgendaItem.objects.filter(meeting=meeting).values_list("pk", flat=True))
    entries = list(RollEntry.objects.filter(meeting=meeting).values_list("pk", "person"))
    roll, people = (tuple(keys) for keys in zip(*entries, strict=True)) if entries else ((), ())
    scopes = [
        *attendance_of(meeting),
        Rows(Poll, "item_id", items),
        Rows(Decision, "meeting_id", (meeting.pk,)),
        Rows(Reply, "entry_id", roll),
        Rows(Person, "id", people),
    ]
    require_meeting_as_acted(meeting, scopes, "ce procès-verbal")
