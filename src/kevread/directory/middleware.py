"""The scale of the page: the organisation named first in the address."""

from collections.abc import Callable

from django.http import Http404, HttpResponse

from kevread.ui.request import Request

from .models import Organisation

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
        organisation = Organisation.objects.exclude(scale="").filter(slug=kwargs["scale"]).first()
        if organisation is None:
            raise Http404("Aucune organisation du réseau ne porte ce nom.")
        request.scale = organisation
