"""« Aujourd’hui », and the way to it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kevread.common.actor import Hat
from kevread.common.todo import why
from kevread.directory.models import Organisation
from kevread.home import operations
from kevread.home.exports import WAITING, waiting_in
from kevread.home.models import MorningLetter
from kevread.home.news import since_when
from kevread.home.queries import Row, has_letter, held_by, past_of, replaceable_in
from kevread.home.queries import today as today_of
from kevread.home.weeks import DAYS, title
from kevread.mail.message import person_of
from kevread.ui.access import may, public, signed_in, today_only
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

VISITED = "visited"  # session: the moment of the last visit, and of the present one
FIRST_VISIT = timedelta(days=30)


@may("read")
def today(request: Request, scale: str) -> HttpResponse:
    since = since_visit(request)
    day = today_of(request.actor, request.person, request.scale, request.on, since, is_past=request.is_past)
    hats = [hat for hat in request.actor.hats if hat.allows("read", request.scale.pk)]
    page = {
        "day": day,
        "hats": hats,
        "as_ever": as_ever(hats, [*day.rows, *day.rest]),
        "held": held_by(request.actor),
        "replaceable": replaceable_in(request.actor),
        "since_when": since_when(since, request.today),
        "span": DAYS,
        "period_of_weeks": title(request.on),
        "has_letter": has_letter(request.person),
    }
    return render(request, "home/today.html", page)


@may("read")
@today_only
def today_file(request: Request, scale: str, form: str) -> HttpResponse:
    """What waits for this person here, for a spreadsheet."""
    day = today_of(request.actor, request.person, request.scale, request.on, since_visit(request))
    rows = (replace(one, url=request.build_absolute_uri(one.url)) for one in waiting_in(day, request.on))
    return table_file(request, WAITING, rows, form)


def as_ever(hats: Sequence[Hat], rows: Iterable[Row]) -> str:
    """By which hat one may act, as most lines would say it: it is said once, above them."""
    said = Counter(told for row in rows for hat in hats if (told := why(hat)) in row.item.why)
    return said.most_common(1)[0][0] if said else ""


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


@signed_in
@today_only
@require_POST
def letter(request: Request) -> HttpResponse:
    """Receive the letter of the morning, or no more."""
    if request.person is None or not request.actor.hats:
        raise Http404("La lettre du matin est à qui tient un siège.")
    if "stop" in request.POST:
        operations.stop_letter(actor=request.actor, person=request.person, now=request.now)
        messages.success(request, "La lettre du matin ne partira plus.")
    else:
        operations.ask_for_letter(actor=request.actor, person=request.person, now=request.now)
        messages.success(request, "Vous la recevrez le matin, les jours où quelque chose vous attend.")
    return redirect("home:mine")


@public
@csrf_exempt  # the token is the proof; the programs that read letters press the button by themselves (RFC 8058)
def stop_letter(request: Request, token: str) -> HttpResponse:
    """Receive the letter of the morning no more: looking shows, pressing acts."""
    person = person_of(operations.STOP, token)
    asked = MorningLetter.objects.filter(person=person).first() if person else None
    if person is None or asked is None:
        raise Http404("Ce lien n’est pas entier : recopiez-le depuis le message.")
    if request.method == "POST":
        operations.stop_by_link(person=person, now=request.now)
        return redirect("home:stop_letter", token=token)
    return render(request, "home/stop_letter.html", {"stopped": asked.stopped_at is not None})
