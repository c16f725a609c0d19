"""Another date for a meeting that was announced: another meeting, linked to the first, convened in its turn."""

from datetime import datetime, timedelta

from kevread.charter.queries.quote import quote
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.journal.operations import act
from kevread.meetings.asks import QUORUM_MISSED
from kevread.meetings.models import Meeting
from kevread.meetings.operations.convening import may_convene, require_reason, roll_of, way_to
from kevread.meetings.operations.drafting import carry_agenda
from kevread.meetings.operations.enclosing import carry_files
from kevread.meetings.operations.letters import Occasion, send_letters
from kevread.meetings.operations.planning import require_possible
from kevread.meetings.operations.stages import lock, pass_to
from kevread.meetings.queries import terms
from kevread.meetings.rules.life import State

FAILED = (State.FAILED, State.DRAFTED, State.SIGNED, State.APPROVED, State.ARCHIVED)
FOLLOWS = "Une seconde convocation suit un défaut de quorum"


def postpone_meeting(
    *,
    actor: Actor,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    now: datetime,
    place: str = "",
) -> Meeting:
    """A convened meeting is held on another date: the new one, with the same agenda, is ready to be convened.

    The calendar entry of the first is cancelled and the letter says the new date; the second has an entry of its own.
    Raises Denied; Invalid on `starts_at`, `ends_at` or `reason`; Refused unless it is convened.
    """
    may_convene(actor, meeting, now).or_raise()
    said = require_reason(reason, "Dites en une phrase pourquoi elle est reportée.")
    arguments = {"meeting": meeting.pk, "starts_at": starts_at, "ends_at": ends_at}
    with act("meetings.postpone", actor=actor, about=meeting.organisation, now=now, arguments=arguments, reason=said):
        found = lock(meeting, (State.CONVENED,), "Cette réunion ne se reporte plus")
        require_to_come(starts_at, now)
        require_possible(found.body, starts_at, ends_at, apart=found)
        later = follow(found, starts_at, ends_at, place)
        found.postponed_to = later
        found.sequence += 1
        pass_to(found, State.POSTPONED, "postponed_to", "sequence")
        send_letters(found, roll_of(found), Occasion.POSTPONED, now=now, reason=said)
    return later


def second_call(
    *, actor: Actor, meeting: Meeting, starts_at: datetime, ends_at: datetime, now: datetime, place: str = ""
) -> Meeting:
    """After a failure of quorum, the same assembly is called again with the same agenda, under the quorum of a second call.

    Raises Denied; Invalid on `starts_at` before the delay of the articles of association (L1.11; nobody decided one: any
    day); Refused when the quorum did not fail, or when it was called again already.
    """
    may_convene(actor, meeting, now).or_raise()
    arguments = {"meeting": meeting.pk, "starts_at": starts_at, "ends_at": ends_at}
    with act("meetings.call_again", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, FAILED, FOLLOWS)
        require_failure(found)
        require_to_come(starts_at, now)
        require_delay(found, starts_at)
        require_possible(found.body, starts_at, ends_at, apart=found)
        return follow(found, starts_at, ends_at, place, second_call_of=found)


def require_failure(meeting: Meeting) -> None:
    """Its quorum failed, and it was not called again. Raises Refused: the page asks it before it shows a form."""
    if meeting.stage not in FAILED:
        raise Refused(f"{FOLLOWS}. État de la réunion : {meeting.stage.label.lower()}.")
    if meeting.stage is not State.FAILED and not failed(meeting):
        raise Refused(f"{FOLLOWS} : celui de cette réunion était atteint.")
    if later := Meeting.objects.filter(second_call_of=meeting).select_related("body__organisation").first():
        ways = (way_to(later, "Voir la seconde réunion", "meeting"),)
        raise Refused("Cette réunion a déjà sa seconde convocation.", ways=ways)


def failed(meeting: Meeting) -> bool:
    """Its quorum was looked for, and never met."""
    return any(missed(meeting) for missed in QUORUM_MISSED)


def require_to_come(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise Invalid("starts_at", "Cette heure est passée : choisissez une date à venir.")


def require_delay(meeting: Meeting, starts_at: datetime) -> None:
    """« Délai avant une seconde réunion »: that many days after the first, at least."""
    days = terms(meeting).second_call_days
    first = meeting.day + timedelta(days=days or 0)
    if Meeting(starts_at=starts_at).day < first:
        raise Invalid(
            "starts_at",
            f"Les statuts demandent {days} jours avant une seconde réunion : le {day_in_words(first)} au plus tôt. "
            f"Article L1.11, avec nos mots : {quote('L1.11', meeting.organisation.pk, meeting.day)}",
        )


def follow(meeting: Meeting, starts_at: datetime, ends_at: datetime, place: str, **link: Meeting) -> Meeting:
    """The meeting that comes after another, with its agenda settled and its files. Inside an act."""
    later = Meeting.objects.create(
        body=meeting.body,
        session=meeting.session,
        title=meeting.title,
        mode=meeting.mode,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip() or meeting.place,
        link=meeting.link,
        is_public=meeting.is_public,
        state=State.AGENDA.value,
        **link,
    )
    carry_agenda(list(meeting.items.filter(withdrawn=False).order_by("rank")), later)
    carry_files(meeting, later)
    return later
