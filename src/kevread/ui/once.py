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
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kevread.ui.request import Request

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 — the name of a field
PATIENCE = 20.0  # seconds for the first to end; then somebody looks by themselves
KEPT = 3600
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
    """Holds a sending while it is done, and notes where it led, in the transaction in which it is done (WholeMiddleware, which
    comes before): PostgreSQL lets go of the one as it keeps the other, and of both where a process died."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.sending = ""
        response = self.get_response(request)
        if request.sending and isinstance(response, HttpResponseRedirect):
            cache.set(request.sending, response.headers["Location"], KEPT)
        return response

    def process_view(self, request: Request, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.is_whole or request.method != "POST" or request.htmx or TOKEN not in request.POST:
            return None
        name = name_of(request)
        until = time.monotonic() + PATIENCE
        while not is_held(name):
            if time.monotonic() > until:
                return render(request, "ui/refused.html", {"sentence": UNSURE, "title": "Déjà reçu"}, status=409)
            time.sleep(0.05)
        if led := cache.get(f"sent:{name}"):
            return HttpResponseRedirect(led)
        request.sending = f"sent:{name}"
        return None


def is_held(name: str) -> bool:
    """This sending is ours until the end of the transaction, unless another one holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.pg_try_advisory_xact_lock(%s)", [int(name[:15], 16)])
        return bool(cursor.fetchone()[0])


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
