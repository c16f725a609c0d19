"""The register of members, who votes on their behalf, and what happens to each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kevread.common.words import of
from kevread.decisions.operations.applying import propose_application
from kevread.decisions.page import decision_of
from kevread.directory.models import Affiliation
from kevread.membership import operations
from kevread.membership.exports import MEMBERS, ROLL
from kevread.membership.forms import (
    FiledForm,
    HeadcountForm,
    NoticeForm,
    NotifyForm,
    ReasonForm,
    RemoveForm,
    RequestForm,
    ResignForm,
)
from kevread.membership.models import KEEPS, Filing, Step
from kevread.membership.queries.life import changes, gone_since, headcount_on, members_on, state_of
from kevread.membership.queries.unasked import without_request
from kevread.membership.rules import REMOVING, STANDINGS
from kevread.membership.scene import admission_known, affiliation_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

YEAR = timedelta(days=365)


@may("read")
def members(request: Request, scale: str) -> HttpResponse:
    """Every member on the day of the page, how each stands, and who left within a year."""
    keeps = request.actor.hat_for(KEEPS, request.scale.pk) is not None and not request.is_past
    context = {
        "members": members_on(request.scale, request.on, request.actor),
        "gone": gone_since(request.scale, request.on - YEAR, request.on, request.actor),
        "headcount": headcount_on(request.scale, request.on),
        "unasked": without_request(request.scale, request.on) if keeps else [],
        "keeps": keeps,
    }
    return render(request, "membership/members.html", context)


@may("read")
def members_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, MEMBERS, members_on(request.scale, request.on, request.actor), form)


@may("read")
def roll(request: Request, scale: str) -> HttpResponse:
    """Who votes at the assembly on the day of the page: one line a member, whatever its college."""
    rows = members_on(request.scale, request.on, request.actor)
    return render(request, "membership/roll.html", {"members": rows, "mute": [one for one in rows if not one.full]})


@may("read")
def roll_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, ROLL, members_on(request.scale, request.on, request.actor), form)


@may("read")
def member(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A membership: since when, by what request, what happened to it, what is to be declared."""
    found = affiliation_of(request, key)
    steps = list(found.steps.select_related("decided_by__decision").order_by("told_on", "pk"))
    standing = [step for step in steps if step.undone_on is None]
    state = state_of(found, standing, request.on)
    context = {
        "affiliation": found,
        "word": STANDINGS[state],
        "steps": steps,
        "changes": [one for one in changes([request.scale.pk], request.on) if one.affiliation.pk == found.pk],
        "admission": admission_known(request, found),
        "acts": request.actor.hat_for(KEEPS, request.scale.pk) is not None and not request.is_past,
        "is_member": state != "left",
        "resigned": any(step.kind == Step.Kind.RESIGNATION for step in standing),
    }
    return render(request, "membership/member.html", context)


@dataclass(frozen=True, slots=True)
class Gesture:
    """Something done to a membership: how its page is called, its button, its form, its verb, and what is said once done."""

    title: str
    button: str
    form: type[forms.Form]
    verb: Callable[..., Any]
    said: str
    lede: str = ""
    more: tuple[tuple[str, str], ...] = ()


GESTURES = {
    "demission": Gesture(
        "Inscrire une démission",
        "Inscrire la démission",
        ResignForm,
        operations.resign,
        "La démission est inscrite.",
        "Chacun·e est libre de partir : une démission ne se refuse pas, elle s’inscrit.",
    ),
    "mise-en-demeure": Gesture(
        "Inscrire une mise en demeure",
        "Inscrire la mise en demeure",
        NoticeForm,
        operations.give_notice,
        "La mise en demeure est inscrite.",
        "L’adhésion continue : rien ne s’arrête sans une décision notifiée.",
    ),
    "entree-declaree": Gesture(
        "L’entrée est déclarée",
        "C’est fait",
        FiledForm,
        operations.file_change,
        "La déclaration est inscrite.",
        "La déclaration au greffe des associations (formulaire 13969) se fait hors de Kevread.",
        (("change", Filing.Change.ENTRY),),
    ),
    "depart-declare": Gesture(
        "Le départ est déclaré",
        "C’est fait",
        FiledForm,
        operations.file_change,
        "La déclaration est inscrite.",
        "La déclaration au greffe des associations (formulaire 13969) se fait hors de Kevread.",
        (("change", Filing.Change.DEPARTURE),),
    ),
}
OF_STEPS = {
    "notifier": Gesture(
        "Notifier la radiation",
        "Inscrire la notification",
        NotifyForm,
        operations.notify_removal,
        "La notification est inscrite.",
        "La radiation n’a d’effet qu’une fois dite au membre.",
    ),
    "annuler": Gesture(
        "Annuler cette étape",
        "Annuler",
        ReasonForm,
        operations.undo_step,
        "C’est annulé.",
        "Elle reste au registre, marquée comme annulée ; l’adhésion redevient ce qu’elle était.",
    ),
}


@may(KEEPS)
@today_only
def change(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """Something happens to a membership."""
    if gesture not in GESTURES:
        raise Http404
    found = affiliation_of(request, key)
    return done_to(request, GESTURES[gesture], found, {"affiliation": found})


@may(KEEPS)
@today_only
def change_step(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """A removal is notified, or a step was a mistake."""
    rows = Step.objects.select_related("affiliation__member", "affiliation__of").filter(affiliation__of=request.scale)
    step = rows.filter(pk=key).first()
    if step is None or gesture not in OF_STEPS:
        raise Http404
    return done_to(request, OF_STEPS[gesture], affiliation_of(request, step.affiliation_id), {"step": step})


@may(KEEPS)
@require_POST
def take_back(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was said to be declared was not."""
    filing = Filing.objects.select_related("affiliation__of").filter(pk=key, affiliation__of=request.scale).first()
    if filing is None:
        raise Http404

    def undo() -> Done:
        operations.take_back_filing(actor=request.actor, filing=filing, now=request.now)
        return Done("La déclaration n’est plus inscrite.", "membership:member", scale=scale, key=filing.affiliation_id)

    gesture = perform(request, None, undo)
    return gesture.done or gesture.page("membership/change.html", {"affiliation": filing.affiliation})


def done_to(request: Request, gesture: Gesture, found: Affiliation, asked: dict[str, Any]) -> HttpResponse:
    today: dict[str, date] = dict.fromkeys(("told_on", "last", "notified_on", "filed_on"), request.today)
    form = gesture.form(request.POST or None, initial=today)
    here = {"scale": request.scale.slug, "key": found.pk}

    def do() -> Done:
        gesture.verb(actor=request.actor, now=request.now, **asked, **dict(gesture.more), **form.cleaned_data)
        return Done(gesture.said, "membership:member", **here)

    performed = perform(request, form, do)
    context = {"affiliation": found, "gesture": gesture}
    return performed.done or performed.page("membership/change.html", context)


@may(KEEPS)
@today_only
def headcount(request: Request, scale: str) -> HttpResponse:
    """How many members the organisation says that it has, beside those that are entered."""
    form = HeadcountForm(request.POST or None, initial={"counted_on": request.today})

    def declare() -> Done:
        operations.declare_headcount(
            actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data
        )
        return Done("L’effectif déclaré est inscrit.", "membership:members", scale=scale)

    gesture = perform(request, form, declare)
    return gesture.done or gesture.page("membership/headcount.html")


@may(KEEPS)
@today_only
def unasked(request: Request, scale: str) -> HttpResponse:
    """The memberships that were entered without their request: one at a time, by what request each joined."""
    rows = without_request(request.scale, request.on)
    chosen = next((one for one in rows if str(one.pk) == request.GET.get("adhesion")), None)
    initial = {"received_on": chosen.dates.start, "commune": chosen.member.locality} if chosen else {}
    form = RequestForm(request.on, request.POST or None, initial=initial) if chosen else None

    def tell() -> Done | None:
        if chosen is None or form is None:
            return None
        operations.tell_request(actor=request.actor, affiliation=chosen, now=request.now, **form.cleaned_data)
        return Done(f"La demande {of(chosen.member.name)} est inscrite.", "membership:unasked", scale=scale)

    gesture = perform(request, form, tell)
    return gesture.done or gesture.page("membership/unasked.html", {"rows": rows, "chosen": chosen})


@may("record_decision")
@today_only
def remove(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which member a decision of the register removes. Nothing is done until its page confirms it."""
    found = decision_of(request, key)
    rows = Affiliation.objects.on(found.decided_on).filter(of=request.scale).select_related("member")
    offered = [(str(one.pk), one.member.name) for one in rows.order_by("member__search", "pk")]
    form = RemoveForm(offered, request.POST or None)

    def propose() -> Done:
        asked = form.cleaned_data
        propose_application(actor=request.actor, decision=found, kind=REMOVING, asked=asked, now=request.now)
        page = screen_address("decisions:decision", scale=scale, key=found.pk)
        return Done("C’est noté. Rien n’est encore fait : confirmez-le sur cette page.", f"{page}#applications")

    gesture = perform(request, form, propose)
    return gesture.done or gesture.page("membership/remove.html", {"decision": found})
