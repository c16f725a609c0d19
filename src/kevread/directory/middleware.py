"""The scale of the page: the organisation named first in the address."""

from collections.abc import Callable
from copy import copy

from django.http import Http404, HttpResponse

from kevread.journal.memory import Memory
from kevread.journal.queries import state_of
from kevread.ui.request import Request

from .models import Organisation

KNOWN = Memory[Organisation | None](1000)

type View = Callable[[Request], HttpResponse]


class ScaleMiddleware:
    """Sets `request.scale` from the `scale` of the address, before the view decides who may see it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.scale = None
        return self.get_response(request)

    def process_view(self, request: Request, view: object, args: object, kwargs: dict) -> None:
        if "scale" not in kwargs:
            return
        slug = kwargs["scale"]
        organisation = KNOWN.in_state(state_of(request), slug, lambda: at_a_scale(slug), strict=False)
        if organisation is None:
            raise Http404("Aucune organisation du réseau ne porte ce nom.")
        request.scale = copy(organisation)  # a view may write on its own


def at_a_scale(slug: str) -> Organisation | None:
    return Organisation.objects.exclude(scale="").filter(slug=slug).first()
