"""End a sitting: on a page that says what is left, if anything is. One press in the room never does it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from kevread.attendance import permissions
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.meetings.scene import meeting_of
from kevread.sittings.operations import holding
from kevread.sittings.queries.left import keys_of, left_in, unfinished
from kevread.sittings.queries.room import bar_beside
from kevread.sittings.views.room import asked, in_the_room, page, part_of_room
from kevread.ui.access import signed_in, today_only
from kevread.ui.gestures import Done, Gesture, perform
from kevread.ui.request import Request


@signed_in
@today_only
@in_the_room
def close(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What is left is read with the way to each; the button then names what was read, and nothing more."""
    meeting = meeting_of(request, key)
    permissions.may_run(request.actor, meeting).or_raise()
    seen = request.POST.getlist("vu")

    def end() -> Done:
        holding.close_meeting(meeting=meeting, seen=seen, **asked(request))
        return Done("La séance est close.", "sittings:room", scale=scale, key=key)

    gesture = perform(request, None, end)
    if gesture.done:
        return gesture.done
    if isinstance(gesture.refusal, holding.StillLeft) and not seen:
        return redirect(request.path)  # read first: the page asks nothing of whoever comes back to it
    if gesture.refusal and not isinstance(gesture.refusal, holding.StillLeft):
        return page(gesture, meeting_of(request, key))
    return asked_again(gesture, meeting)


def asked_again(gesture: Gesture, meeting: Meeting) -> HttpResponse:
    left, polls = left_in(meeting), unfinished(meeting)
    if meeting.stage is not State.IN_PROGRESS:
        return redirect(part_of_room(meeting, ""))
    more, gesture.refusal = gesture.refusal is not None, None
    context: dict[str, Any] = {
        "left": left,
        "seen": keys_of(left),
        "polls": polls,
        "more": more,
    } | bar_beside(meeting, gesture.request.actor)
    return gesture.page("sittings/close.html", context, status=409 if more else 200)
