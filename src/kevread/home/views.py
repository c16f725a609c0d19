"""« Aujourd’hui », and the way to it."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kevread.directory.models import Organisation
from kevread.home.queries import held_by, past_of
from kevread.home.queries import today as today_of
from kevread.ui.access import may, signed_in
from kevread.ui.request import Request

VISITED = "visited"  # session: the moment of the last visit, and of the present one
FIRST_VISIT = timedelta(days=30)


@may("read")
def today(request: Request, scale: str) -> HttpResponse:
    day = today_of(
        request.actor, request.person, request.scale, request.on, since_visit(request), is_past=request.is_past
    )
    hats = [hat for hat in request.actor.hats if hat.allows("read", request.scale.pk)]
    return render(request, "home/today.html", {"day": day, "hats": hats, "held": held_by(request.actor)})


def since_visit(request: Request) -> datetime:
    """The moment of the last visit: of another day, so that a page opened twice tells the same."""
    earlier, latest = request.session.get(VISITED, (None, None))
    if latest is None or datetime.fromisoformat(latest).date() != request.today:
        earlier, latest = latest, request.now.isoformat()
        request.session[VISITED] = (earlier, latest)
    if earlier:
        return datetime.fromisoformat(earlier)
    return (request.now - FIRST_VISIT).replace(hour=0, minute=0, second=0, microsecond=0)


@signed_in
def mine(request: Request) -> HttpResponse:
    """My page: where my first hat is. Without a hat, what that means and whom to ask."""
    if request.actor.hats:
        place = Organisation.objects.get(pk=request.actor.hats[0].organisation)
        return redirect("home:today", scale=place.slug)
    return render(
        request, "home/no_hat.html", {"past": past_of(request.person, request.today) if request.person else []}
    )
