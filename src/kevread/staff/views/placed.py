"""People whom another employer places here: their line in the register of staff, and what is done to it."""

from uuid import UUID

from django.http import HttpResponse

from kevread.seats.rules import dates
from kevread.staff import operations
from kevread.staff.forms import AnnulForm, LastForm
from kevread.staff.forms_register import PlaceForm
from kevread.staff.models import Placed
from kevread.staff.permissions import may_employ
from kevread.staff.scene import placed_of
from kevread.ui.access import confidential, signed_in, today_only
from kevread.ui.changing import Change
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

from .change import change
from .hosted import annulling
from .posts import last_form


@signed_in
@today_only
def place(request: Request, scale: str) -> HttpResponse:
    """Enter somebody whom another employs."""
    may_employ(request.actor, request.scale, request.today).or_raise()
    form = PlaceForm(request.POST or None, initial={"first": request.today})

    def record() -> Done:
        said = form.cleaned_data
        made = operations.place(
            actor=request.actor,
            employer=request.scale,
            kind=said["kind"],
            worker=form.worker,
            period=dates(said["first"], said["last"]),
            now=request.now,
        )
        return Done(f"{made} est au registre du personnel.", "staff:contracts", scale=scale)

    gesture = perform(request, form, record)
    return gesture.done or gesture.page("staff/place.html")


def end(request: Request, row: Placed, form: LastForm) -> object:
    return operations.end_placing(actor=request.actor, placed=row, now=request.now, **form.cleaned_data)


def annul(request: Request, row: Placed, form: AnnulForm) -> object:
    return operations.annul_placing(actor=request.actor, placed=row, now=request.now, **form.cleaned_data)


CHANGES = {
    "finir": Change(
        "Inscrire un départ",
        "Le registre garde le jour où cette personne est partie.",
        "Inscrire ce départ",
        last_form,
        end,
        "Le départ est inscrit.",
    ),
    "annuler": annulling(annul),
}


@confidential
@signed_in
@today_only
def change_placed(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = placed_of(request, key)
    return change(request, CHANGES, gesture, found, str(found), "staff:contracts", scale=scale)
