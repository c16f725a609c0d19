"""The pages of the house, as « Chercher » finds them: by what the tabs call them."""

from kevread.common.rooms import HOUSE, TABS, Hit
from kevread.common.words import terms
from kevread.ui.request import Request
from kevread.ui.tabs import keep_date, open_under

SHORTEST = 4  # letters by which a word of a page is known
LABELS = {tab.noun: tab.label for tab in TABS} | {HOUSE: "Derrière le nom de l’organisation"}


def pages_called(request: Request, text: str) -> list[Hit]:
    """The pages under a tab that every long word typed calls (« délégation », « budgets »), of those that this person may open
    where they rest, or that are of no organisation. No query."""
    typed = [word for word in terms(text) if len(word) >= SHORTEST]
    scale, found = request.resting, dict[str, Hit]()
    for noun, label in LABELS.items() if typed else ():
        for screen, url in open_under(noun, request.actor, scale):
            called = screen.under.called if screen.under else ""
            if calls(called, typed):
                where = f"{label}, {scale.name}" if scale and url.startswith(f"/{scale.slug}/") else label
                found.setdefault(url, Hit(called, where, keep_date(request, url)))
    return list(found.values())


def calls(called: str, typed: list[str]) -> bool:
    """Whether each word typed begins a word of this name, or the other way round: « budgets », « Budget »."""
    words = [word for word in terms(called) if len(word) >= SHORTEST]
    return all(any(word.startswith(one) or one.startswith(word) for word in words) for one in typed)
