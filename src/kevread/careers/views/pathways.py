"""The pathways of those who are new on a board: what is done, by whom they are accompanied."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.careers import operations
from kevread.careers.exports import PATHWAYS
from kevread.careers.forms import CompanionForm, DoneForm, ReasonForm
from kevread.careers.loader import careers
from kevread.careers.models import WELCOMES, PathwayStep
from kevread.careers.permissions import may_tell_step, may_welcome
from kevread.careers.queries.pathways import PathwayShown, companions, kept_since, newcomers, pathways_of, read_by
from kevread.careers.scene import newcomer_of
from kevread.seats.models import Mandate
from kevread.seats.permissions import grounds
from kevread.ui.access import offered_to, signed_in, today_only
from kevread.ui.changing import Change, change
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def those_of(request: Request) -> list[PathwayShown]:
    """The pathways that this person may read here. Raises Denied where they may read none, and do not follow them."""
    rows = read_by(request.actor, newcomers(request.on, [request.scale.pk]))
    if not rows:
        grounds(request.actor, WELCOMES, request.scale).or_raise()
    return pathways_of(rows, request.on)


@offered_to(WELCOMES)
@signed_in
def pathways(request: Request, scale: str) -> HttpResponse:
    """Who is new on the board, and how far each is."""
    rows = those_of(request)
    context = {
        "rows": rows,
        "left": [one for one in rows if one.left],
        "spec": careers().pathway,
        "is_proposed": request.scale.scale in careers().pathway.of,
        "since": kept_since([request.scale.pk], request.on).get(request.scale.pk),
    }
    return render(request, "careers/pathways.html", context)


@signed_in
def pathways_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, step by step, for a spreadsheet."""
    rows = [(one, step) for one in those_of(request) for step in one.steps]
    return table_file(request, PATHWAYS, rows, form)


@signed_in
def pathway(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The pathway of one person: its three parts, each step with who accompanies and when it was done."""
    mandate = newcomer_of(request, key)
    (told,) = pathways_of([mandate], request.on)
    acts = not request.is_past
    context = {
        "shown": told,
        "mandate": mandate,
        "spec": careers().pathway,
        "is_oneself": mandate.person_id == request.actor.person,
        "follows": acts and bool(may_welcome(request.actor, mandate)),
        "tells": [
            one.step.code
            for one in told.left
            if acts and may_tell_step(request.actor, mandate, one.row.companion_id if one.row else None)
        ],
    }
    return render(request, "careers/pathway.html", context)


def row_of(mandate: Mandate, step: str) -> PathwayStep:
    """What is written of a step. Raises Http404 where nothing is."""
    found = PathwayStep.objects.standing().filter(mandate=mandate, step=step).first()
    if found is None:
        raise Http404
    return found


def who_form(request: Request, row: Any) -> CompanionForm:
    mandate, _ = row
    return CompanionForm(companions(mandate, request.today), request.POST or None)


def day_form(request: Request, row: Any) -> DoneForm:
    return DoneForm(request.POST or None, initial={"done_on": request.today})


OF_STEP = {
    "accompagner": Change(
        "Dire qui accompagne",
        "La personne qui accompagne lit ce parcours, et peut dire que l’étape est faite.",
        "Confier cette étape",
        who_form,
        lambda request, row, form: operations.accompany(
            actor=request.actor, mandate=row[0], step=row[1], now=request.now, **form.cleaned_data
        ),
        "C’est inscrit.",
    ),
    "faite": Change(
        "Dire que cette étape est faite",
        "Le jour où elle a eu lieu suffit : rien d’autre n’est demandé.",
        "C’est fait",
        day_form,
        lambda request, row, form: operations.tell_step(
            actor=request.actor, mandate=row[0], step=row[1], now=request.now, **form.cleaned_data
        ),
        "C’est inscrit.",
    ),
    "annuler": Change(
        "Cette étape n’a pas eu lieu",
        "Ce qui était inscrit reste écrit, annulé ; l’étape redevient à faire.",
        "L’annuler",
        lambda request, row: ReasonForm(request.POST or None),
        lambda request, row, form: operations.undo_step(
            actor=request.actor, row=row_of(*row), now=request.now, **form.cleaned_data
        ),
        "L’étape est à faire.",
    ),
}


@signed_in
@today_only
def change_step(request: Request, scale: str, key: UUID, step: str, gesture: str) -> HttpResponse:
    """Say who accompanies a step, that it is done, or that it was not."""
    mandate = newcomer_of(request, key)
    known = careers().pathway.step(step)
    if known is None:
        raise Http404
    if gesture == "faite":
        found = PathwayStep.objects.standing().filter(mandate=mandate, step=step).first()
        may_tell_step(request.actor, mandate, found.companion_id if found else None).or_raise()
    else:
        may_welcome(request.actor, mandate).or_raise()
    if gesture == "annuler":
        row_of(mandate, step)
    what = f"{mandate.person} : {known.label}"
    return change(request, OF_STEP, gesture, (mandate, step), what, "careers:pathway", scale=scale, key=key)
