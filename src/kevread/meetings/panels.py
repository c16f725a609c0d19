"""What meetings show on the page of a body."""

from django.template.loader import render_to_string

from kevread.meetings.models import Meeting
from kevread.meetings.permissions import may_prepare
from kevread.meetings.queries.answers import answers_of
from kevread.meetings.rules.life import State
from kevread.seats.models import Body
from kevread.ui.request import Request


def prepare_meeting(request: Request, *, body: Body) -> str:
    """The gesture that opens a draft, for whoever may, of a body that is open."""
    if request.is_past or not body.in_force(request.on) or not may_prepare(request.actor, body):
        return ""
    return render_to_string("meetings/prepare_here.html", {"body": body, "scale": request.scale}, request)


def next_meeting(request: Request, *, body: Body) -> str:
    """The next one that the reader may see: when, where, and who answered once it is convened."""
    rows = Meeting.objects.visible_to(request.actor).planned().filter(body=body, starts_at__gte=request.now)
    found = None if request.is_past else rows.order_by("starts_at", "pk").first()
    answers = answers_of(found) if found and found.stage is State.CONVENED else None
    context = {"meeting": found, "answers": answers, "scale": request.scale, "is_past": request.is_past}
    return render_to_string("meetings/next_of_body.html", context, request)
