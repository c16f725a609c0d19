"""What is done to an assignment: more or less time, its end, a mistake."""

from uuid import UUID

from django.http import HttpResponse

from kevread.staff import operations
from kevread.staff.forms import AnnulForm, LastForm, LastOfWorkForm, ShareForm
from kevread.staff.models import Assignment
from kevread.staff.scene import assignment_of
from kevread.ui.access import signed_in, today_only
from kevread.ui.changing import Change
from kevread.ui.request import Request

from .change import change
from .posts import annul_form


def share_form(request: Request, row: Assignment) -> ShareForm:
    return ShareForm(request.POST or None, initial={"share": row.share, "first": request.today})


def set_share(request: Request, row: Assignment, form: ShareForm) -> object:
    return operations.change_share(actor=request.actor, assignment=row, now=request.now, **form.cleaned_data)


def end_form(request: Request, row: Assignment) -> LastOfWorkForm:
    return LastOfWorkForm(request.POST or None, initial={"last": request.today})


def end(request: Request, row: Assignment, form: LastForm) -> object:
    return operations.end_assignment(actor=request.actor, assignment=row, now=request.now, **form.cleaned_data)


def annul(request: Request, row: Assignment, form: AnnulForm) -> object:
    return operations.annul_assignment(actor=request.actor, assignment=row, now=request.now, **form.cleaned_data)


CHANGES = {
    "part": Change(
        "Changer la part de temps",
        "L’ancienne part reste lisible à sa date.",
        "Changer la part de temps",
        share_form,
        set_share,
        "La part de temps est changée.",
    ),
    "finir": Change(
        "Mettre fin à cette affectation",
        "Le contrat continue ; la place dans l’équipe aussi, tant qu’on n’y met pas fin.",
        "Y mettre fin",
        end_form,
        end,
        "Le dernier jour de l’affectation est inscrit.",
    ),
    "annuler": Change(
        "Annuler cette affectation",
        "C’était une erreur : elle n’a jamais eu cours. Sa trace reste au journal.",
        "Annuler l’affectation",
        annul_form,
        annul,
        "L’affectation est annulée.",
    ),
}


@signed_in
@today_only
def change_assignment(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = assignment_of(request, key)
    what = f"{found.contract.person}, {found.post.name}"
    return change(request, CHANGES, gesture, found, what, "staff:post", scale=scale, key=found.post_id)
