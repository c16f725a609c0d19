"""The scale of the page: the organisation named first in the address; where its reader rests when it names none."""

from collections.abc import Callable
from copy import copy

from django.http import Http404, HttpResponse
from django.utils.functional import SimpleLazyObject

from kevread.common.actor import NOBODY
from kevread.common.facts import HEAD
from kevread.journal.memory import Memory
from kevread.journal.queries import state_of
from kevread.ui.request import Request

from .models import Organisation

KNOWN = Memory[Organisation | None](1000)

type View = Callable[[Request], HttpResponse]


class ScaleMiddleware:
    """Sets `request.scale` from the `scale` of the address, before the view decides who may see it; and `request.resting`, read
    if the frame asks for it: on a page of no organisation, the tabs and the trail are those of the reader's own."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.scale, request.resting = None, SimpleLazyObject(lambda: resting(request))
        return self.get_response(request)

    def process_view(self, request: Request, view: object, args: object, kwargs: dict) -> None:
        if "scale" not in kwargs:
            return
        slug = kwargs["scale"]
        organisation = KNOWN.in_state(state_of(request), slug, lambda: at_a_scale(slug), strict=False)
        if organisation is None:
            raise Http404("Aucune organisation du réseau ne porte ce nom.")
        request.scale = copy(organisation)  # a view may write on its own


def resting(request: Request) -> Organisation | None:
    """The organisation of the first thing that somebody holds; the head of the network for who holds nothing there."""
    actor = getattr(request, "actor", NOBODY)
    if not actor.hats:
        return KNOWN.in_state(
            state_of(request), HEAD, lambda: Organisation.objects.at_scale(HEAD).first(), strict=False
        )
    key = actor.hats[0].organisation
    return KNOWN.in_state(state_of(request), key, lambda: Organisation.objects.exclude(scale="").filter(pk=key).first())


def at_a_scale(slug: str) -> Organisation | None:
    return Organisation.objects.exclude(scale="").filter(slug=slug).first()
