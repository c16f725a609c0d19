"""The front page, and the public page of each organisation of the network."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kevread.publishing.queries import front as front_of
from kevread.publishing.queries import presentation
from kevread.ui.access import public
from kevread.ui.request import Request


@public
def front(request: Request) -> HttpResponse:
    found = front_of(request.on)
    zones = [
        {
            "name": zone["coverage__organisation__name"] or zone["name"],
            "outline": zone["outline"],
            "css": f"hue-{rank}",
            "url": reverse("publishing:territory", kwargs={"scale": zone["coverage__organisation__slug"]})
            if zone["coverage__organisation__slug"]
            else "",
        }
        for rank, zone in enumerate(found.zones, start=1)
    ]
    drawing = {"box": found.box, "title": "Les territoires du réseau", "zones": zones}
    return render(request, "publishing/front.html", {"front": found, "map": drawing})


@public
def territory(request: Request, scale: str) -> HttpResponse:
    return render(request, "publishing/territory.html", {"page": presentation(request.scale, request.on)})
