"""The dates of social dialogue; the headcount in the sense of the law, and what goes to welfare."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.careers import operations
from kevread.careers.exports import HEADCOUNTS, OCCASIONS
from kevread.careers.forms import HoldForm, OccasionForm, ReasonForm, WelfareForm
from kevread.careers.loader import careers
from kevread.careers.models import Occasion, Welfare
from kevread.careers.queries.headcounts import headcounts, those_read
from kevread.careers.queries.plans import gathered_by
from kevread.careers.scene import occasion_of
from kevread.common.facts import HEAD
from kevread.staff.models import EMPLOYS
from kevread.staff.permissions import employers, may_employ
from kevread.ui.access import may, offered_to, signed_in, today_only
from kevread.ui.changing import Change, asked_by, change
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def rows_of(request: Request) -> list[Occasion]:
    """Those of the organisation; at the head, those of the employers that it gathers too."""
    places = [request.scale.pk]
    if request.scale.scale == HEAD:
        places += [one.pk for one in gathered_by(request.scale, request.on)]
    rows = Occasion.objects.visible_to(request.actor).standing().filter(organisation__in=places)
    return list(rows.select_related("organisation").order_by("planned_on", "pk"))


@may("read")
def occasions(request: Request, scale: str) -> HttpResponse:
    """What comes, what was held, what waits for somebody to say what came of it."""
    rows = rows_of(request)
    own = [one for one in rows if one.organisation_id == request.scale.pk]
    context = {
        "to_come": [one for one in own if one.held_on is None and one.planned_on >= request.on],
        "passed": [one for one in own if one.held_on is None and one.planned_on < request.on],
        "held": [one for one in reversed(own) if one.held_on],
        "others": [one for one in rows if one.organisation_id != request.scale.pk],
        "employs": not request.is_past and bool(may_employ(request.actor, request.scale, request.today)),
        "counts": bool(those_read(request.actor, request.scale, request.on)),
    }
    return render(request, "careers/occasions.html", context)


@may("read")
def occasions_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, OCCASIONS, rows_of(request), form)


@offered_to(EMPLOYS)
@may("read")
@today_only
def plan_occasion(request: Request, scale: str) -> HttpResponse:
    """Write a date."""
    may_employ(request.actor, request.scale, request.today).or_raise()
    form = OccasionForm(request.POST or None)

    def do() -> Done:
        told = form.cleaned_data
        operations.plan_occasion(actor=request.actor, organisation=request.scale, now=request.now, **told)
        return Done("C’est inscrit.", "careers:occasions", scale=scale)

    return asked_by(
        request,
        form,
        do,
        title="Inscrire un rendez-vous",
        lede="À venir, ou déjà passé : vous direz ensuite ce qui en est sorti.",
        button="L’inscrire",
        what="Dialogue social",
        back=screen_address("careers:occasions", scale=scale),
    )


OF_OCCASION = {
    "tenu": Change(
        "Ce rendez-vous a eu lieu",
        "Quel jour, et ce qui en est sorti.",
        "L’inscrire",
        lambda request, row: HoldForm(request.POST or None, initial={"held_on": min(row.planned_on, request.today)}),
        lambda request, row, form: operations.hold_occasion(
            actor=request.actor, occasion=row, now=request.now, **form.cleaned_data
        ),
        "C’est inscrit.",
    ),
    "annuler": Change(
        "Annuler ce rendez-vous",
        "Il ne se tiendra pas, ou fut inscrit par erreur : il reste au journal.",
        "L’annuler",
        lambda request, row: ReasonForm(request.POST or None),
        lambda request, row, form: operations.undo_occasion(
            actor=request.actor, occasion=row, now=request.now, **form.cleaned_data
        ),
        "Le rendez-vous est annulé.",
    ),
}


@may("read")
@today_only
def change_occasion(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """It was held, or will not be."""
    found = occasion_of(request, key)
    may_employ(request.actor, request.scale, request.today).or_raise()
    return change(request, OF_OCCASION, gesture, found, str(found), "careers:occasions", scale=scale)


def headcounts_read(request: Request) -> list[Any]:
    """Raises Denied to whoever reads none."""
    if not those_read(request.actor, request.scale, request.on):
        may_employ(request.actor, request.scale, request.on).or_raise()
    return headcounts(request.actor, request.scale, request.on)


@offered_to(EMPLOYS)
@signed_in
def headcount(request: Request, scale: str) -> HttpResponse:
    """How many the law counts, by entity and together, and what each threshold brings."""
    rows = headcounts_read(request)
    also = employers(request.actor, request.on)
    said = Welfare.objects.visible_to(request.actor, also).filter(employer=request.scale).order_by("-year")[:5]
    asked_rate = careers().welfare
    context = {
        "rows": rows,
        "own": next((one for one in rows if one.organisation == request.scale), None),
        "together": rows[-1] if len(rows) > 1 else None,
        "welfare": [
            (one, one.budget / one.payroll * 100, asked_rate and one.budget * 10_000 >= one.payroll * asked_rate.rate)
            for one in said
        ],
        "rate": asked_rate,
        "rate_in_words": f"{asked_rate.rate / 100:.2f}".replace(".", ",") if asked_rate else "",
        "employs": not request.is_past and bool(may_employ(request.actor, request.scale, request.today)),
    }
    return render(request, "careers/headcount.html", context)


@signed_in
def headcount_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, HEADCOUNTS, headcounts_read(request), form)


@offered_to(EMPLOYS)
@signed_in
@today_only
def say_welfare(request: Request, scale: str) -> HttpResponse:
    """The payroll of a year, and what of it goes to welfare."""
    may_employ(request.actor, request.scale, request.today).or_raise()
    form = WelfareForm(request.POST or None, initial={"year": request.today.year})

    def do() -> Done:
        operations.say_welfare(actor=request.actor, employer=request.scale, now=request.now, **form.cleaned_data)
        return Done("C’est inscrit.", "careers:headcount", scale=scale)

    return asked_by(
        request,
        form,
        do,
        title="Dire le budget des œuvres sociales",
        lede="La masse salariale n’est lue que par la ligne de l’employeur ; le réseau lit seulement si le taux est atteint.",
        button="L’inscrire",
        what="Effectif",
        back=screen_address("careers:headcount", scale=scale),
    )
