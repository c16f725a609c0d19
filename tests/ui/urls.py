"""The real addresses, and an example of a page in its whole frame: trail, switcher, tabs, columns."""

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as real
from kevread.common.rooms import TABS
from kevread.ui.access import public
from kevread.ui.examples import catalogue_context
from kevread.ui.tabs import Link, Navigation

EXAMPLE = Path(__file__).parent / "example.html"
NAMES = {
    "ess-35": "ESS 35",
    "ess-armor": "ESS Armor",
    "ess-bretagne-sud": "ESS Bretagne Sud",
    "ess-centre-bretagne": "ESS Centre Bretagne",
    "ess-finistere": "ESS Finistère",
}


def switcher() -> dict:
    drawn = json.loads((settings.FEDERATIONS / "bretagne" / "geography" / "outlines.json").read_text())
    return {
        "is_drawn": True,
        "box": " ".join(map(str, drawn["view_box"])),
        "head": {"slug": "bretagne", "name": "Bretagne", "current": False},
        "groupings": [
            {
                "slug": slug,
                "name": NAMES[slug],
                "outline": shape["path"],
                "icon": shape["icon"],
                "ours": slug == "ess-35",
                "current": slug == "ess-35",
            }
            for slug, shape in drawn["strategic"].items()
        ],
        "locals": [
            {"slug": f"pole-{n}", "name": name, "current": n == 3, "grouping": "ess-35"}
            for n, name in enumerate(("Pays de Brocéliande", "Pays de Fougères", "Pays de Rennes", "Pays de Redon"))
        ],
    }


@public
def example(request: HttpRequest) -> HttpResponse:
    tabs = tuple(Link(tab.label, f"#{tab.noun}", tab.noun == "network", tab.icon) for tab in TABS)
    within = tuple(
        Link(called, f"#{called}", called == "Personnes") for called in ("Territoire", "Personnes", "Équipe")
    )
    house = tuple(Link(called, f"#{called}", False) for called in ("Documents", "Journal"))
    context = {
        **catalogue_context(),
        "trail": [("Bretagne", "bretagne"), ("ESS 35", "ess-35")],
        "switcher": switcher(),
        "navigation": Navigation(tabs, within, house),
    }
    return render(request, EXAMPLE.name, context)


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted")


urlpatterns = [path("exemple/", example), path("cassee/", broken), *real]
