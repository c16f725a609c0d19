"""The frame of every page: the day, the scale, the tabs, the person."""

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict:
    return {
        "on": getattr(request, "on", None),
        "today": getattr(request, "today", None),
        "is_past": getattr(request, "is_past", False),
        "scale": getattr(request, "scale", None),
        "actor": getattr(request, "actor", None),
        "is_demonstration": settings.KEVREAD_DEMONSTRATION,
    }
