"""Find a person, an organisation or a commune."""

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common import rooms
from kevread.common.rooms import Hit
from kevread.common.words import terms
from kevread.directory import queries
from kevread.ui.access import public
from kevread.ui.request import Request


@public
def find(request: Request) -> HttpResponse:
    """What answers to the words typed; people, and what other rooms find, only for those within."""
    text = request.GET.get("q", "")[:200]
    found = queries.find(request.actor, text, request.on)
    within = bool(request.actor.hats)
    elsewhere = found_elsewhere(request, text) if within and terms(text) else []
    template = "directory/find.html#found" if request.htmx else "directory/find.html"
    return render(request, template, {"found": found, "elsewhere": elsewhere, "text": text, "within": within})


ENOUGH = 10  # under each heading


def found_elsewhere(request: Request, text: str) -> list[tuple[str, list[Hit]]]:
    """What each room finds, under its heading; nothing of those that find nothing."""
    found = ((one.heading, one.find(request.actor, text, request.on, ENOUGH)) for one in rooms.finders())
    return [(heading, hits) for heading, hits in found if hits]
