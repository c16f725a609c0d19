"""Who acts, and the answer when they may not."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Denied, NotDone
from kevread.directory.models import Person
from kevread.journal.queries import state_of
from kevread.ui.request import Request

from .models import Mandate
from .queries import known_actor
from .queries.faces import Face, Faces
from .queries.pleas import who_may_do

type View = Callable[[Request], HttpResponse]

NAMED = 3  # people that a refusal names, at most
KEEPS_DIRECTORY = "register_person"
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
    """Who may do what was refused, each as this reader may read them: only those who are named. Where it was to read, who keeps
    the directory of the organisation, since they know who may."""
    scale = getattr(request, "scale", None)
    right = getattr(refusal, "right", "") or next(
        (str(way.where["right"]) for way in refusal.ways if "right" in way.where), ""
    )
    if scale is None or not right:
        return []
    viewers = who_may_do(scale, KEEPS_DIRECTORY if right == "read" else right, request.today)
    if not request.actor.hats:  # teams are not public
        held = Mandate.objects.visible_to(request.actor).filter(pk__in=[one.hat.mandate for one in viewers])
        shown = set(held.values_list("pk", flat=True))
        viewers = [one for one in viewers if one.hat.mandate in shown]
    faces = Faces(request.actor, request.today, [one.person for one in viewers])
    named = [(face, one.hat.label) for one in viewers if (face := faces.of(one.person)).is_named]
    return named[:NAMED]


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
