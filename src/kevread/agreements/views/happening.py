"""What happens to an agreement that was signed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from kevread.agreements import operations
from kevread.agreements.forms import (
    AgreeForm,
    EventForm,
    MediationForm,
    MistakeForm,
    NoticeForm,
    ReasonForm,
    TogetherForm,
)
from kevread.agreements.models import KEEPS
from kevread.agreements.queries.powers import Power, powers_to_end
from kevread.agreements.queries.relied import relies_on
from kevread.agreements.scene import agreement_of, approval_of, event_of
from kevread.agreements.todo import page_of
from kevread.common.periods import day_in_words
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

from .preparing import resumed, to_decide

RESTS = (
    "Le document signé est gardé ici, ou une partie a déjà dit ou demandé quelque chose : l’annuler engage la vôtre. Une "
    "décision de son registre le permet, ou vous en avez le pouvoir."
)


@dataclass(frozen=True, slots=True)
class Gesture:
    """How its page is called, its button, its form, its verb, and what is said once done."""

    title: str
    button: str
    form: type[EventForm]
    verb: Callable[..., Any]
    said: str
    lede: str
    ends: bool = False  # it commits a party: by what is asked


GESTURES = {
    "preavis": Gesture(
        "Inscrire un préavis",
        "Inscrire le préavis",
        NoticeForm,
        operations.give_notice,
        "Le préavis est inscrit : la fin de la convention est annoncée.",
        "Une partie a dit à l’autre qu’elle part, sous la forme que demande le texte. Cela l’engage : une décision de son "
        "registre le permet, ou vous en avez le pouvoir.",
        ends=True,
    ),
    "commun-accord": Gesture(
        "Inscrire une fin d’un commun accord",
        "Inscrire cette fin",
        TogetherForm,
        operations.end_together,
        "C’est proposé : la convention prendra fin ce jour-là si une autre partie du réseau l’accepte.",
        "Une partie le propose, une autre l’accepte : jusque-là, rien ne change. Le proposer engage déjà la vôtre : une "
        "décision de son registre le permet, ou vous en avez le pouvoir.",
        ends=True,
    ),
    "mediation": Gesture(
        "Inscrire une médiation",
        "Inscrire la médiation",
        MediationForm,
        operations.open_mediation,
        "La médiation est inscrite. La convention continue.",
        "Une partie constate un manquement : on cherche un accord avant toute résiliation.",
    ),
    "mediation-close": Gesture(
        "La médiation est close",
        "L’inscrire",
        EventForm,
        operations.settle_mediation,
        "La fin de la médiation est inscrite.",
        "Ce qu’il en est sorti reste à lire avec la convention.",
    ),
}


@may(KEEPS)
@today_only
def happen(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    if gesture not in GESTURES:
        raise Http404
    asked, agreement = GESTURES[gesture], agreement_of(request, key)
    powers = powers_to_end(agreement, request.actor, request.today) if asked.ends else []
    told: dict[str, Any] = {"powers": powers} if asked.ends else {}
    form = asked.form(agreement, request.POST or None, initial={"told_on": request.today} | resumed(request), **told)

    def do() -> Done:
        asked.verb(actor=request.actor, agreement=agreement, now=request.now, **form.said)
        return Done(asked.said, "agreements:agreement", scale=scale, key=key)

    performed = perform(request, form, do)
    context = {"agreement": agreement, "title": asked.title, "button": asked.button, "lede": asked.lede}
    more = to_commit(request, powers, f"Fin de convention : {agreement.title}")
    return performed.done or performed.page("agreements/gesture.html", context | more)


def to_commit(request: Request, powers: list[Power], title: str) -> dict[str, Any]:
    """What the page of a gesture that commits says beside its form: where whoever has not the power asks for it, and has it
    decided, under this title."""
    return {"powers": powers, **to_decide(request, powers[0].party.organisation, title)} if powers else {}


@may(KEEPS)
@today_only
def undo_event(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was a mistake: it stays, undone."""
    found = event_of(request, key)
    form = ReasonForm(request.POST or None)

    def undo() -> Done:
        operations.undo_event(actor=request.actor, event=found, reason=form.cleaned_data["reason"], now=request.now)
        return Done("C’est annulé.", "agreements:agreement", scale=scale, key=found.agreement_id)

    performed = perform(request, form, undo)
    context = {
        "agreement": found.agreement,
        "title": f"Annuler : {found.get_kind_display().lower()}",
        "button": "Annuler cet événement",
        "lede": "Il reste à lire, marqué comme annulé, et ne compte plus.",
    }
    return performed.done or performed.page("agreements/gesture.html", context)


@may(KEEPS)
@today_only
def agree_end(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Another party agrees to the end that one proposed: by a decision of its register, or the power of whoever writes it."""
    found = event_of(request, key)
    powers = powers_to_end(found.agreement, request.actor, request.today, but=found.by_id)
    form = AgreeForm(powers, request.POST if request.method == "POST" else None, initial=resumed(request))

    def agree() -> Done:
        operations.agree_end(actor=request.actor, event=found, decision=form.chosen, now=request.now)
        return Done(
            "La fin est acceptée par les deux parties.", "agreements:agreement", scale=scale, key=found.agreement_id
        )

    performed = perform(request, form, agree)
    last = f" le {day_in_words(found.last)}" if found.last else ""
    context = {
        "agreement": found.agreement,
        "title": "Accepter cette fin",
        "button": "Accepter cette fin",
        "lede": f"L’autre partie propose que la convention finisse{last}. L’accepter engage la vôtre : une décision de son "
        "registre le permet, ou vous en avez le pouvoir.",
    }
    more = to_commit(request, powers, f"Fin de convention : {found.agreement.title}")
    return performed.done or performed.page("agreements/gesture.html", context | more)


@may(KEEPS)
@today_only
def annul(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The agreement was entered by mistake."""
    agreement = agreement_of(request, key)
    powers = powers_to_end(agreement, request.actor, request.today) if relies_on(agreement) else []
    form = MistakeForm(powers, request.POST or None, initial=resumed(request))

    def do() -> Done:
        operations.annul(actor=request.actor, agreement=agreement, now=request.now, **form.said)
        return Done("La convention est annulée. Elle reste à lire.", "agreements:agreement", scale=scale, key=key)

    performed = perform(request, form, do)
    context = {
        "agreement": agreement,
        "title": "Cette convention a été inscrite par erreur",
        "button": "L’annuler",
        "lede": "Elle reste à lire, annulée : elle n’a jamais engagé personne. Une convention qui prend fin ne s’annule pas."
        + (f" {RESTS}" if powers else ""),
    }
    more = to_commit(request, powers, f"Convention inscrite par erreur : {agreement.title}")
    return performed.done or performed.page("agreements/gesture.html", context | more)


@may(KEEPS)
@today_only
def deny_signature(request: Request, scale: str, key: UUID) -> HttpResponse:
    """« Notre partie n’a pas signé », while no document shows that it did."""
    found = approval_of(request, key)
    form = ReasonForm(request.POST or None)

    def deny() -> Done:
        operations.deny_signature(
            actor=request.actor, approval=found, reason=form.cleaned_data["reason"], now=request.now
        )
        return Done(
            "C’est inscrit : l’autre partie le lit, et ce texte n’est plus prouvé.", page_of(found.instrument, scale)
        )

    performed = perform(request, form, deny)
    context = {
        "agreement": found.party.agreement,
        "title": "Notre partie n’a pas signé",
        "button": "Le dire",
        "lede": "Tout reste à lire. Quand le document signé est joint, la contestation porte sur la signature qu’il montre.",
    }
    return performed.done or performed.page("agreements/gesture.html", context)


@may(KEEPS)
@require_POST
def own_signature(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The party takes back what it contested."""
    found = approval_of(request, key)

    def own() -> Done:
        operations.own_signature(actor=request.actor, approval=found, now=request.now)
        return Done("La contestation est retirée.", page_of(found.instrument, scale))

    performed = perform(request, None, own)
    context = {"agreement": found.party.agreement, "title": "Retirer la contestation", "button": "", "lede": ""}
    return performed.done or performed.page("agreements/gesture.html", context)
