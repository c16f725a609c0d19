"""Who gets in at the scale of an organisation: those who read it, and whoever works there."""

from functools import wraps

from django.http import HttpResponse

from kevread.supervision.scene import works_here
from kevread.ui.access import View, may
from kevread.ui.request import Request


def within(view: View) -> View:
    """Those who read the organisation; and whoever works there that day without any seat: the page shows what is theirs."""
    reading = may("read")(view)

    @wraps(reading)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        lets_in = request.actor.person and not request.actor.hat_for("read", request.scale.pk) and works_here(request)
        return (view if lets_in else reading)(request, *args, **kwargs)

    return guarded
