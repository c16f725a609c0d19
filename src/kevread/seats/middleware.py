"""Who acts, and the answer when they may not."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Denied, NotDone
from kevread.directory.models import Organisation, Person
from kevread.journal.queries import state_of
from kevread.ui.request import Request

from .queries import known_actor
from .queries.faces import Face
from .queries.pleas import named_who_may_do

type View = Callable[[Request], HttpResponse]

PERSONA = "persona"  # the session key by which the demonstration enters as somebody


class ActorMiddleware:
    """Sets `request.actor` once, from the seats in force today, and turns a refusal into a page that helps."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.person, request.actor = who_asks(request)
        if must_set_second_factor(request):
            return redirect("mfa_activate_totp")
        response = self.get_response(request)
        if not request.actor.is_anonymous:  # nothing of it stays in the browser of a shared computer, once signed out
            response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotDone):
            return None
        status = 403 if isinstance(exception, Denied) else 409
        reading = request.method in ("GET", "HEAD") and status == 403
        title = "Cette page est réservée" if reading else ""
        context = {"refusal": exception, "title": title, "reading": reading, "people": whom_to_ask(request, exception)}
        return render(request, "ui/refused.html", context, status=status)


def whom_to_ask(request: Request, refusal: NotDone) -> list[tuple[Face, str]]:
    """Who may do what was refused, where it was: at the organisation that the refusal names, else at that of the page."""
    right, place, here = getattr(refusal, "right", ""), getattr(refusal, "place", ""), getattr(request, "scale", None)
    asked = next((way.where for way in refusal.ways if "right" in way.where), {})
    right, place = right or str(asked.get("right", "")), place or str(asked.get("scale", ""))
    where = (
        here
        if not place or (here and here.slug == place)
        else Organisation.objects.exclude(scale="").filter(slug=place).first()
    )
    return named_who_may_do(request.actor, where, right, request.today) if where and right else []


def who_asks(request: Request) -> tuple[Person | None, Actor]:
    """By the session: never kept from one request to the next but under the person's own key."""
    if settings.KEVREAD_DEMONSTRATION and (key := request.session.get(PERSONA)):
        return known_actor(state_of(request), request.today, pk=key)
    if request.user.is_authenticated:
        return known_actor(state_of(request), request.today, account=request.user.pk)
    return None, NOBODY


def must_set_second_factor(request: Request) -> bool:
    """A seat with powers demands a second factor. The demonstration's personae have no account, hence none."""
    if not request.user.is_authenticated or not request.actor.needs_second_factor:
        return False
    path = request.path
    allowed = (reverse("account_logout"), "/compte/", "/static/")
    return not path.startswith(allowed) and not is_mfa_enabled(request.user)
