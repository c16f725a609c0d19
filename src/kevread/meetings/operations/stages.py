"""What every verb on a meeting does first: lock it, ask whether its state allows it, and whether it is what acts left."""

from collections.abc import Callable, Collection, Sequence

from kevread.common.errors import Refused, Way
from kevread.journal.as_acted import Rows
from kevread.meetings.models import Meeting
from kevread.meetings.operations.acted import require_meeting_as_acted
from kevread.meetings.queries.wording import ended
from kevread.meetings.rules.life import State, may_follow

BEFORE_NOTICE = (State.DRAFT, State.AGENDA)


def lock(
    meeting: Meeting, states: Collection[State], what: str, held: Callable[[Meeting], Sequence[Rows]] | None = None
) -> Meeting:
    """The meeting, locked until the transaction ends. Refused when its state does not allow `what`, a short sentence:
    « L’ordre du jour ne change plus »; and, once it is convened, when it is not what acts left, with what the room above says
    that its gestures read besides (`held`)."""
    found: Meeting = Meeting.objects.select_related("body__organisation").lock(meeting.pk)
    if found.stage not in states:
        raise Refused(f"{what}. État de la réunion : {found.stage.label.lower()}.{over(found)}", ways=to_minutes(found))
    if found.stage not in BEFORE_NOTICE:
        require_meeting_as_acted(found, held(found) if held else (), "ce geste")
    return found


def over(meeting: Meeting) -> str:
    """What a gesture sent to a sitting that is over is told besides."""
    said = ended(meeting)
    return f" {said}" if said else ""


def to_minutes(meeting: Meeting) -> tuple[Way, ...]:
    where = {"scale": meeting.organisation.slug, "key": meeting.pk}
    return (Way("Voir le procès-verbal", "minutes", where),) if ended(meeting) else ()


def pass_to(meeting: Meeting, state: State, *fields: str) -> None:
    """Write the next state, with other columns that changed with it."""
    if not may_follow(meeting.stage, state):
        raise Refused(
            f"Cette réunion est {meeting.stage.label.lower()} : elle ne peut pas devenir {state.label.lower()}."
        )
    meeting.state = state.value
    meeting.save(update_fields=["state", *fields])
