"""A refusal on a page of a vote is no dead end: it leads back to the vote, and to the room where it is held."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from kevread.attendance.queries.leading import leads
from kevread.common import rooms
from kevread.common.errors import Denied, Invalid, NotDone, Way
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations.convening import way_to
from kevread.ui.gestures import Done
from kevread.ui.places import place
from kevread.ui.request import Request
from kevread.votes import permissions
from kevread.votes.models import Poll

type View = Callable[..., HttpResponse]


def leads_back(view: View) -> View:
    """What a view of a vote refuses offers the ways back that this person may take, unless it has better ones; for whoever
    leads the sitting, under the bar of its room."""

    @wraps(view)
    def guarded(request: Request, scale: str, key: UUID, **more: Any) -> HttpResponse:
        try:
            return view(request, scale=scale, key=key, **more)
        except NotDone as refusal:
            poll, meeting = seen_here(request, key)
            if not refusal.ways or isinstance(refusal, Denied):  # whom to ask comes after the way back
                refusal.ways = again(request, refusal) + ways_back(request, poll, meeting) + refusal.ways
            if item := point_led(request, poll, meeting, more.get("item")):
                refusal.head = rooms.panel("room_head")(request, item=item)
                refusal.above = rooms.panel("room_bar")(request, item=item, still=True)
            raise

    return guarded


def again(request: Request, refusal: NotDone) -> tuple[Way, ...]:
    """To the very ballot, where its answer is what was wrong."""
    here = request.resolver_match
    on_ballot = here is not None and here.url_name == "vote" and isinstance(refusal, Invalid)
    return (Way("Revenir au bulletin", here.view_name, here.kwargs),) if here and on_ballot else ()


def seen_here(request: Request, key: UUID) -> tuple[Poll | None, Meeting | None]:
    """`key`: of a vote, or of the meeting where one was to be put. Nothing that this person does not see."""
    polls = Poll.objects.visible_to(request.actor).select_related("item__meeting__body__organisation")
    poll: Poll | None = polls.filter(pk=key, item__meeting__body__organisation=request.scale).first()
    if poll is not None:
        return poll, poll.meeting
    meetings = Meeting.objects.visible_to(request.actor).select_related("body__organisation")
    return None, meetings.filter(pk=key, body__organisation=request.scale).first()


def ways_back(request: Request, poll: Poll | None, meeting: Meeting | None) -> tuple[Way, ...]:
    if poll is None:
        return (way_to(meeting, "Revenir à la réunion", "meeting"),) if meeting else ()
    where = {"scale": poll.meeting.organisation.slug, "key": poll.meeting.pk}
    to_vote = Way("Revenir au vote", "poll", where | {"key": poll.pk})
    if permissions.may_run_poll(request.actor, poll.meeting):
        return to_vote, Way("Revenir à la salle", "meeting_room", where, {"point": poll.item_id})
    return to_vote, Way("Revenir à la réunion", "meeting", where)


def point_led(request: Request, poll: Poll | None, meeting: Meeting | None, item: UUID | None) -> AgendaItem | None:
    """The point that the bar of the room leads back to: this vote’s, or the one that was to be put; else the current one."""
    if meeting is None or not is_led(request, meeting):
        return None
    rows = AgendaItem.objects.select_related("meeting__body__organisation").filter(meeting=meeting, withdrawn=False)
    points = {one.pk: one for one in rows.order_by("rank")}
    asked = (points.get(key) for key in (poll.item_id if poll else item, meeting.current_id) if key)
    return next(filter(None, asked), None) or next(iter(points.values()), None)


def is_led(request: Request, meeting: Meeting) -> bool:
    """Under the bar of its room, and back to it."""
    return not request.is_past and leads(request.actor, meeting)


def where_from(request: Request, item: AgendaItem) -> str:
    """For whoever leads the sitting, its room, at this point; for anybody else, the page of the meeting."""
    where = {"scale": item.meeting.organisation.slug, "key": item.meeting.pk}
    return (
        f"{place('meeting_room', **where)}?point={item.pk}"
        if is_led(request, item.meeting)
        else place("meeting", **where)
    )


def whence(request: Request, poll: Poll) -> str:
    """The same, at this vote; for anybody else, the page of the vote."""
    if is_led(request, poll.meeting):
        return f"{where_from(request, poll.item)}#vote-{poll.pk}"
    return place("poll", scale=poll.meeting.organisation.slug, key=poll.pk)


def beside(request: Request, poll: Poll) -> dict[str, Any]:
    """What a page where something is done of a vote shows of it, and the way it is left."""
    return {"poll": poll, "item": poll.item, "whence": whence(request, poll)}


def back(request: Request, poll: Poll, said: str = "") -> Done:
    """Where one goes on, whatever was done of a vote."""
    return Done(said, whence(request, poll))
