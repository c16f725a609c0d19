"""What meetings show on the page of a body."""

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from kevread.meetings.models import Meeting
from kevread.meetings.permissions import may_prepare
from kevread.meetings.queries.answers import answers_of
from kevread.meetings.rules.life import State
from kevread.seats.models import Body
from kevread.ui.request import Request


def prepare_meeting(request: Request, *, body: Body, quiet: object = None) -> str:
    """The gesture that opens a draft, for whoever may, of a body that is open. `quiet`: something else there comes first."""
    if request.is_past or not body.in_force(request.on) or not may_prepare(request.actor, body):
        return ""
    context = {"body": body, "scale": request.scale, "ahead": ahead(request, body).exists(), "quiet": quiet}
    return render_to_string("meetings/prepare_here.html", context, request)


def first_meeting(request: Request) -> str:
    """Where no meeting was ever written: the gesture that prepares that of the board."""
    here = Body.objects.on(request.on).filter(organisation=request.scale, kind=Body.Kind.BOARD).order_by("rank", "name")
    if Meeting.objects.filter(body__organisation=request.scale).exists() or (body := here.first()) is None:
        return ""
    return prepare_meeting(request, body=body)


def ahead(request: Request, body: Body) -> QuerySet[Meeting]:
    """The meetings of that body that the reader may see: under way, of this day until somebody says what became of it, and to
    come; the first to begin first."""
    seen = Meeting.objects.visible_to(request.actor).planned().filter(body=body)
    there = seen.filter(Q(state__in=State.under_way()) | Q(starts_at__date__gte=request.on))
    return there.order_by("starts_at", "pk")


def next_meeting(request: Request, *, body: Body) -> str:
    """The first of them: when, where, and who answered once it is convened."""
    found = None if request.is_past else ahead(request, body).first()
    answers = answers_of(found) if found and found.stage is State.CONVENED else None
    is_open = found is not None and found.stage.is_under_way
    context = {
        "meeting": found,
        "is_open": is_open,
        "answers": answers,
        "scale": request.scale,
        "is_past": request.is_past,
    }
    return render_to_string("meetings/next_of_body.html", context, request)
