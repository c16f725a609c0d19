"""The directory that anybody reads, and the community of a local: its members that accepted to be shown."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kevread.common.facts import LOCAL
from kevread.directory.exports import LISTED
from kevread.directory.queries.listing import FAMILIES, Asked, all_listed, around, listed
from kevread.directory.queries.vocabulary import activities, community_word
from kevread.publishing.queries import coming, presentation
from kevread.territory.models import Kind
from kevread.territory.queries import by_code
from kevread.ui.access import public
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def asked_of(request: Request) -> Asked:
    """What the address asks; what it names that is not there is not asked."""
    given = request.GET
    family, activity = given.get("famille", ""), given.get("domaine", "")
    return Asked(
        text=given.get("q", "")[:200],
        activity=activity if activity in activities() else "",
        family=family if family in dict(FAMILIES) else "",
        commune=given.get("commune", "")[:80],
        epci=given.get("intercommunalite", "")[:40],
    )


@public
def directory(request: Request) -> HttpResponse:
    """By name, commune, field and family; a list, and a map with its table."""
    asked = asked_of(request)
    where = reverse("publishing:directory")
    drawn = around(asked, request.on, lambda zone: f"{where}?{urlencode({'intercommunalite': zone.code})}")
    epci = by_code(asked.epci, request.on) if asked.epci else None
    context = {
        "page": listed(asked, request.on, request.GET.get("apres", "")[:40]),
        "asked": asked,
        "epci": epci if epci and epci.kind == Kind.EPCI else None,
        "around": drawn,
        "families": FAMILIES,
        "activities": activities().items(),
    }
    return render(request, "publishing/directory.html", context)


@public
def directory_file(request: Request, form: str) -> HttpResponse:
    """The same list, for a spreadsheet: the public takes away what it sees."""
    return table_file(request, LISTED, all_listed(asked_of(request), request.on), form)


@public
def community(request: Request, scale: str) -> HttpResponse:
    """The members of a local that accepted to be shown, its land, how one writes to it, when one may come (R3.1)."""
    if request.scale.scale != LOCAL:
        return redirect("publishing:territory", scale=scale)  # nobody else has such a community
    asked = Asked(of=request.scale.pk)
    context = {
        "title": community_word(),
        "page": presentation(request.scale, request.on),
        "members": listed(asked, request.on, request.GET.get("apres", "")[:40], size=50),
        "meetings": [] if request.is_past else coming(request.today, request.scale, limit=3),
    }
    return render(request, "publishing/community.html", context)
