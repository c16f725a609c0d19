"""What parties owe each other: entered, kept, contested, put off."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from kevread.agreements import operations
from kevread.agreements.forms import KeptForm, OweForm, PostponeForm, ReasonForm
from kevread.agreements.models import KEEPS, Agreement
from kevread.agreements.scene import agreement_of, kept_of, obligation_of, postponement_of
from kevread.common.periods import day_in_words
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


def done(
    request: Request,
    agreement: Agreement,
    form: forms.Form | None,
    verb: Callable[[], Any],
    said: str,
    page: tuple[str, str, str],
) -> HttpResponse:
    """The page of a gesture: its title, its button, its lede."""

    def do() -> Done:
        verb()
        return Done(said, "agreements:agreement", scale=request.scale.slug, key=agreement.pk)

    performed = perform(request, form, do)
    title, button, lede = page
    context = {"agreement": agreement, "title": title, "button": button, "lede": lede}
    return performed.done or performed.page("agreements/gesture.html", context)


@may(KEEPS)
@today_only
def owe(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Enter what a party owes another."""
    agreement = agreement_of(request, key)
    form = OweForm(agreement, request.POST or None)
    return done(
        request,
        agreement,
        form,
        lambda: operations.owe(actor=request.actor, agreement=agreement, now=request.now, **form.said),
        "L’engagement est inscrit.",
        (
            "Inscrire un engagement",
            "Inscrire l’engagement",
            "Qui doit quoi, à qui, et pour quand, comme la convention le dit.",
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
        reason = ReasonForm(request.POST or None)
        return done(
            request,
            found.agreement,
            reason,
            lambda: operations.undo_obligation(reason=reason.cleaned_data["reason"], **asked),
            "L’engagement est annulé.",
            ("Cet engagement a été inscrit par erreur", "L’annuler", found.what),
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
        later = PostponeForm(request.POST or None)
        return done(
            request,
            found.agreement,
            later,
            lambda: operations.ask_postponement(due_on=due_on, **later.cleaned_data, **asked),
            "Le report est demandé : rien ne change tant que l’autre partie ne l’a pas accepté.",
            ("Demander un report", "Demander ce report", lede),
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


@may(KEEPS)
@require_POST
def agree(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The other party agrees to a later day."""
    found = postponement_of(request, key)
    return done(
        request,
        found.obligation.agreement,
        None,
        lambda: operations.agree_postponement(actor=request.actor, postponement=found, now=request.now),
        f"Le report au {day_in_words(found.to)} est accepté.",
        ("Accepter ce report", "", ""),
    )
