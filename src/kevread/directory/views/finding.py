"""Find a person, an organisation or a commune."""

from django.http import HttpResponse
from django.shortcuts import render

from kevread.directory import queries
from kevread.ui.access import public
from kevread.ui.request import Request


@public
def find(request: Request) -> HttpResponse:
    """What answers to the words typed; people only for those within."""
    text = request.GET.get("q", "")[:200]
    found = queries.find(request.actor, text, request.on)
    template = "directory/find.html#found" if request.htmx else "directory/find.html"
    return render(request, template, {"found": found, "text": text, "within": bool(request.actor.hats)})
