"""A form sent twice from one page does once what it asks (decision 49).

Each page carries its own token against forgery, different at each showing, in each of its forms: with the address, the person
and what was typed, it names a sending. The first is done; the same again waits for it, and is led where it was led. What was
not done (a field to put right, a refusal) may be sent again. Not looked at: what htmx sends for a page that stays; and what
nobody in particular sends, from a page that a browser keeps (signing in). A page for somebody is kept by none: it comes anew.
"""

import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kevread.ui.request import Request

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 — the name of a field
PATIENCE = 20.0  # seconds for the first to end; then somebody looks by themselves
DYING = 60  # seconds after which a sending whose process died may be made again
KEPT = 3600
GOING_ON = "-"
UNSURE = (
    "Cet envoi vient déjà d’être reçu et n’est pas terminé : regardez si c’est fait avant de recommencer. "
    "Rien n’a été enregistré une seconde fois."
)

type View = Callable[..., HttpResponse]


def by_itself(view: View) -> View:
    """A view that knows a second sending by its own means, and of which nothing is noted: a ballot."""
    view.sent_once = True  # type: ignore[attr-defined]
    return view


class OnceMiddleware:
    """Notes in the cache, which all processes share, which sending is being done and where it led."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.sending = ""  # type: ignore[attr-defined]
        response = self.get_response(request)
        if key := request.sending:  # type: ignore[attr-defined]
            if isinstance(response, HttpResponseRedirect):
                cache.set(key, response.headers["Location"], KEPT)
            else:
                cache.delete(key)
        return response

    def process_view(self, request: Request, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or request.htmx or TOKEN not in request.POST:
            return None
        if request.actor.is_anonymous or getattr(view, "sent_once", False):
            return None
        key = f"sent:{name_of(request)}"
        until = time.monotonic() + PATIENCE
        while not cache.add(key, GOING_ON, DYING):
            led = cache.get(key, "")  # empty: the first did nothing, or was long ago
            if led and led != GOING_ON:
                return HttpResponseRedirect(led)
            if time.monotonic() > until:
                return render(request, "ui/refused.html", {"sentence": UNSURE, "title": "Déjà reçu"}, status=409)
            time.sleep(0.05)
        request.sending = key  # type: ignore[attr-defined]
        return None


def name_of(request: Request) -> str:
    """The digest of who sends what, from which page, to which address."""
    said = sha256(repr((str(request.actor.person), request.get_full_path(), sorted(request.POST.lists()))).encode())
    for field, files in sorted(request.FILES.lists()):
        for file in files:
            said.update(repr((field, file.name)).encode())
            for piece in file.chunks():
                said.update(piece)
            file.seek(0)
    return said.hexdigest()
