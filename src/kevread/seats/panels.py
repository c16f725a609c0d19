"""What the rooms below show of those who sit and work: on the page of an EPCI, who is its reference."""

from django.template.loader import render_to_string

from kevread.common.actor import Grounds
from kevread.directory.models import Organisation
from kevread.seats import permissions
from kevread.seats.models import Mandate, ZoneLead
from kevread.seats.queries.composition import kept_registers
from kevread.seats.queries.pleas import KEEPS_DIRECTORY, named_who_may_do
from kevread.seats.queries.pleas import whom_to_ask as who_may
from kevread.territory.models import Kind, Zone
from kevread.ui.request import Request


def who_keeps_the_directory(request: Request) -> str:
    """On a page that is not there, or is not for whoever asks: who knows whom it is for, where the page stands, and a way to
    write to the organisation. Nothing where nobody knows who asks, as before the first organisation."""
    where = getattr(request, "scale", None) or getattr(request, "resting", None)
    if not where or not hasattr(request, "actor"):
        return ""
    people = named_who_may_do(request.actor, where, KEEPS_DIRECTORY, request.today)
    return render_to_string("seats/who_keeps_the_directory.html", {"where": where, "people": people}, request)


def whom_to_ask(request: Request, *, grounds: Grounds) -> str:
    """Under a refusal in the middle of a page: who may, by name, as this reader may read them. Nothing of the past, where
    nobody acts."""
    if grounds or request.is_past:
        return ""
    people = who_may(request.actor, getattr(request, "scale", None), grounds, request.today)
    return render_to_string("ui/to_ask.html", {"people": people}, request)


def after_import(request: Request) -> str:
    """Once a file is in: those who sit and are not in yet are invited."""
    if request.is_past or not request.actor.hat_for("register_person", request.scale.pk):
        return ""
    return render_to_string("seats/invite_here.html", {"scale": request.scale}, request)


def reference_of_zone(request: Request, *, zone: Zone, grouping: Organisation | None) -> str:
    """Who is its reference, for those within: teams are not public. That nobody is, where the register of the team is kept."""
    if not request.actor.hats or grouping is None or zone.kind not in (Kind.EPCI, Kind.COMMUNE):
        return ""
    posts = Mandate.objects.visible_to(request.actor).on(request.on)
    rows = ZoneLead.objects.on(request.on).filter(zone=zone, mandate__in=posts)
    leads = list(rows.select_related("mandate__person").order_by("-main", "mandate__person__search", "pk"))
    if not leads and zone.kind == Kind.COMMUNE:
        return ""  # an island may have one; another commune is of its EPCI
    context = {
        "leads": leads,
        "kept": "team" in kept_registers(grouping, request.on),
        "zone": zone,
        "grouping": grouping,
        "reads": bool(request.actor.hat_for("read", grouping.pk)),
        "may_lead": bool(permissions.may_lead_zone(request.actor, grouping)) and not request.is_past,
    }
    return render_to_string("seats/reference_of_zone.html", context, request)
