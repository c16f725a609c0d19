"""What posts work on, by which keys may be weighed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.ledgers import operations
from kevread.ledgers.exports import TIMES
from kevread.ledgers.forms import TimeForm
from kevread.ledgers.loader import ACTION
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.times import posts_timed
from kevread.ledgers.scene import post_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(KEEPS_LEDGERS)
@today_only
def times(request: Request, scale: str) -> HttpResponse:
    """Each post, what it works on, and where it was otherwise."""
    return render(request, "ledgers/times.html", {"rows": posts_timed(request.scale, request.actor, request.today)})


@may(KEEPS_LEDGERS)
@today_only
def times_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, TIMES, posts_timed(request.scale, request.actor, request.today), form)


@may(KEEPS_LEDGERS)
@today_only
def say_time(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What a post works on, for good or for a month."""
    found = post_of(request, key)
    start = {"since": request.today.replace(month=1, day=1)}
    form = TimeForm(codes_of(request.scale, ACTION, request.today), request.POST or None, initial=start)

    def do() -> Done:
        operations.say_time(actor=request.actor, post=found, now=request.now, **form.asked)
        return Done(f"C’est dit du poste « {found.name} ».", "ledgers:times", scale=scale)

    gesture = perform(request, form, do)
    context = {
        "title": f"À quoi sert « {found.name} »",
        "lede": "Une part est un nombre entier : 1 et 3 font un quart et trois quarts.",
        "button": "Le dire",
        "back": screen_address("ledgers:times", scale=scale),
        "what": "Temps des postes",
    }
    return gesture.done or gesture.page("ui/change.html", context)
