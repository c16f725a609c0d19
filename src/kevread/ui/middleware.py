"""Nothing unreadable comes in; a GET writes nothing; a page is of a day; the past is read only."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from kevread.base import clock
from kevread.base.picture import one_picture
from kevread.common.errors import NotDone
from kevread.common.periods import EARLIEST, LATEST, day_in_words
from kevread.ui.request import Request

SAFE = ("GET", "HEAD", "OPTIONS")
METHODS = (*SAFE, "POST")

type View = Callable[[Request], HttpResponse]


def by_a_page_or_a_form(get_response: View) -> View:
    """Pages are read, and forms sent: no address of ours takes any other method, whatever its view would do of it."""

    def middleware(request: Request) -> HttpResponse:
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return middleware


def no_null(get_response: View) -> View:
    """PostgreSQL stores no NUL character, and nobody types one: a request that holds one is not understood, a cookie
    that holds one is not there."""

    def middleware(request: Request) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        for sent in (request.GET, request.POST):
            if any("\0" in text for name, values in sent.lists() for text in (name, *values)):
                raise BadRequest
        return get_response(request)

    return middleware


def read_only(get_response: View) -> View:
    """Safe requests read one picture of the database, and PostgreSQL refuses what a view would write. The session is saved
    outside of it, by its own middleware."""

    def middleware(request: Request) -> HttpResponse:
        if request.method not in SAFE:
            return get_response(request)
        with one_picture():
            return get_response(request)

    return middleware


def business_clock(get_response: View) -> View:
    """`request.on`: the day the page is about, today or `?au=2026-03-12`; today where what is asked cannot be read, which
    DayMiddleware says."""

    def middleware(request: Request) -> HttpResponse:
        request.now = clock.now()
        request.today = clock.today()
        request.on = parse_day(request.GET.get("au", "")) or request.today
        request.is_past = request.on != request.today
        return get_response(request)

    return middleware


class DayMiddleware:
    """A day that cannot be read is told, and nothing is written in the past: answered once it is known who asks and where, so
    that nobody loses the frame of their page."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: object, args: object, kwargs: dict) -> HttpResponse | None:
        asked = request.GET.get("au", "")
        if asked and parse_day(asked) is None:
            sentence = (
                "Cette date ne peut pas être lue : écrivez par exemple 2026-03-12, "
                f"entre le {day_in_words(EARLIEST)} et le {day_in_words(LATEST)}."
            )
            context = {"sentence": sentence, "title": "Date à corriger", "is_misdated": True}
            return render(request, "ui/refused.html", context, status=400)
        if request.is_past and request.method not in SAFE:
            sentence = f"Vous regardez l’état au {day_in_words(request.on)} : il se lit, il ne se modifie pas."
            return render(request, "ui/refused.html", {"sentence": sentence, "title": "Lecture seule"}, status=403)
        return None


class WholeMiddleware:
    """What somebody sends is done whole, or not at all: the view, from the first row that it reads to the end of its acts, is
    one transaction (decision 199).

    PostgreSQL lets nobody take out a table or a view before the transaction that read it ends. So what a superuser puts before
    a table of ours while a page reads it is still there when the act is closed, which looks for it (`journal.untouched`).

    What says who acts was read before; what waits for the same sending waits within (`ui.once`). Not a ballot, whose
    transaction is its own and says nothing of when it came; nor what nobody in particular sends, whose attempts are counted
    whatever comes of it.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        with ExitStack() as request.whole:
            return self.get_response(request)

    def process_view(self, request: Request, view: object, args: Any, kwargs: dict) -> None:
        request.is_whole = not (
            request.method in SAFE or request.actor.is_anonymous or getattr(view, "sent_once", False)
        )
        if request.is_whole:
            request.whole.enter_context(transaction.atomic())
            if request.scale:  # kept by the process since a page that was only read
                request.scale.refresh_from_db()
                if request.scale.slug != kwargs.get("scale"):
                    raise Http404("Aucune organisation du réseau ne porte ce nom.")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A refusal has its page, and what was done before it stays; of what broke, nothing does: taken back at once, since
        the page that says so reads too."""
        if request.is_whole and not isinstance(exception, NotDone):
            transaction.set_rollback(True)
            request.whole.close()


def parse_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
