"""What is asked of a funder: the page of a request, and what is done with it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.decisions.queries.register import last_adopted
from kevread.delegations.loader import acts
from kevread.delegations.queries import may_commit
from kevread.finance import operations
from kevread.finance.forms import AskForm, FundingForm, ReasonForm, RefusalForm, SendForm, typed
from kevread.finance.models import KEEPS, READS, Funding, GrantRequest
from kevread.finance.queries.asking import request_shown
from kevread.finance.scene import keeps, request_of
from kevread.seats.asks import ASK_GRANT
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, change
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

from .fundings import agreements_of, recorded


@may(READS)
def request_page(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What is asked, by what it was sent, what was answered."""
    found = request_of(request, key)
    context = {
        "asked": found,
        "funding": Funding.objects.visible_to(request.actor).standing().filter(request=found).first(),
        "keeps": keeps(request),
    }
    return render(request, "finance/request.html", context)


@may(KEEPS)
@today_only
def prepare(request: Request, scale: str) -> HttpResponse:
    """A draft: nobody is committed."""
    form = AskForm(request.POST or None)

    def write() -> Done:
        made = operations.prepare_request(
            actor=request.actor, organisation=request.scale, asked=form.asked, now=request.now
        )
        return Done("La demande est préparée : rien n’est encore envoyé.", "finance:request", scale=scale, key=made.pk)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("finance/prepare.html", {})


def ask_form(request: Request, row: GrantRequest) -> forms.Form:
    return AskForm(request.POST or None, initial=typed(row))


def send_form(request: Request, row: GrantRequest) -> forms.Form:
    """It says beforehand by what right whoever reads would send it today, or what they miss."""
    form = SendForm(
        last_adopted(request.actor, request.scale), request.POST or None, initial={"sent_on": request.today}
    )
    if code := acts().of_gesture(ASK_GRANT, request.today):
        answer = may_commit(request.actor.person, code, request.scale, request.today)
        form.tell_right(answer.why if answer else "")
    return form


def rewrite(request: Request, row: GrantRequest, form: Any) -> object:
    return operations.change_request(actor=request.actor, request=row, asked=form.asked, now=request.now)


def send(request: Request, row: GrantRequest, form: Any) -> object:
    return operations.send_request(actor=request.actor, request=row, now=request.now, **form.cleaned_data)


def refuse(request: Request, row: GrantRequest, form: Any) -> object:
    return operations.note_refusal(actor=request.actor, request=row, now=request.now, **form.cleaned_data)


def withdraw(request: Request, row: GrantRequest, form: Any) -> object:
    reason = form.cleaned_data["reason"]
    return operations.withdraw_request(actor=request.actor, request=row, reason=reason, now=request.now)


CHANGES = {
    "modifier": Change(
        "Modifier la demande",
        "Tant qu’elle n’est pas envoyée.",
        "Enregistrer",
        ask_form,
        rewrite,
        "La demande est modifiée.",
    ),
    "envoyer": Change(
        "Inscrire l’envoi",
        "La demande part hors de Kevread. Elle engage l’organisation : une décision le permet, ou vous en avez le pouvoir.",
        "Inscrire l’envoi",
        send_form,
        send,
        "L’envoi est inscrit.",
        request_shown,
    ),
    "refusee": Change(
        "Le financeur a refusé",
        "La demande reste inscrite, avec sa réponse.",
        "Inscrire le refus",
        lambda request, row: RefusalForm(request.POST or None, initial={"answered_on": request.today}),
        refuse,
        "Le refus est inscrit.",
    ),
    "retirer": Change(
        "Retirer la demande",
        "Elle reste inscrite, avec le motif.",
        "La retirer",
        lambda request, row: ReasonForm(request.POST or None),
        withdraw,
        "La demande est retirée.",
    ),
}


@may(KEEPS)
@today_only
def change_request(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = request_of(request, key)
    return change(request, CHANGES, gesture, found, found.purpose, "finance:request", scale=scale, key=found.pk)


@may(KEEPS)
@today_only
def answered(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The funder says yes: what was asked is proposed, and what was granted is written."""
    found = request_of(request, key)
    if found.state != GrantRequest.State.SENT:
        raise Http404("Cette demande n’attend pas de réponse.")
    initial = {"onward": Funding.Onward.UNSAID, "notified_on": request.today, **typed(found)}
    form = FundingForm(agreements_of(request), request.POST or None, initial=initial)
    return recorded(request, form, found)
