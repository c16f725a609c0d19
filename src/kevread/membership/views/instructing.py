"""The applications of an organisation, for those who keep its memberships."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.decisions.operations.applying import propose_application
from kevread.decisions.page import decision_of
from kevread.membership import operations
from kevread.membership.exports import ADMISSIONS
from kevread.membership.forms import DecideForm, InstructForm, PaperForm, ReasonForm
from kevread.membership.models import KEEPS, Admission
from kevread.membership.queries.applying import candidates, checklist, decisions_on
from kevread.membership.rules import DECIDING
from kevread.membership.scene import admission_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file


def listed(request: Request):
    rows = Admission.objects.visible_to(request.actor).filter(of=request.scale)
    return rows.select_related("commune").order_by("-received_on", "-pk")


@may(KEEPS)
def admissions(request: Request, scale: str) -> HttpResponse:
    """Those that wait, then those that were answered, the last first."""
    rows = list(listed(request)[:200])
    pending = Admission.State.PENDING
    context = {
        "waiting": sorted((one for one in rows if one.state == pending), key=lambda one: one.received_on),
        "answered": [one for one in rows if one.state != pending],
    }
    return render(request, "membership/admissions.html", context)


@may(KEEPS)
def admissions_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, ADMISSIONS, listed(request), form)


@may(KEEPS)
@today_only
def enter(request: Request, scale: str) -> HttpResponse:
    """An application that came by another way."""
    form = PaperForm(request.on, request.POST or None, initial={"received_on": request.today})

    def enter_it() -> Done:
        typed = dict(form.cleaned_data)
        more = {"is_another": typed.pop("is_another"), "received_on": typed.pop("received_on")}
        made = operations.enter(actor=request.actor, organisation=request.scale, asked=typed, now=request.now, **more)
        return Done(f"La demande {of(made.name)} est inscrite.", "membership:admission", scale=scale, key=made.pk)

    gesture = perform(request, form, enter_it)
    if gesture.done:
        return gesture.done
    if "is_another" not in form.errors and not request.POST.get("is_another"):
        del form.fields["is_another"]
    return gesture.page("membership/enter.html")


@may(KEEPS)
def admission(request: Request, scale: str, key: UUID) -> HttpResponse:
    """One application: what it says, what was found of it, what decided."""
    found = admission_of(request, key)
    names = ("reach", "perimeter", "perimeter_note", "college")
    initial = {name: getattr(found, name) for name in names} | {"member": found.member and found.member.slug}
    form = InstructForm(candidates(found), request.POST or None, initial=initial)

    def instruct() -> Done:
        operations.instruct(actor=request.actor, admission=found, now=request.now, **form.cleaned_data)
        return Done("C’est noté.", "membership:admission", scale=scale, key=key)

    acts = found.state == Admission.State.PENDING and not request.is_past
    gesture = perform(request, form if acts else None, instruct, Shown(found))
    if gesture.done:
        return gesture.done
    context = {
        "admission": found,
        "checks": checklist(found, request.on),
        "acts": acts,
        "decisions": decisions_on(found) if acts and request.actor.hat_for("record_decision", request.scale.pk) else [],
        "reopens": found.state in (Admission.State.ACCEPTED, Admission.State.REFUSED) and not request.is_past,
    }
    return gesture.page("membership/admission.html", context)


@may("record_decision")
@today_only
def decide(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which application a decision of the register answers, and how. Nothing is done until its page confirms it."""
    found = decision_of(request, key)
    waiting = Admission.objects.pending().filter(of=request.scale, received_on__lte=found.decided_on)
    offered = [
        (str(one.pk), f"{one.name}, reçue le {day_in_words(one.received_on)}")
        for one in waiting.order_by("received_on", "pk")
    ]
    initial = {"admission": request.GET.get("demande", "")[:40], "since": found.decided_on}
    form = DecideForm(offered, request.POST or None, initial=initial)

    def propose() -> Done:
        asked = form.cleaned_data
        if asked["answer"] == "refuse":
            asked = asked | {"since": None}
        propose_application(actor=request.actor, decision=found, kind=DECIDING, asked=asked, now=request.now)
        page = screen_address("decisions:decision", scale=scale, key=found.pk)
        return Done("C’est noté. Rien n’est encore fait : confirmez-le sur cette page.", f"{page}#applications")

    gesture = perform(request, form, propose)
    return gesture.done or gesture.page("membership/decide.html", {"decision": found, "offered": offered})


@may(KEEPS)
@today_only
def reopen(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was written of the decision was a mistake."""
    found = admission_of(request, key)
    form = ReasonForm(request.POST or None)

    def reopen_it() -> Done:
        operations.reopen(actor=request.actor, admission=found, now=request.now, **form.cleaned_data)
        return Done("La demande attend de nouveau.", "membership:admission", scale=scale, key=key)

    gesture = perform(request, form, reopen_it)
    return gesture.done or gesture.page("membership/reopen.html", {"admission": found})
