"""What volunteers gave in a fiscal year, line by line, and what it is worth."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.periods import EARLIEST, LATEST
from kevread.finance import operations
from kevread.finance.exports import VOLUNTEERED
from kevread.finance.forms import ReasonForm
from kevread.finance.forms_asking import RateForm, TimeForm
from kevread.finance.models import KEEPS, READS
from kevread.finance.queries.volunteering import Volunteering, said_so_far, volunteering
from kevread.finance.scene import given_time_of, hour_rate_of, keeps
from kevread.seats.queries.pleas import named_who_may_do
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, ask
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

HOME = "finance:volunteering"


def year_of(request: Request) -> Volunteering | None:
    """The fiscal year that closes on the day that is asked for (`exercice`), or the one under way. Raises Http404."""
    day = request.GET.get("exercice", "")
    try:
        closed_on = date.fromisoformat(day) if day else None
        if closed_on and not EARLIEST < closed_on < LATEST:
            raise ValueError(day)
    except ValueError as error:
        raise Http404("Aucun exercice n’est à cette adresse.") from error
    found = volunteering(request.scale, request.actor, request.on, closed_on)
    if closed_on is not None and (found is None or found.first > request.on):
        raise Http404("Aucun exercice commencé ne se clôt ce jour-là.")
    return found


@may(READS)
def page(request: Request, scale: str) -> HttpResponse:
    found = year_of(request)
    before = found.first - timedelta(days=1) if found else None
    shown = found or said_so_far(request.scale, request.actor, request.on)
    says = bool(request.actor.hat_for("set_setting", request.scale.pk))
    context = {
        "given": found,
        "shown": shown,
        "before": before,
        "is_now": "exercice" not in request.GET,
        "keeps": keeps(request),
        "says": says,
        "people": [] if found or says else named_who_may_do(request.actor, request.scale, "set_setting", request.today),
    }
    return render(request, "finance/volunteering.html", context)


@may(READS)
def gifts_file(request: Request, scale: str, form: str) -> HttpResponse:
    found = year_of(request)
    about = found.last.isoformat() if found else ""
    shown = found or said_so_far(request.scale, request.actor, request.on)
    return table_file(request, VOLUNTEERED, shown.gifts, form, about=about)


def give(request: Request, row: Any, form: Any) -> object:
    told = dict(form.cleaned_data)
    minutes = told.pop("hours")
    return operations.give_time(
        actor=request.actor, organisation=request.scale, minutes=minutes, now=request.now, **told
    )


RATE = Change(
    "Ce que vaut une heure de bénévolat",
    "L’organisation le décide : Kevread n’en propose aucun. Ce qui fut donné avant ce jour garde le taux d’avant.",
    "L’inscrire",
    lambda request, row: RateForm(request.POST or None, initial={"since": request.today}),
    lambda request, row, form: operations.say_rate(
        actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data
    ),
    "Le taux est inscrit.",
)
TIME = Change(
    "Inscrire du temps donné",
    "Hors des réunions : elles se comptent d’elles-mêmes, d’après les présences. Personne n’est nommé.",
    "L’inscrire",
    lambda request, row: TimeForm(request.POST or None, initial={"day": request.today}),
    give,
    "Le temps donné est inscrit.",
)
UNDO_RATE = Change(
    "Ce taux est faux",
    "Il reste inscrit, annulé ; celui d’avant vaut de nouveau.",
    "L’annuler",
    lambda request, row: ReasonForm(request.POST or None),
    lambda request, row, form: operations.undo_rate(
        actor=request.actor, rate=row, reason=form.cleaned_data["reason"], now=request.now
    ),
    "Le taux est annulé.",
)
UNDO_TIME = Change(
    "Ce temps n’est pas celui-là",
    "La ligne reste inscrite, annulée ; la bonne s’inscrit de nouveau.",
    "L’annuler",
    lambda request, row: ReasonForm(request.POST or None),
    lambda request, row, form: operations.undo_time(
        actor=request.actor, time=row, reason=form.cleaned_data["reason"], now=request.now
    ),
    "La ligne est annulée.",
)


@may(KEEPS)
@today_only
def say_rate(request: Request, scale: str) -> HttpResponse:
    return ask(request, RATE, None, "Bénévolat", HOME, scale=scale)


@may(KEEPS)
@today_only
def give_time(request: Request, scale: str) -> HttpResponse:
    return ask(request, TIME, None, "Bénévolat", HOME, scale=scale)


@may(KEEPS)
@today_only
def undo_rate(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = hour_rate_of(request, key)
    return ask(request, UNDO_RATE, found, found.source, HOME, scale=scale)


@may(KEEPS)
@today_only
def undo_time(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = given_time_of(request, key)
    return ask(request, UNDO_TIME, found, found.words, HOME, scale=scale)
