"""Who acts, and the answer when they may not."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kevread.base.models import Record
from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Denied, Gone, NotDone, Refused
from kevread.directory.models import Person
from kevread.journal.queries import state_of
from kevread.ui.middleware import SAFE
from kevread.ui.request import Request

from .queries import known_actor, writing_actor
from .queries.pleas import whom_to_ask

type View = Callable[[Request], HttpResponse]

PERSONA = "persona"  # the session key by which the demonstration enters as somebody


class ActorMiddleware:
    """Sets `request.actor` once, from the seats in force today, and turns a refusal into a page that helps."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.person, request.actor = who_asks(request)
        request.named_by = named_by(request)
        if must_set_second_factor(request):
            return to_second_factor(request)
        response = self.get_response(request)
        if not request.actor.is_anonymous:  # nothing of it stays in the browser of a shared computer, once signed out
            response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: Request, view: View, *_: Any) -> HttpResponse | None:
        """Whoever sends a form is read anew, with what, of their rights, is not what acts of ours left (decision 175). Not who
        casts a ballot: it rests on a roll that the opening held so, and all cast theirs at once."""
        who = request.named_by
        if request.method in SAFE or not who or getattr(view, "sent_once", False):
            return None
        try:
            request.person, request.actor, otherwise = writing_actor(request.today, **who)
        except Refused as refusal:
            return self.process_exception(request, refusal)
        if must_set_second_factor(request):
            return to_second_factor(request)
        return self.process_exception(request, not_as_acted(otherwise)) if otherwise else None

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotDone):
            return None
        gone = isinstance(exception, Gone)
        status = 410 if gone else 403 if isinstance(exception, Denied) else 409
        reading = request.method in ("GET", "HEAD") and status == 403
        title = "Cette page est réservée" if reading else "Ce qui était ici a été effacé" if gone else ""
        people = whom_to_ask(request.actor, getattr(request, "scale", None), exception, request.today)
        context = {"refusal": exception, "title": title, "reading": reading, "gone": gone, "people": people}
        return render(request, "ui/refused.html", context, status=status)


def who_asks(request: Request) -> tuple[Person | None, Actor]:
    """By the session: never kept from one request to the next but under the person's own key."""
    who = named_by(request)
    return known_actor(state_of(request), request.today, **who) if who else (None, NOBODY)


def named_by(request: Request) -> dict[str, Any]:
    """Who the session says that it is: a persona of the demonstration, or an account."""
    if settings.KEVREAD_DEMONSTRATION and (key := request.session.get(PERSONA)):
        return {"pk": key}
    return {"account": request.user.pk} if request.user.is_authenticated else {}


def not_as_acted(found: set[type[Record]]) -> Refused:
    said = ", ".join(sorted(f"« {model._meta.verbose_name} »" for model in found))  # noqa: SLF001 — Django's own way
    return Refused(
        f"Ce dont viennent vos droits n’est pas ce que le journal dit en avoir été écrit ({said}) : quelqu’un l’a changé dans "
        "la base, ou l’installation n’a plus la clé qui l’avait scellé. Rien n’a été enregistré. Dites-le à qui tient cette "
        "installation, qui fera vérifier les tables."
    )


def must_set_second_factor(request: Request) -> bool:
    """A seat with powers demands a second factor. The demonstration's personae have no account, hence none."""
    if not request.user.is_authenticated or not request.actor.needs_second_factor:
        return False
    path = request.path
    allowed = (reverse("account_logout"), "/compte/", "/static/")
    return not path.startswith(allowed) and not is_mfa_enabled(request.user)


def to_second_factor(request: Request) -> HttpResponse:
    """The page that one came to read is found again at the end; what a form would have written is not sent anew."""
    came_for = {"next": request.get_full_path()} if request.method in SAFE else None
    return redirect(reverse("mfa_activate_totp", query=came_for))
