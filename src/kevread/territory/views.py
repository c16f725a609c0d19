"""The map that anybody may read."""

from django.http import HttpResponse
from django.shortcuts import render

from kevread.ui.access import public
from kevread.ui.places import place
from kevread.ui.request import Request

from . import queries
from .models import Zone


def zone_address(zone: Zone) -> str:
    """Where a zone is shown, with those who have it: that page belongs to the directory."""
    return place("zone", code=zone.code)


@public
def territories(request: Request) -> HttpResponse:
    """The strategic territories, from which one goes to the EPCI, then to the communes."""
    context = {"map": queries.overview(request.on, zone_address), "sources": queries.acknowledgements(request.on)}
    return render(request, "territory/territories.html", context)
