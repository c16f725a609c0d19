"""What a decision opens: said, confirmed, dropped, or done elsewhere; and what somebody must do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kevread.charter.engine import framework
from kevread.common.errors import Denied, Invalid, NotDone
from kevread.competence.queries import matrix
from kevread.decisions import permissions
from kevread.decisions.forms import (
    ExceptionForm,
    FinishForm,
    FollowForm,
    MandateForm,
    NoteForm,
    ValueForm,
    bound_choices,
    clause_choices,
    owner_choices,
    setting_choices,
)
from kevread.decisions.models import Application, Decision, FollowUp
from kevread.decisions.openings.settings import unlinked_settings
from kevread.decisions.operations import applying, following
from kevread.decisions.page import decision_of, page_of
from kevread.decisions.queries.seating import elected_by, places_of, unattributed
from kevread.decisions.queries.wording import of_value, shown
from kevread.decisions.rules import DEROGATION, MANDATE, SETTING, key_of
from kevread.directory.models import Person
from kevread.seats.queries.candidates import candidates
from kevread.ui.access import may, signed_in, today_only
from kevread.ui.forms import put_back, refusals_on
from kevread.ui.request import Request


@may("record_decision")
@today_only
def open_mandate(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which seat the decision fills, with whom, from when: one question at a time, in the address."""
    found = decision_of(request, key)
    places = places_of(found.organisation, request.on)
    place = next((one for one in places if one.key == request.GET.get("siege")), None)
    person = person_of(request.GET.get("personne", "")) if place else None
    form = MandateForm(request.POST or None, initial={"first": max(found.decided_on, request.today)})
    if request.method == "POST" and request.POST.get("mandate"):
        return propose(request, found, MANDATE, {"mandate": request.POST["mandate"]}, None)
    if request.method == "POST" and place and person and form.is_valid():
        asked = place.asked | {"person": person.pk} | form.cleaned_data
        done = propose(request, found, MANDATE, asked, form)
        if done.status_code != 422:
            return done
    search = request.GET.get("q", "")[:120]
    context = {
        "decision": found,
        "places": places,
        "place": place,
        "person": person,
        "search": search,
        "found": candidates(place.seat, place.represents, request.on, search) if place and not person else None,
        "there": unattributed(found.organisation, request.on) if place is None else [],
        "elected": elected_by(found, places) if place is None else [],
        "form": form,
    }
    return render(request, "decisions/open_mandate.html", context, status=422 if form.errors else 200)


def person_of(key: str) -> Person | None:
    return Person.objects.filter(pk=key_of(key)).first()


@may("record_decision")
@today_only
def fix_setting(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which setting the decision fixes, at what value, from when."""
    found = decision_of(request, key)
    offered = setting_choices(found.organisation)
    spec = framework().settings.get(request.GET.get("modalite", ""))
    form = ValueForm(spec, request.POST or None, initial={"since": found.decided_on}) if spec else None
    if request.method == "POST" and request.POST.get("setting"):
        return propose(request, found, SETTING, {"setting": request.POST["setting"]}, None)
    if request.method == "POST" and spec and form and form.is_valid():
        done = propose(request, found, SETTING, {"name": spec.name} | form.cleaned_data, form)
        if done.status_code != 422:
            return done
    there = [(one.pk, of_value(one.name, one.value, one.dates.start)) for one in unlinked_settings(found)]
    context = {"decision": found, "offered": offered, "spec": spec, "form": form, "there": there}
    return render(request, "decisions/fix_setting.html", context, status=422 if form and form.errors else 200)


@may("record_decision")
@today_only
def open_derogation(request: Request, scale: str, key: UUID) -> HttpResponse:
    """From what the decision allows to depart, for whom, from when, until when."""
    found = decision_of(request, key)
    choices = {"organisation": bound_choices(), "clause": clause_choices()}
    form = ExceptionForm(choices, request.POST or None, initial={"first": max(found.decided_on, request.today)})
    if request.method == "POST" and form.is_valid():
        done = propose(request, found, DEROGATION, form.cleaned_data, form)
        if done.status_code != 422:
            return done
    context = {"decision": found, "form": form}
    return render(request, "decisions/open_derogation.html", context, status=422 if form.errors else 200)


def propose(request: Request, found: Decision, kind: str, asked: dict[str, Any], form: Any) -> HttpResponse:
    """What it opens is said; somebody confirms it on the page of the decision."""
    try:
        applying.propose_application(actor=request.actor, decision=found, kind=kind, asked=asked, now=request.now)
    except Denied:
        raise
    except NotDone as refusal:
        if form is None or (isinstance(refusal, Invalid) and refusal.field not in form.fields):
            return page_of(request, found, refusal=refusal)
        put_back(form, refusal)
        return HttpResponse(status=422)
    messages.success(request, "C’est noté. Rien n’est encore fait : confirmez-le sur cette page.")
    return redirect(address(found, "applications"))


def address(found: Decision, anchor: str = "") -> str:
    url = reverse("decisions:decision", kwargs={"scale": found.organisation.slug, "key": found.pk})
    return f"{url}#{anchor}" if anchor else url


def application_of(request: Request, key: UUID) -> Application:
    rows = Application.objects.select_related("decision__body__organisation", "decision__organisation")
    found = rows.filter(pk=key, decision__in=Decision.objects.visible_to(request.actor)).first()
    if found is None or found.decision.organisation_id != request.scale.pk:
        raise Http404("Rien n’est à appliquer à cette adresse.")
    return found


@may("record_decision")
@require_POST
def apply(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Confirm: the room's own verb does it, with its rules. A refusal is shown with its article, and nothing is lost."""
    found = application_of(request, key)
    decision = decision_of(request, found.decision_id)
    try:
        done, shifts = applying.apply_decision(actor=request.actor, application=found, now=request.now)
    except Denied:
        raise
    except NotDone as refusal:
        return page_of(request, decision, refusal=refusal)
    more = f" {len(shifts)} constat{'s' if len(shifts) > 1 else ''} du cadre commun change{'nt' if len(shifts) > 1 else ''}."
    messages.success(request, f"C’est fait. {shown([done])[0].sentence}{more if shifts else ''}")
    return redirect(address(decision, "applications"))


@may("record_decision")
@today_only
def drop(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was proposed will not be done."""
    found = application_of(request, key)
    form = NoteForm("Pourquoi cette proposition est abandonnée", request.POST or None)

    def verb() -> object:
        return applying.drop_application(
            actor=request.actor, application=found, note=form.cleaned_data["note"], now=request.now
        )

    context = {"decision": found.decision, "form": form, "shown": shown([found])[0]}
    return answer(request, found.decision, form, verb, "La proposition est abandonnée.", "decisions/drop.html", context)


@may("record_decision")
@require_POST
def settle(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A decision whose room is not open yet was applied elsewhere."""
    found = decision_of(request, key)
    type_ = matrix().types.get(found.type)
    form = NoteForm("Où et comment elle a été appliquée", request.POST)

    def verb() -> object:
        return applying.settle_decision(
            actor=request.actor,
            decision=found,
            room=type_.executes if type_ else "",
            note=form.cleaned_data["note"],
            now=request.now,
        )

    return answer(request, found, form, verb, "C’est noté.", "", {"settle_form": form})


@may("record_decision")
@require_POST
def follow(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Somebody takes something in charge after a decision."""
    found = decision_of(request, key)
    form = FollowForm({"owner": owner_choices(found, request.today)}, request.POST)

    def verb() -> object:
        typed = form.cleaned_data
        return following.follow(
            actor=request.actor,
            decision=found,
            what=typed["what"],
            owner=Person.objects.get(pk=typed["owner"]),
            due=typed["due"],
            now=request.now,
        )

    return answer(request, found, form, verb, "Cette suite est inscrite.", "", {"follow_form": form})


@signed_in
@today_only
def finish(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It is done: said by whoever answers for it, or by those who record the decisions."""
    rows = FollowUp.objects.select_related("decision__body__organisation", "decision__organisation", "owner")
    found = rows.filter(pk=key, decision__organisation=request.scale).first()
    if found is None:
        raise Http404("Aucune suite n’est à cette adresse.")
    permissions.may_finish(request.actor, found).or_raise()
    form = FinishForm(request.POST or None, initial={"done_on": request.today})

    def verb() -> object:
        return following.finish_follow_up(actor=request.actor, follow_up=found, now=request.now, **form.cleaned_data)

    context = {"decision": found.decision, "follow_up": found, "form": form}
    reads = request.actor.hat_for("read", request.scale.pk)
    back = reverse("decisions:follow_ups", kwargs={"scale": scale}) if reads else "/"
    said = "C’est noté : cette suite est faite."
    return answer(request, found.decision, form, verb, said, "decisions/finish.html", context, back)


def answer(
    request: Request,
    found: Decision,
    form: Any,
    verb: Callable[[], object],
    said: str,
    template: str,
    context: dict[str, Any],
    back: str = "",
) -> HttpResponse:
    """The verb, then back to the decision; or the form again, on its own page or on that of the decision."""
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            verb()
            messages.success(request, said)
            return redirect(back or address(found))
    if template:
        return render(request, template, context, status=422 if form.errors else 200)
    return page_of(request, found, **context)
