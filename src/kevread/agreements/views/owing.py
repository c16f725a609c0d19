"""What parties owe each other: entered, kept, contested, put off."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils.text import capfirst

from kevread.agreements import operations
from kevread.agreements.forms import (
    AgreeForm,
    KeptForm,
    MistakeForm,
    OccasionForm,
    OweForm,
    PostponeForm,
    ReasonForm,
    UponForm,
)
from kevread.agreements.models import KEEPS, Agreement, Obligation, Occasion
from kevread.agreements.permissions import may_speak_for, speaker_of
from kevread.agreements.queries.powers import Power, powers_to_put_off
from kevread.agreements.queries.relied import relies_on_it
from kevread.agreements.scene import agreement_of, kept_of, obligation_of, occasion_of, postponement_of
from kevread.common.periods import day_in_words
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

from .happening import RESTS, to_commit
from .preparing import resumed

GIVES_UP = (
    "Qui l’attend renonce ainsi à son jour, et s’engage par là : une décision de son registre le permet, "
    "ou vous en avez le pouvoir."
)


def done(
    request: Request,
    agreement: Agreement,
    form: forms.Form | None,
    verb: Callable[[], Any],
    said: str,
    page: tuple[str, str, str],
    powers: list[Power] | None = None,
) -> HttpResponse:
    """The page of a gesture: its title, its button, its lede; `powers`: by what it may be done, where it commits a party."""

    def do() -> Done:
        verb()
        return Done(said, "agreements:agreement", scale=request.scale.slug, key=agreement.pk)

    performed = perform(request, form, do)
    title, button, lede = page
    context = {"agreement": agreement, "title": title, "button": button, "lede": lede}
    more = to_commit(request, powers or [], f"Report d’un engagement : {agreement.title}")
    return performed.done or performed.page("agreements/gesture.html", context | more)


@may(KEEPS)
@today_only
def owe(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Enter what a party owes another: on a day or at intervals, or each time that something happens."""
    agreement = agreement_of(request, key)
    upon = request.GET.get("quand") == "occasion"
    form = (UponForm if upon else OweForm)(agreement, request.POST or None)
    return done(
        request,
        agreement,
        form,
        lambda: operations.owe(actor=request.actor, agreement=agreement, now=request.now, **form.said),
        "L’engagement est inscrit.",
        (
            "Inscrire un engagement",
            "Inscrire l’engagement",
            "Qui doit quoi, à qui, et à quelle occasion, comme la convention le dit."
            if upon
            else "Qui doit quoi, à qui, et pour quand, comme la convention le dit.",
        ),
    )


def due_asked(request: Request) -> date:
    """Of which time it is: the day of the address."""
    try:
        return date.fromisoformat(request.GET.get("du", ""))
    except ValueError:
        raise Http404 from None


@may(KEEPS)
@today_only
def oblige(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """What was due on a day is kept, or is asked to be put off; or all of it was a mistake."""
    found = obligation_of(request, key)
    asked: dict[str, Any] = {"actor": request.actor, "obligation": found, "now": request.now}
    if gesture == "annuler":
        return taken_back(
            request,
            found,
            "L’engagement est annulé.",
            "Cet engagement a été inscrit par erreur",
            "Cet engagement n’est pas dû",
            found.what,
        )
    if gesture == "arrive":
        event = OccasionForm(request.POST or None, initial={"happened_on": request.today})
        return done(
            request,
            found.agreement,
            event,
            lambda: operations.tell_occasion(**event.cleaned_data, **asked),
            "C’est inscrit : ce qui est dû à cette occasion a désormais un jour.",
            ("C’est arrivé", "L’inscrire", f"{capfirst(found.occasion)}\u00a0: {found.what}."),
        )
    due_on = due_asked(request)
    lede = f"{found.what}, dû le {day_in_words(due_on)}."
    if gesture == "tenu":
        kept = KeptForm(request.POST or None, initial={"kept_on": request.today})
        return done(
            request,
            found.agreement,
            kept,
            lambda: operations.tell_kept(due_on=due_on, **kept.cleaned_data, **asked),
            "C’est inscrit : l’autre partie le voit, et peut le contester.",
            ("Cet engagement est tenu", "L’inscrire", lede),
        )
    if gesture == "report":
        powers = powers_to_put_off(found, request.actor, request.today)
        later = PostponeForm(powers, request.POST or None, initial=resumed(request))
        return done(
            request,
            found.agreement,
            later,
            lambda: operations.ask_postponement(due_on=due_on, **later.said, **asked),
            "Le report est demandé : rien ne change tant que l’autre partie ne l’a pas accepté.",
            ("Demander un report", "Demander ce report", f"{lede} {GIVES_UP}" if powers else lede),
            powers,
        )
    raise Http404


@may(KEEPS)
@today_only
def contest(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The party to which it was owed does not find it kept."""
    found = kept_of(request, key)
    form = ReasonForm(request.POST or None)
    return done(
        request,
        found.obligation.agreement,
        form,
        lambda: operations.contest_kept(
            actor=request.actor, kept=found, reason=form.cleaned_data["reason"], now=request.now
        ),
        "C’est contesté : l’autre partie le lit, et peut le dire à nouveau.",
        ("Contester que cet engagement soit tenu", "Contester", f"{found.obligation.what} : {found.note}"),
    )


def taken_back(
    request: Request, claim: Obligation | Occasion, undone: str, title: str, contested: str, lede: str
) -> HttpResponse:
    """What is said to be owed is not: who would be owed undoes it; who would owe it contests it, and the other reads why."""
    obligation = claim.obligation if isinstance(claim, Occasion) else claim
    asked: dict[str, Any] = {"actor": request.actor, "now": request.now}
    rests = isinstance(claim, Obligation) and relies_on_it(claim)
    powers = (
        powers_to_put_off(obligation, request.actor, request.today, speaker_of(obligation.debtor).pk) if rests else []
    )
    form = MistakeForm(powers, request.POST or None, initial=resumed(request))
    verb: Callable[..., object]
    if may_speak_for(request.actor, obligation.creditor):
        if isinstance(claim, Occasion):
            verb = partial(operations.undo_occasion, occasion=claim, **asked)
        else:
            verb = partial(operations.undo_obligation, obligation=claim, **asked)
        page = (title, "L’annuler", f"{lede} {RESTS}" if powers else lede)
    else:
        verb, undone = partial(operations.deny, claim=claim, **asked), "C’est contesté : l’autre partie le lit."
        page = (contested, "Le contester", lede)
    return done(request, obligation.agreement, form, lambda: verb(**form.said), undone, page, powers)


@may(KEEPS)
@today_only
def undo_occasion(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was said to have happened did not: nothing is due upon it."""
    found = occasion_of(request, key)
    title = "Cela n’est pas arrivé"
    lede = f"{found.note}, dit arrivé le {day_in_words(found.happened_on)}."
    return taken_back(request, found, "C’est annulé : rien n’est dû à cette occasion.", title, title, lede)


@may(KEEPS)
@today_only
def agree(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The other party agrees to a later day: where it is owed, by a decision of its register or the power of whoever writes."""
    found = postponement_of(request, key)
    powers = powers_to_put_off(found.obligation, request.actor, request.today, found.asked_by_id)
    form = AgreeForm(powers, request.POST if request.method == "POST" else None, initial=resumed(request))
    days = (
        f"dû le {day_in_words(found.due_on)}, que {found.asked_by.name} demande de reporter au {day_in_words(found.to)}"
    )
    lede = f"{found.obligation.what}, {days}. Motif : {found.reason}"
    return done(
        request,
        found.obligation.agreement,
        form,
        lambda: operations.agree_postponement(
            actor=request.actor, postponement=found, decision=form.chosen, now=request.now
        ),
        f"Le report au {day_in_words(found.to)} est accepté.",
        ("Accepter ce report", "Accepter ce report", f"{lede} {GIVES_UP}" if powers else lede),
        powers,
    )
