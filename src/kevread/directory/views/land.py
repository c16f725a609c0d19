"""Land on screen: a zone with those who have it, and the land of an organisation."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kevread.common.facts import HEAD
from kevread.common.words import of
from kevread.directory import operations, permissions, queries
from kevread.directory.exports import INSIDE, LAND
from kevread.directory.forms import LastDay, NewCoverage
from kevread.directory.models import Coverage, Organisation
from kevread.territory.models import Zone
from kevread.territory.queries import acknowledgements
from kevread.ui.access import may, public
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from . import period


def zone_address(zone: Zone) -> str:
    return reverse("directory:zone", args=[zone.code])


@public
def zone(request: Request, code: str) -> HttpResponse:
    """A territory, an EPCI or a commune: what lies in it, where it lies, who has it."""
    page = queries.zone_page(code, request.on, zone_address)
    if page is None:
        raise Http404("Aucun territoire ne porte ce code.")
    return render(request, "directory/zone.html", {"page": page, "sources": acknowledgements(request.on)})


@public
def territory(request: Request, scale: str) -> HttpResponse:
    """The land of the organisation of the address."""
    grounds = permissions.may_cover_zone(request.actor, request.scale)
    head = Organisation.objects.on(request.today).at_scale(HEAD).order_by("pk").first() if grounds else None
    context = {
        "land": queries.land_of(request.scale, request.on, zone_address),
        "sources": acknowledgements(request.on),
        "may_cover": bool(grounds) and not request.is_past and request.scale.scale != "head",
        "head": head if head and not request.is_past and permissions.may_cover_zone(request.actor, head) else None,
        "within": bool(request.actor.hat_for("read", request.scale.pk)),
    }
    return render(request, "directory/territory.html", context)


@public
def zone_file(request: Request, code: str, form: str) -> HttpResponse:
    """What lies in it, for a spreadsheet."""
    page = queries.zone_page(code, request.on, zone_address)
    if page is None:
        raise Http404("Aucun territoire ne porte ce code.")
    return table_file(request, INSIDE, page.rows, form, about=code)


@public
def territory_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The land of the organisation, for a spreadsheet."""
    return table_file(request, LAND, queries.land_of(request.scale, request.on, zone_address).rows, form)


@may("cover_zone")
def cover(request: Request, scale: str) -> HttpResponse:
    """Attach land that nobody has."""
    form = NewCoverage(
        request.POST or None,
        scale=request.scale,
        on=request.on,
        initial={"start": request.today, "certainty": "documented"},
    )

    def verb() -> Done:
        typed = form.cleaned_data
        coverage = operations.cover_zone(
            actor=request.actor,
            organisation=request.scale,
            zone=typed["zone"],
            source=typed["source"],
            certainty=typed["certainty"],
            period=period(typed["start"], None),
            now=request.now,
        )
        said = f"{coverage.zone.name} est rattaché à {request.scale.name}."
        return Done(said, "directory:territory", scale=scale)

    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/cover.html", {"free": form.zones})


@may("cover_zone")
def uncover(request: Request, scale: str, coverage: UUID) -> HttpResponse:
    """End an attachment, on its last day."""
    row = get_object_or_404(
        Coverage.objects.select_related("zone", "organisation"), pk=coverage, organisation=request.scale
    )
    form = LastDay(request.POST or None, initial={"last": request.today})

    def verb() -> Done:
        operations.end_coverage(actor=request.actor, coverage=row, last=form.cleaned_data["last"], now=request.now)
        said = f"{row.zone.name} n’est plus rattaché à {request.scale.name} après ce jour."
        return Done(said, "directory:territory", scale=scale)

    context = {
        "title": f"Mettre fin au rattachement {of(row.zone.name)}",
        "lede": "Ce territoire ne sera plus à personne, jusqu’à ce qu’une organisation le reçoive. Son histoire reste lisible.",
        "verb": "Mettre fin à ce rattachement",
        "back": reverse("directory:territory", args=[scale]),
    }
    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/last_day.html", context)
