"""Find a person, an organisation or a commune."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render

from kevread.base.french import learn, wanted
from kevread.common import rooms
from kevread.common.rooms import Hit
from kevread.common.words import terms
from kevread.directory import queries
from kevread.ui.access import public
from kevread.ui.called import pages_called
from kevread.ui.request import Request


@public
def find(request: Request) -> HttpResponse:
    """What answers to the words typed; people, and what other rooms find, only for those within."""
    text = request.GET.get("q", "")[:200]
    found = queries.find(request.actor, text, request.on)
    within = bool(request.actor.hats)
    elsewhere = found_elsewhere(request, text, within) if terms(text) else []
    learn(text_of(found, elsewhere))
    context = {
        "found": found,
        "elsewhere": elsewhere,
        "text": text,
        "within": within,
        "looked_for": wanted(text),
        "near": [] if found or elsewhere else queries.near(request.actor, text, request.on),
    }
    return render(request, "directory/find.html#found" if request.htmx else "directory/find.html", context)


PAGES = "Pages"
ENOUGH = 10  # under each heading


def found_elsewhere(request: Request, text: str, within: bool) -> list[tuple[str, list[Hit]]]:
    """What each room finds, under its heading, the pages of the house first; nothing of those that find nothing."""
    found: dict[str, list[Hit]] = {PAGES: pages_called(request, text)}
    for one in rooms.finders():
        if within or one.is_public:
            found.setdefault(one.heading, []).extend(one.find(request.actor, text, request.on, ENOUGH))
    return [(heading, hits) for heading, hits in found.items() if hits]


def text_of(found: queries.Found, elsewhere: list[tuple[str, list[Hit]]]) -> Iterator[str]:
    """All that is going to be marked."""
    yield from (one.name for one in found.organisations)
    yield from (text for _, hits in elsewhere for hit in hits for text in (hit.name, hit.extract))
