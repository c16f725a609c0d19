"""Nothing unreadable comes in; a GET writes nothing; a page is of a day; the past is read only."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render

from kevread.base import clock
from kevread.base.picture import one_picture
from kevread.common.periods import EARLIEST, LATEST, day_in_words
from kevread.ui.request import Request

SAFE = ("GET", "HEAD", "OPTIONS")

type View = Callable[[Request], HttpResponse]


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
    """`request.on`: the day the page is about, today or `?au=2026-03-12`. Nothing is written in the past."""

    def middleware(request: Request) -> HttpResponse:
        request.now = clock.now()
        request.today = request.on = clock.today()
        if asked := request.GET.get("au", ""):
            day = parse_day(asked)
            if day is None:
                sentence = (
                    "Cette date ne peut pas être lue : écrivez par exemple 2026-03-12, "
                    f"entre le {day_in_words(EARLIEST)} et le {day_in_words(LATEST)}."
                )
                return render(
                    request, "ui/refused.html", {"sentence": sentence, "title": "Date à corriger"}, status=400
                )
            request.on = day
        request.is_past = request.on != request.today
        if request.is_past and request.method not in SAFE:
            sentence = f"Vous regardez l’état au {day_in_words(request.on)} : il se lit, il ne se modifie pas."
            return render(request, "ui/refused.html", {"sentence": sentence, "title": "Lecture seule"}, status=403)
        return get_response(request)

    return middleware


def parse_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
