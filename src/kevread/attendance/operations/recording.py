"""A meeting that was held without Kevread, told afterwards."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from kevread.attendance.models import Presence
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.meetings import permissions
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.operations.planning import BEFORE_NOTICE, Slot, entries_for, require_possible
from kevread.meetings.rules.life import State
from kevread.seats.models import Body


def record_held(
    *,
    actor: Actor,
    body: Body,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    people: Iterable[Person] = (),
    place: str = "",
    mode: str = Meeting.Mode.ON_SITE,
    session: str = Meeting.Session.ORDINARY,
    title: str = "",
) -> Meeting:
    """Tell that the body met, without Kevread: closed already, and said to be told afterwards.

    `people` are those who were there, if one knows: each enters the roll with the seat held that day, and a presence for
    the whole meeting. A date planned that day for this body becomes this meeting; one that was convened keeps its notice and
    its roll, which nobody enters any more. Raises Denied, or Invalid on the field: a moment to come, a day on which the
    body does not exist, hours at which it met already, somebody who was not convened.
    """
    permissions.may_prepare(actor, body).or_raise()
    if ends_at > now:
        raise Invalid("starts_at", "Une réunion tenue est passée : celle-ci n’est pas finie. Vous pouvez la planifier.")
    slot = Slot(body, starts_at, ends_at, place, mode, title)
    with act("attendance.record_held", actor=actor, about=body.organisation, now=now, arguments=slot.arguments):
        day = timezone.localtime(starts_at).date()
        dated = Meeting.objects.filter(body=body, state__in=(*BEFORE_NOTICE, State.CONVENED)).between(day, day)
        draft = min(dated, key=lambda one: abs(one.starts_at - starts_at), default=None)
        require_possible(body, starts_at, ends_at, apart=draft, mode=mode)
        meeting = Meeting.objects.lock(draft.pk) if draft else Meeting(body=body)
        meeting.starts_at, meeting.ends_at = starts_at, ends_at
        meeting.opened_at, meeting.closed_at = starts_at, ends_at
        meeting.state, meeting.is_recorded = State.CLOSED.value, True
        meeting.sequence += bool(draft)  # calendars have it already
        if not meeting.notices.exists():
            meeting.session, meeting.mode = session, mode
        meeting.place, meeting.title = place.strip() or meeting.place, title.strip() or meeting.title
        meeting.save()
        record_presences(meeting, people)
    return meeting


def record_presences(meeting: Meeting, people: Iterable[Person]) -> None:
    """Those who were there: at the title they had in the body that day, a guest when they had none; or as convened."""
    there = list({person.pk: person for person in people}.values())
    if not there:
        return
    if meeting.notices.exists():
        roll = convened_among(meeting, there)
    else:
        roll = entries_for(meeting, there)
        RollEntry.objects.bulk_create(roll)
    Presence.objects.bulk_create(
        Presence(entry=entry, arrived_at=meeting.starts_at, left_at=meeting.ends_at) for entry in roll
    )


def convened_among(meeting: Meeting, there: Sequence[Person]) -> list[RollEntry]:
    """Their lines of the roll that the notice froze: nobody enters it any more."""
    roll = list(meeting.roll.filter(person__in=there).order_by("-votes", "pk"))
    known = {entry.person_id for entry in roll}
    if strangers := [str(person) for person in there if person.pk not in known]:
        raise Invalid(
            "people", f"Sur la liste de la convocation, que rien ne change, il n’y a pas : {', '.join(strangers)}."
        )
    return roll
