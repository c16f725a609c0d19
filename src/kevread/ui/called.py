"""The pages of the house, as « Chercher » finds them: by what the tabs call them, and by what people look for there."""

from collections.abc import Iterator

from kevread.common.rooms import HOUSE, ROOMS, TABS, Hit
from kevread.common.words import terms
from kevread.ui.request import Request
from kevread.ui.tabs import keep_date, nearest, noun_at, open_under, opens

SHORTEST = 4  # letters by which a word of a page is known
LABELS = {tab.noun: tab.label for tab in TABS} | {HOUSE: "Derrière le nom de l’organisation"}


def pages_called(request: Request, text: str) -> list[Hit]:
    """The pages that every long word typed calls (« délégation », « budgets », « congés »), of those that this person may open
    where they rest, or that are of no organisation. No query."""
    typed = [word for word in terms(text) if len(word) >= SHORTEST]
    scale, found = request.resting, dict[str, Hit]()
    for called, label, url in named(request) if typed else ():
        if calls(called, typed):
            where = f"{label}, {scale.name}" if scale and url.startswith(f"/{scale.slug}/") else label
            found.setdefault(url, Hit(called, where, keep_date(request, url)))
    return list(found.values())


def named(request: Request) -> Iterator[tuple[str, str, str]]:
    """Each page that opens: what it is called, under which tab, where it is. Those under a tab, then what rooms say that people
    look for (`Room.pages`)."""
    scale = request.resting
    for noun, label in LABELS.items():
        for screen, url in open_under(noun, request.actor, scale):
            yield screen.under.called if screen.under else "", label, url
    slug, key = getattr(scale, "slug", None), getattr(scale, "pk", None)
    for called, name in ((called, name) for room in ROOMS.values() for called, name in room.pages.items()):
        there = nearest(name, slug)
        if there and opens(there.access, request.actor, key):
            yield called, LABELS[noun_at(there.at(slug))], there.at(slug)


def calls(called: str, typed: list[str]) -> bool:
    """Whether each word typed begins a word of this name, or the other way round: « budgets », « Budget »."""
    words = [word for word in terms(called) if len(word) >= SHORTEST]
    return all(any(word.startswith(one) or one.startswith(word) for word in words) for one in typed)
