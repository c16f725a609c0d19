"""« Qui décide quoi pour moi ? »: of oneself, of whom one has a line over; and the sharing of acts, for anybody within."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.supervision.exports import MATTERS
from kevread.supervision.loader import acts
from kevread.supervision.models import boards_of
from kevread.supervision.queries.lines import workers_on
from kevread.supervision.queries.matters import lines_of_actor, matters_about, matters_at, shown
from kevread.supervision.queries.who import seen_by, told_of
from kevread.supervision.rules import EMPLOYER
from kevread.supervision.scene import lines_to_open, workers_here, workers_named
from kevread.ui.access import confidential, signed_in
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from .within import within


@within
def people(request: Request, scale: str) -> HttpResponse:
    """Whom this organisation has a line over, as this reader may see it; what waits, what is over."""
    rows = shown(list(matters_at(request.scale, request.actor, request.on)), request.actor, request.on, request.now)
    workers = workers_here(request)
    opened = [(code, acts().acts[code]) for code in lines_to_open(request, workers)]
    context = {
        "workers": workers,
        "waiting": [one for one in rows if one.is_open],
        "closed": [one for one in rows if not one.is_open],
        "opened": [] if request.is_past else opened,
        "is_employer": (EMPLOYER, request.scale.pk) in lines_of_actor(request.actor),
        "is_board": request.scale.pk in boards_of(request.actor),
    }
    return render(request, "supervision/people.html", context)


@within
def people_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The matters of the page, for a spreadsheet: nothing of what was written in them."""
    rows = matters_at(request.scale, request.actor, request.on)
    return table_file(request, MATTERS, shown(list(rows), request.actor, request.on, request.now), form)


@within
def matrix(request: Request, scale: str) -> HttpResponse:
    """What each line does of each act, whoever it is about; where it is written, and what of it is ours."""
    return render(request, "supervision/matrix.html", {"acts": acts().acts.items()})


@confidential
@within
def person(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Who decides what about somebody, by name, that day; and who may see what of them."""
    return who_page(request, workers_named(request, key))


@signed_in
def mine(request: Request) -> HttpResponse:
    """The same of oneself, for each post that one holds."""
    found = workers_on(request.on, person=request.actor.person) if request.actor.person else []
    if not found:
        return render(request, "supervision/nothing.html")
    return who_page(request, found)


def who_page(request: Request, workers: list) -> HttpResponse:
    told = told_of(workers, request.actor, request.on)
    rows = matters_about(workers[0].person.pk, request.actor, request.on)
    context = {
        "person": workers[0].person,
        "told": told,
        "seen": seen_by(workers, request.on),
        "matters": shown(list(rows), request.actor, request.on, request.now),
        "is_oneself": workers[0].person.pk == request.actor.person,
    }
    return render(request, "supervision/who.html", context)
