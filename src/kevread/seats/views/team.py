"""The team of a scale, and who is the reference of each EPCI."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.words import of
from kevread.seats import operations, permissions
from kevread.seats.exports import REFERENCES, TEAM, team_to_take
from kevread.seats.forms import LastDayForm, LeadForm
from kevread.seats.models import ZoneLead
from kevread.seats.queries.papers import tree_of
from kevread.seats.queries.teams import delegates_of, grounds_of, team_of
from kevread.seats.rules import dates
from kevread.ui.access import may
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may("read")
def team(request: Request, scale: str) -> HttpResponse:
    """Posts and those who hold them; the EPCI, each with its reference; those that have none."""
    grounds = permissions.may_lead_zone(request.actor, request.scale)
    team = team_of(request.scale, request.actor, request.on, request.today)
    heads, branches = tree_of(team)
    context = {
        "heads": heads,
        "branches": branches,
        "team": team,
        "may_lead": bool(grounds) and request.scale.scale == "grouping" and not request.is_past,
        "may_fill": bool(request.actor.hat_for("hire", request.scale.pk)) and not request.is_past,
    }
    return render(request, "seats/team.html", context)


@may("read")
def team_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The posts, and who holds them, for a spreadsheet."""
    found = team_of(request.scale, request.actor, request.on, request.today)
    return table_file(request, TEAM, team_to_take(found), form)


@may("read")
def references_file(request: Request, scale: str, form: str) -> HttpResponse:
    """Each EPCI and island, and its reference."""
    return table_file(request, REFERENCES, grounds_of(request.scale, request.on), form)


@may("lead_zone")
def lead(request: Request, scale: str, code: str) -> HttpResponse:
    """Name the reference of an EPCI or an island, among those who hold a post of délégué·e."""
    ground = next((g for g in grounds_of(request.scale, request.on) if g.zone.code == code), None)
    if ground is None:
        raise Http404(f"Ce territoire n’est pas dans celui de {request.scale.name}.")
    posts = delegates_of(request.scale, request.on)
    choices = [(str(post.pk), str(post.person)) for post in posts]
    form = LeadForm(choices, request.POST or None, initial={"first": request.today, "main": ground.main is None})

    def name() -> Done:
        typed = form.cleaned_data
        post = next(post for post in posts if str(post.pk) == typed["mandate"])
        operations.lead_zone(
            actor=request.actor,
            mandate=post,
            zone=ground.zone,
            main=typed["main"],
            period=dates(typed["first"], typed["last"]),
            now=request.now,
        )
        return Done(f"C’est fait. {post.person} est référent·e {of(ground.zone.name)}.", "seats:team", scale=scale)

    gesture = perform(request, form, name)
    return gesture.done or gesture.page("seats/lead.html", {"ground": ground, "posts": posts})


@may("lead_zone")
def end_lead(request: Request, scale: str, key: str) -> HttpResponse:
    """Somebody is no longer the reference of an EPCI after a day."""
    found = (
        ZoneLead.objects.select_related("zone", "mandate__person", "mandate__seat__body__organisation")
        .filter(pk=key, mandate__seat__body__organisation=request.scale)
        .first()
    )
    if found is None:
        raise Http404("Cette référence n’existe pas ici.")
    form = LastDayForm(request.POST or None, initial={"last": request.today})

    def end() -> Done:
        operations.end_zone_lead(actor=request.actor, lead=found, last=form.cleaned_data["last"], now=request.now)
        said = f"{found.mandate.person} n’est plus référent·e {of(found.zone.name)} après ce jour."
        return Done(said, "seats:team", scale=scale)

    gesture = perform(request, form, end)
    return gesture.done or gesture.page("seats/end_lead.html", {"lead": found})
