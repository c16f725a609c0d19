"""The lines of a year, what was paid of each, and what is done about one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.errors import Refused
from kevread.common.periods import year_typed
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_in_pdf
from kevread.dues import operations
from kevread.dues.exports import DUES
from kevread.dues.forms import AdjustForm, PayForm, ReasonForm, RefundForm
from kevread.dues.models import KEEPS_DUES, Call, Due, Payment
from kevread.dues.queries.certificate import certificate
from kevread.dues.queries.owed import owed, standing_of, totals, years_of
from kevread.dues.queries.preview import tariff_on
from kevread.dues.queries.receipts import of_payments
from kevread.dues.scene import due_of, keeps, payment_of
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.forms import typed_euros
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def year_of(request: Request, years: list[int]) -> int:
    """The year of the address, or the last that was called."""
    typed = year_typed(request.GET.get("annee", ""))
    return typed if typed in years else (years[0] if years else request.on.year)


@may(KEEPS_DUES)
def dues(request: Request, scale: str) -> HttpResponse:
    """Who owes what for a year, and what was paid of it. Owing removes nobody."""
    years = years_of(request.scale)
    year = year_of(request, years)
    lines = owed(request.scale, year, request.actor, request.on)
    context = {
        "years": years,
        "year": year,
        "lines": lines,
        "totals": totals(lines),
        "tariff": tariff_on(request.scale, request.on),
        "calls": list(
            Call.objects.visible_to(request.actor)
            .standing()
            .filter(organisation=request.scale, year=year, called_on__lte=request.on)
            .order_by("called_on", "pk")
        ),
        "keeps": keeps(request),
    }
    return render(request, "dues/dues.html", context)


@may(KEEPS_DUES)
def dues_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    year = year_of(request, years_of(request.scale))
    return table_file(request, DUES, owed(request.scale, year, request.actor, request.on), form, about=str(year))


@may(KEEPS_DUES)
def due(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What one member owes for a year, why, and what was paid of it."""
    found = due_of(request, key)
    (line,) = standing_of([found], request.on)
    payments = list(Payment.objects.visible_to(request.actor).filter(due=found).order_by("paid_on", "pk"))
    given = of_payments([one.pk for one in payments])
    told = [(one, given.get(one.pk)) for one in payments]
    context = {"line": line, "payments": told, "keeps": keeps(request) and found.undone_on is None}
    return render(request, "dues/due.html", context)


@may(KEEPS_DUES)
def certificate_file(request: Request, scale: str, key: UUID) -> HttpResponse:
    """That a member paid its dues of a year. It is not kept."""
    (line,) = standing_of([due_of(request, key)], request.on)
    try:
        paper = certificate(line, request.on)
    except Refused as refusal:
        raise Http404(refusal.sentence) from None
    content = set_in_pdf(paper.template, as_data(paper), made_at=request.now)
    named = f"{request.scale.slug}-cotisation-{line.due.reference}.pdf"
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), named)


@dataclass(frozen=True, slots=True)
class Gesture:
    """Something done to a line, or to a payment: how its page is called, its button, its form, its verb, what is said."""

    title: str
    button: str
    form: type[forms.Form]
    verb: Callable[..., Any]
    said: str
    lede: str = ""


OF_DUES = {
    "ajuster": Gesture(
        "Ajuster cette cotisation",
        "Ajuster",
        AdjustForm,
        operations.adjust,
        "La cotisation est ajustée.",
        "Un autre montant que celui du barème a un motif, que l’on relit ici.",
    ),
    "payer": Gesture(
        "Inscrire un paiement", "Inscrire le paiement", PayForm, operations.pay, "Le paiement est inscrit."
    ),
}
OF_PAYMENTS = {
    "annuler": Gesture(
        "Annuler ce paiement",
        "Annuler ce paiement",
        ReasonForm,
        operations.undo_payment,
        "Le paiement est annulé.",
        "Il n’est jamais arrivé, ou il était inscrit par erreur. Ce qui est vraiment rendu est un remboursement.",
    ),
    "rembourser": Gesture(
        "Inscrire un remboursement",
        "Inscrire le remboursement",
        RefundForm,
        operations.refund,
        "Le remboursement est inscrit.",
    ),
}
ASIDE = Gesture(
    "Écarter ce paiement",
    "L’écarter",
    ReasonForm,
    operations.undo_payment,
    "Le paiement est écarté.",
    "Ce n’est pas une cotisation, ou il est déjà inscrit. Il reste, écarté, avec son motif.",
)


@may(KEEPS_DUES)
@today_only
def change(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """A line is adjusted, or something is paid of it."""
    if gesture not in OF_DUES:
        raise Http404
    found = due_of(request, key)
    (line,) = standing_of([found], request.today)
    initial: dict[str, Any] = {"cents": typed_euros(line.left or found.cents), "paid_on": request.today}
    if gesture == "ajuster":
        initial = {"cents": typed_euros(found.cents), "reason": found.reason, "seen": found.cents}
    return done_to(request, OF_DUES[gesture], found, {"due": found}, initial)


@may(KEEPS_DUES)
@today_only
def change_payment(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """A payment never came, or was given back; one that waits is no dues."""
    payment = payment_of(request, key)
    if gesture not in OF_PAYMENTS or (payment.due_id is None and gesture != "annuler"):
        raise Http404
    initial = {"cents": typed_euros(payment.cents), "paid_on": request.today, "means": payment.means}
    if payment.due_id is None:
        return done_to(request, ASIDE, payment, {"payment": payment}, initial)
    return done_to(request, OF_PAYMENTS[gesture], due_of(request, payment.due_id), {"payment": payment}, initial)


def done_to(
    request: Request, gesture: Gesture, found: Due | Payment, asked: dict[str, Any], initial: dict[str, Any]
) -> HttpResponse:
    form = gesture.form(request.POST or None, initial=initial)
    back, here = "dues:waiting", {"scale": request.scale.slug}
    if isinstance(found, Due):
        back, here = "dues:due", here | {"key": found.pk}

    def do() -> Done:
        gesture.verb(actor=request.actor, now=request.now, **asked, **form.cleaned_data)
        return Done(gesture.said, back, **here)

    performed = perform(request, form, do)
    if performed.done:
        return performed.done
    if "is_another" in form.fields and "is_another" not in form.errors and not request.POST.get("is_another"):
        del form.fields["is_another"]
    context = {
        "title": gesture.title,
        "lede": gesture.lede,
        "button": gesture.button,
        "back": screen_address(back, **here),
        "what": f"{found.affiliation.member.name}, {found.year}" if isinstance(found, Due) else str(found),
    }
    return performed.page("ui/change.html", context)
