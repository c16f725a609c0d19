"""A refusal on a page of a vote is no dead end: it leads back to the vote, and to the room where it is held."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpResponse

from kevread.common.errors import Invalid, NotDone, Way
from kevread.meetings.models import Meeting
from kevread.ui.places import place
from kevread.ui.request import Request
from kevread.votes import permissions
from kevread.votes.models import Poll

type View = Callable[..., HttpResponse]


def leads_back(view: View) -> View:
    """What a view of a vote refuses offers the ways back that this person may take, unless it has better ones."""

    @wraps(view)
    def guarded(request: Request, scale: str, key: UUID, **more: object) -> HttpResponse:
        try:
            return view(request, scale=scale, key=key, **more)
        except NotDone as refusal:
            if not refusal.ways:
                refusal.ways = again(request, refusal) + ways_back(request, key)
            raise

    return guarded


def again(request: Request, refusal: NotDone) -> tuple[Way, ...]:
    """To the very ballot, where its answer is what was wrong."""
    on_ballot = request.resolver_match is not None and request.resolver_match.url_name == "vote"
    return (Way("Revenir au bulletin", request.path),) if on_ballot and isinstance(refusal, Invalid) else ()


def ways_back(request: Request, key: UUID) -> tuple[Way, ...]:
    """`key`: of the vote, or of the meeting where one was to be put. Nothing that this person does not see."""
    polls = Poll.objects.visible_to(request.actor).select_related("item__meeting__body__organisation")
    poll: Poll | None = polls.filter(pk=key, item__meeting__body__organisation=request.scale).first()
    if poll is None:
        meetings = Meeting.objects.visible_to(request.actor).select_related("body__organisation")
        meeting: Meeting | None = meetings.filter(pk=key, body__organisation=request.scale).first()
        return (Way("Revenir à la réunion", address("meeting", meeting.pk, meeting)),) if meeting else ()
    to_vote = Way("Revenir au vote", address("poll", poll.pk, poll.meeting))
    if permissions.may_run_poll(request.actor, poll.meeting):
        room = address("meeting_room", poll.meeting.pk, poll.meeting)
        return to_vote, Way("Revenir à la salle", f"{room}?point={poll.item_id}")
    return to_vote, Way("Revenir à la réunion", address("meeting", poll.meeting.pk, poll.meeting))


def address(noun: str, key: UUID, meeting: Meeting) -> str:
    return place(noun, scale=meeting.organisation.slug, key=key)
