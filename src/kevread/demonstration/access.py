from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse

from kevread.ui.access import View, public
from kevread.ui.request import Request


def demonstration_only(view: View) -> View:
    """On a real federation this page does not exist, whatever the method, whoever asks."""

    @public
    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.KEVREAD_DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
