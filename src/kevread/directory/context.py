"""What the frame shows of where one is. Nothing is asked of the database until the frame is drawn."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .queries import Whereabouts


def scale(request: HttpRequest) -> dict:
    on = getattr(request, "on", None)
    if on is None:
        return {"trail": [], "switcher": None}
    whereabouts = Whereabouts(getattr(request, "scale", None), on)
    return {
        "trail": SimpleLazyObject(whereabouts.trail),
        "switcher": SimpleLazyObject(whereabouts.switcher),
        "place_keys": SimpleLazyObject(whereabouts.keys),
    }
