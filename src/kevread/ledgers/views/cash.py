"""Twelve months of cash: from a stated balance, what comes in and goes out, the lowest point."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.money import euros
from kevread.ledgers import operations
from kevread.ledgers.exports import MONTHS
from kevread.ledgers.forms import CashForm, CashLineForm, ReasonForm
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ledgers.queries.cash import treasury
from kevread.ledgers.scene import cash_line_of, cash_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(KEEPS_LEDGERS)
@today_only
def cash(request: Request, scale: str) -> HttpResponse:
    """The plan, month by month, what makes it, and what is not known."""
    return render(request, "ledgers/cash.html", {"found": treasury(request.scale, request.actor, request.today)})


@may(KEEPS_LEDGERS)
@today_only
def cash_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The months, for a spreadsheet."""
    found = treasury(request.scale, request.actor, request.today)
    months = found.plan.months if found.plan else ()
    return table_file(request, MONTHS, list(months), form, about=request.today.isoformat())


def gesture_page(request: Request, form: object, do: object, **told: object) -> HttpResponse:
    """The page of one gesture on the plan."""
    gesture = perform(request, form, do)  # type: ignore[arg-type]
    context = {"back": screen_address("ledgers:cash", scale=request.scale.slug), "what": "Trésorerie"} | told
    return gesture.done or gesture.page("ui/change.html", context)


@may(KEEPS_LEDGERS)
@today_only
def state_cash(request: Request, scale: str) -> HttpResponse:
    """The balance from which twelve months start."""
    form = CashForm(request.POST or None, initial={"day": request.today})

    def do() -> Done:
        made = operations.state_cash(actor=request.actor, organisation=request.scale, now=request.now, **form.asked)
        return Done(f"Le plan part de {euros(made.cents)}.", "ledgers:cash", scale=scale)

    return gesture_page(
        request, form, do, title="Dire le solde de trésorerie", button="Partir de ce solde",
        lede="Tout ce que tient l’organisation au soir d’un jour : comptes en banque, livrets, caisse.",
    )  # fmt: skip


@may(KEEPS_LEDGERS)
@today_only
def undo_cash(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was a mistake."""
    found = cash_of(request, key)
    form = ReasonForm(request.POST or None)

    def do() -> Done:
        operations.undo_cash(actor=request.actor, cash=found, now=request.now, **form.cleaned_data)
        return Done("Ce solde est annulé.", "ledgers:cash", scale=scale)

    return gesture_page(
        request, form, do, title="Annuler ce solde", button="Annuler ce solde",
        lede="Le plan partira du solde d’avant, s’il y en a un de moins d’un an.",
    )  # fmt: skip


@may(KEEPS_LEDGERS)
@today_only
def add_cash(request: Request, scale: str) -> HttpResponse:
    """What is expected and that nothing else tells."""
    form = CashLineForm(request.POST or None, initial={"times": 1, "way": "out"})

    def do() -> Done:
        made = operations.add_cash(actor=request.actor, organisation=request.scale, now=request.now, **form.asked)
        return Done(f"« {made.label} » est dans le plan.", "ledgers:cash", scale=scale)

    return gesture_page(
        request, form, do, title="Ajouter ce qui est attendu", button="Ajouter",
        lede="Ce que ni les cotisations, ni les contrats, ni les financements, ni le fonds, ni le budget ne disent déjà. "
        "Ce que le budget voté prévoit est compté : ajouté ici, il compterait deux fois.",
    )  # fmt: skip


@may(KEEPS_LEDGERS)
@today_only
def remove_cash(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It is expected no more."""
    found = cash_line_of(request, key)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = "Pourquoi"

    def do() -> Done:
        operations.remove_cash(actor=request.actor, line=found, now=request.now, **form.cleaned_data)
        return Done(f"« {found.label} » n’est plus dans le plan.", "ledgers:cash", scale=scale)

    return gesture_page(
        request, form, do, title=f"Ôter « {found.label} »", button="Ôter", lede="La ligne reste au journal."
    )
