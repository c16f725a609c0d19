"""Trainees and volunteers in civic service: their part of the register, and what is done to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse

from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.seats.rules import dates
from kevread.staff import operations
from kevread.staff.exports import HOSTED
from kevread.staff.forms import AnnulForm, HostForm, LastForm
from kevread.staff.models import Contract, Hosted
from kevread.staff.operations.hosting import FOLLOW
from kevread.staff.permissions import may_employ
from kevread.staff.queries.register import hosted_by
from kevread.staff.scene import hosted_of
from kevread.ui.access import confidential, signed_in, today_only
from kevread.ui.changing import Change
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from .change import change
from .posts import annul_form, last_form


@confidential
@signed_in
def hosted_file(request: Request, scale: str, form: str) -> HttpResponse:
    """That part of the register, for a spreadsheet."""
    may_employ(request.actor, request.scale, request.on).or_raise()
    return table_file(request, HOSTED, hosted_by(request.scale, request.actor, request.on), form)


def tutors(request: Request) -> Any:
    """Those who work there, or sit on its board."""
    works = Contract.objects.standing().on(request.today).filter(employer=request.scale).values("person")
    sits = Mandate.objects.on(request.today).filter(seat__body__organisation=request.scale, seat__body__kind__in=FOLLOW)
    return Person.objects.filter(Q(pk__in=works) | Q(pk__in=sits.values("person"))).order_by("search", "pk")


@signed_in
@today_only
def host(request: Request, scale: str) -> HttpResponse:
    """Enter somebody who comes without a contract of employment."""
    may_employ(request.actor, request.scale, request.today).or_raise()
    initial = {"first": request.today, "kind": Hosted.Kind.TRAINEE}
    form = HostForm(tutors(request), request.POST or None, initial=initial)

    def record() -> Done:
        told = dict(form.cleaned_data)
        period = dates(told.pop("first"), told.pop("last"))
        made = operations.host(actor=request.actor, employer=request.scale, period=period, now=request.now, **told)
        return Done(f"{made} est au registre du personnel.", "staff:contracts", scale=scale)

    gesture = perform(request, form, record)
    return gesture.done or gesture.page("staff/host.html")


def end(request: Request, row: Hosted, form: LastForm) -> object:
    return operations.end_hosting(actor=request.actor, hosted=row, now=request.now, **form.cleaned_data)


def annul(request: Request, row: Hosted, form: AnnulForm) -> object:
    return operations.annul_hosting(actor=request.actor, hosted=row, now=request.now, **form.cleaned_data)


def annulling(verb: Callable[..., object]) -> Change:
    """A line of the register that was a mistake, whoever it is about."""
    return Change(
        "Annuler cette ligne",
        "C’était une erreur de saisie : la ligne reste au registre, marquée comme annulée.",
        "Annuler la ligne",
        annul_form,
        verb,
        "La ligne est annulée ; elle reste au registre, dite telle.",
    )


CHANGES = {
    "finir": Change(
        "Inscrire un départ avant le jour prévu",
        "Le registre garde le jour où cette personne est vraiment partie.",
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
def change_hosted(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = hosted_of(request, key)
    return change(request, CHANGES, gesture, found, str(found), "staff:contracts", scale=scale)
