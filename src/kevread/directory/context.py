"""What the frame shows of where one is. Nothing is asked of the database until the frame is drawn: after what the request
wrote, if it did."""

from django.utils.functional import SimpleLazyObject

from kevread.journal.queries import state, state_of
from kevread.ui.middleware import SAFE
from kevread.ui.request import Request

from .queries import Whereabouts, known_whereabouts


def scale(request: Request) -> dict:
    on = getattr(request, "on", None)
    if on is None:
        return {"trail": (), "switcher": None}

    def whereabouts() -> Whereabouts:
        now = state_of(request) if request.method in SAFE else state()
        return known_whereabouts(now, getattr(request, "scale", None) or getattr(request, "resting", None) or None, on)

    here = SimpleLazyObject(whereabouts)
    return {
        "trail": SimpleLazyObject(lambda: here.trail),
        "switcher": SimpleLazyObject(lambda: here.switcher),
        "place_keys": SimpleLazyObject(lambda: here.keys),
    }
