"""What a funder asks to measure of a funding: it is said, then what was attained."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.finance import operations
from kevread.finance.forms import ReasonForm
from kevread.finance.forms_indicators import AttainedForm
from kevread.finance.models import KEEPS, Indicator
from kevread.finance.scene import indicator_of
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, change
from kevread.ui.request import Request


def attain(request: Request, row: Indicator, form: Any) -> object:
    return operations.say_attained(actor=request.actor, indicator=row, now=request.now, **form.cleaned_data)


def take_back(request: Request, row: Indicator, form: Any) -> object:
    last = (
        row.attained.filter(undone_on=None).select_related("indicator__funding__organisation").order_by("-day").first()
    )
    if last is None:
        raise Http404("Rien n’est mesuré de cet indicateur.")
    reason = form.cleaned_data["reason"]
    return operations.undo_attained(actor=request.actor, attained=last, reason=reason, now=request.now)


def undo(request: Request, row: Indicator, form: Any) -> object:
    reason = form.cleaned_data["reason"]
    return operations.undo_indicator(actor=request.actor, indicator=row, reason=reason, now=request.now)


def measured(row: Indicator) -> object:
    """What a page on an indicator stands on: itself, and what was measured of it."""
    told = row.attained.filter(undone_on=None).order_by("day").values_list("day", "value")
    return [row.as_written(), [f"{day} {value}" for day, value in told]]


CHANGES = {
    "atteint": Change(
        "Dire ce qui est atteint",
        "La mesure d’un jour. Celle du jour le plus récent est reprise au compte rendu ; les autres restent.",
        "Inscrire cette mesure",
        lambda request, row: AttainedForm(request.POST or None, initial={"day": request.today}),
        attain,
        "La mesure est inscrite.",
        measured,
    ),
    "reprendre": Change(
        "La dernière mesure est fausse",
        "Elle reste inscrite, annulée ; celle d’avant vaut de nouveau.",
        "Annuler cette mesure",
        lambda request, row: ReasonForm(request.POST or None),
        take_back,
        "La mesure est annulée.",
        measured,
    ),
    "annuler": Change(
        "Cet indicateur est à annuler",
        "Il reste inscrit, avec le motif ; le compte rendu ne le reprend plus.",
        "L’annuler",
        lambda request, row: ReasonForm(request.POST or None),
        undo,
        "L’indicateur est annulé.",
        measured,
    ),
}


@may(KEEPS)
@today_only
def change_indicator(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = indicator_of(request, key)
    where = {"scale": scale, "key": found.funding_id}
    return change(request, CHANGES, gesture, found, found.funding.purpose, "finance:funding", **where)
