"""What is done to a delegation: accepted, its paper deposited, ended, annulled, renewed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kevread.common.actor import Grounds
from kevread.common.periods import add_months
from kevread.delegations import operations, permissions
from kevread.delegations.asks import adopted_by
from kevread.delegations.forms import AnnulForm, DepositForm, EndForm, RenewForm, SignerForm
from kevread.delegations.models import Grant
from kevread.delegations.queries.proposed import giving
from kevread.delegations.scene import grant_of
from kevread.documents.files import receive
from kevread.documents.forms import content_of
from kevread.seats.rules import dates
from kevread.ui.access import signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@dataclass(frozen=True, slots=True)
class Change:
    """How its page is called, what it says, its button, its form, who may, what it does with what was typed, and what is
    said."""

    title: str
    lede: str
    button: str
    form: Callable[[Request, Grant], forms.Form]
    may: Callable[[Any, Grant], Grounds]
    do: Callable[[Request, Grant, dict[str, Any]], Grant]
    said: str
    with_file: bool = False


def end_form(request: Request, grant: Grant) -> forms.Form:
    return EndForm(request.POST or None, initial={"last": request.today})


def end(request: Request, grant: Grant, typed: dict[str, Any]) -> Grant:
    return operations.end(actor=request.actor, grant=grant, now=request.now, **typed)


def annul_form(request: Request, grant: Grant) -> forms.Form:
    return AnnulForm(request.POST or None)


def annul(request: Request, grant: Grant, typed: dict[str, Any]) -> Grant:
    return operations.annul(actor=request.actor, grant=grant, now=request.now, **typed)


def deposit_form(request: Request, grant: Grant) -> forms.Form:
    return DepositForm(request.POST or None, request.FILES or None, initial={"signed_on": grant.dates.start})


def deposit(request: Request, grant: Grant, typed: dict[str, Any]) -> Grant:
    file = receive(typed["file"].name, content_of(typed["file"]))
    return operations.deposit(
        actor=request.actor, grant=grant, file=file, signed_on=typed["signed_on"], now=request.now
    )


def signer_form(request: Request, grant: Grant) -> forms.Form:
    those = giving(grant, request.today)
    return SignerForm([(str(one.person.pk), f"{one.person}, {one.quality}") for one in those], request.POST or None)


def put_to_signature(request: Request, grant: Grant, typed: dict[str, Any]) -> Grant:
    signer = next(one.person for one in giving(grant, request.today) if str(one.person.pk) == typed["signer"])
    operations.put_to_signature(actor=request.actor, grant=grant, signer=signer, now=request.now)
    return grant


def renew_form(request: Request, grant: Grant) -> forms.Form:
    first = max(grant.dates.end or request.today, request.today)
    found = adopted_by(grant.body_id, grant.organisation) if grant.body_id else []
    initial = {"first": first, "last": add_months(first, 12)}
    return RenewForm(found, grant.body_id is not None, request.POST or None, initial=initial)


def renew(request: Request, grant: Grant, typed: dict[str, Any]) -> Grant:
    period, key = dates(typed["first"], typed["last"]), typed.get("decided_in")
    said = {"decision": typed.get("decision", ""), "decided_on": typed.get("decided_on")}
    return operations.renew(
        actor=request.actor, grant=grant, period=period, decided_in=UUID(key) if key else None, now=request.now, **said
    )


CHANGES = {
    "finir": Change(
        "Mettre fin à cette délégation",
        "Celles qui sont données dans ses limites finissent avec elle. Ce qu’elle a permis demeure.",
        "Y mettre fin",
        end_form,
        permissions.may_end,
        end,
        "Le dernier jour de la délégation est inscrit.",
    ),
    "annuler": Change(
        "Annuler cette délégation",
        "C’était une erreur : elle reste au registre, marquée comme annulée, et n’a jamais valu.",
        "Annuler",
        annul_form,
        permissions.may_correct,
        annul,
        "La délégation est annulée.",
    ),
    "deposer": Change(
        "Déposer l’écrit signé",
        "Elle fut signée sur papier par les deux côtés : elle vaut du jour que porte l’écrit.",
        "Déposer",
        deposit_form,
        permissions.may_correct,
        deposit,
        "L’écrit est conservé, et la délégation acceptée.",
        with_file=True,
    ),
    "signature": Change(
        "Mettre cette délégation à la signature",
        "Qui la donne la signe, puis la personne à qui elle est confiée : chacune reçoit un courriel quand c’est son tour, et "
        "signe avec un code. La seconde signature vaut acceptation, du jour où elle est donnée.",
        "Demander ces signatures",
        signer_form,
        permissions.may_correct,
        put_to_signature,
        "La demande de signatures part.",
    ),
    "renouveler": Change(
        "Renouveler cette délégation",
        "Une autre délégation dira la même chose, d’un jour à un autre. La personne l’acceptera de nouveau.",
        "Renouveler",
        renew_form,
        permissions.may_renew,
        renew,
        "La délégation est renouvelée, à accepter.",
    ),
}


@signed_in
@today_only
def change(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """One of these, on its page."""
    if gesture not in CHANGES:
        raise Http404
    found, asked = grant_of(request, key), CHANGES[gesture]
    asked.may(request.actor, found).or_raise()
    form = asked.form(request, found)

    def do() -> Done:
        made = asked.do(request, found, form.cleaned_data)
        return Done(asked.said, "delegations:grant", scale=scale, key=made.pk)

    performed = perform(request, form, do)
    return performed.done or performed.page("delegations/change.html", {"grant": found, "asked": asked})


@signed_in
@require_POST
def accept(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The person chosen accepts. Only by a POST: a link read by a mailbox accepts nothing."""
    found = grant_of(request, key)
    permissions.may_accept(request.actor, found).or_raise()

    def do() -> Done:
        operations.accept(actor=request.actor, grant=found, now=request.now)
        return Done("Vous l’avez acceptée : elle vaut dans ses dates.", "delegations:grant", scale=scale, key=key)

    performed = perform(request, None, do)
    if performed.refusal:
        messages.error(request, performed.refusal.sentence)
    return performed.done or redirect("delegations:grant", scale=scale, key=key)
