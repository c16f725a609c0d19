"""The frame of every page: the day, the scale, the tabs, the person. Rooms above add `trail` and `switcher`."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import tabs


def frame(request: HttpRequest) -> dict:
    scale = getattr(request, "scale", None)
    return {
        "on": getattr(request, "on", None),
        "today": getattr(request, "today", None),
        "is_past": getattr(request, "is_past", False),
        "scale": scale,
        "actor": getattr(request, "actor", None),
        "is_demonstration": settings.KEVREAD_DEMONSTRATION,
        "has_catalogue": settings.DEBUG or settings.KEVREAD_DEMONSTRATION,  # the parts of a screen, for who builds them
        "navigation": SimpleLazyObject(lambda: tabs.navigation(request)),
    }
