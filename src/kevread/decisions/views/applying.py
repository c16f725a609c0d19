"""What a decision opens: said, confirmed, dropped, or done elsewhere; and what somebody must do."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from kevread.charter.engine import framework
from kevread.charter.operations import Shifts, rehearse
from kevread.charter.operations.effects_in_words import what_follows
from kevread.common.errors import Refused
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
from kevread.decisions.rules import DEROGATION, MANDATE, SETTING, day, key_of
from kevread.directory.models import Organisation, Person
from kevread.directory.permissions import may_register_person
from kevread.directory.queries import that_stand
from kevread.seats.models import Seat
from kevread.seats.queries.candidates import candidates
from kevread.ui.access import may, seen, signed_in, today_only
from kevread.ui.gestures import Done, Gesture, is_confirmed, perform
from kevread.ui.request import Request


@may("name_elected")
@today_only
def open_mandate(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which seat the decision fills, with whom, from when: one question at a time, in the address."""
    found = decision_of(request, key)
    places = places_of(found.organisation, request.on)
    place = next((one for one in places if one.key == request.GET.get("siege")), None)
    person = person_of(request.GET.get("personne", "")) if place else None
    form = MandateForm(request.POST or None, initial={"first": max(found.decided_on, request.today)})
    if there := request.POST.get("mandate"):
        return link(request, found, MANDATE, {"mandate": there})

    def open_it() -> Done | None:
        if place is None or person is None:
            return None
        return propose(request, found, MANDATE, place.asked | {"person": person.pk} | form.cleaned_data)

    gesture = perform(request, form, open_it)
    if gesture.done:
        return gesture.done
    search = request.GET.get("q", "")[:120]
    context = {
        "decision": found,
        "places": places,
        "place": place,
        "person": person,
        "search": search,
        "registers": bool(may_register_person(request.actor, request.scale)),
        "goes_on": urlencode({"suite": f"{request.path}?{urlencode({'siege': place.key})}"}) if place else "",
        "found": candidates(place.seat, place.represents, request.on, search) if place and not person else None,
        "there": unattributed(found.organisation, request.on) if place is None else [],
        "elected": elected_by(found, places) if place is None else [],
    }
    return gesture.page("decisions/open_mandate.html", context)


def person_of(key: str) -> Person | None:
    return Person.objects.usable().filter(pk=key_of(key)).first()


@may("record_decision")
@today_only
def fix_setting(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which setting the decision fixes, at what value, from when."""
    found = decision_of(request, key)
    sought = request.GET.get("q", "")
    offered = setting_choices(found.organisation, sought)
    spec = framework().settings.get(request.GET.get("modalite", ""))
    form = ValueForm(spec, request.POST or None, initial=looked_at(request.GET, found)) if spec else None
    if chosen := request.POST.get("setting"):
        return link(request, found, SETTING, {"setting": chosen})

    def fix() -> Done | None:
        return propose(request, found, SETTING, {"name": spec.name} | form.cleaned_data) if spec and form else None

    gesture = perform(request, form, fix)
    if gesture.done:
        return gesture.done
    there = [(one.pk, of_value(one.name, one.value, one.dates.start)) for one in unlinked_settings(found)]
    context = {"decision": found, "offered": offered, "search": sought, "spec": spec, "there": there}
    return gesture.page("decisions/fix_setting.html", context)


def looked_at(asked: Mapping[str, str], found: Decision) -> dict[str, Any]:
    """The value that somebody looked at before deciding it, if any; its day, no earlier than the decision."""
    try:
        since = date.fromisoformat(asked.get("depuis", ""))
    except ValueError:
        since = found.decided_on
    return {"value": asked.get("valeur", "")[:200], "since": max(since, found.decided_on)}


@may("record_decision")
@today_only
def open_derogation(request: Request, scale: str, key: UUID) -> HttpResponse:
    """From what the decision allows to depart, for whom, from when, until when."""
    found = decision_of(request, key)
    choices = {"organisation": bound_choices(), "clause": clause_choices()}
    form = ExceptionForm(choices, request.POST or None, initial={"first": max(found.decided_on, request.today)})
    gesture = perform(request, form, lambda: propose(request, found, DEROGATION, form.cleaned_data))
    return gesture.done or gesture.page("decisions/open_derogation.html", {"decision": found})


def propose(request: Request, found: Decision, kind: str, asked: dict[str, Any]) -> Done:
    """What it opens is said; somebody confirms it on the page of the decision."""
    applying.propose_application(actor=request.actor, decision=found, kind=kind, asked=asked, now=request.now)
    said = "C’est noté. Rien n’est encore fait : confirmez-le sur cette page."
    return Done(said, decision_page(found, "applications"))


def link(request: Request, found: Decision, kind: str, asked: dict[str, Any]) -> HttpResponse:
    """What it opened is there already: it is chosen with a button."""
    gesture = perform(request, None, lambda: propose(request, found, kind, asked))
    return gesture.done or page_of(gesture, found)


def decision_page(found: Decision, anchor: str = "") -> str:
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
    """What would change is shown; then confirmed: the room's own verb does it, with its rules. A refusal is shown with its
    article, and nothing is lost."""
    found = application_of(request, key)
    decision = decision_of(request, found.decision_id)
    if not is_confirmed(request):
        return preview(request, found, decision)

    def confirm() -> Done:
        done, shifts = applying.apply_decision(actor=request.actor, application=found, now=request.now)
        s, nt = ("s", "nt") if len(shifts) > 1 else ("", "")
        more = f" {len(shifts)} constat{s} du cadre commun change{nt}." if shifts else ""
        return Done(f"C’est fait. {shown([done])[0].sentence}{more}", decision_page(decision, "applications"))

    gesture = perform(request, None, confirm)
    return gesture.done or page_of(gesture, decision)


def preview(request: Request, found: Application, decision: Decision) -> HttpResponse:
    """The real verb, rolled back: the verdicts that would change, and the places that it would open, for whom."""
    gesture = Gesture(request)
    context: dict[str, Any] = {"decision": decision, "application": found, "shown": shown([found])[0], "follows": ""}
    on = max(filter(None, (request.today, *(day(found.asked.get(name)) for name in ("first", "since")))))

    def confirm() -> Any:
        return applying.apply_decision(actor=request.actor, application=found, now=request.now)[1]

    try:
        context["told"] = told_in_full(found)
        moved, (done,) = rehearse([confirm], on=on, organisations=concerned(found))
        shifts = Shifts(moved)
        shifts.opened = getattr(done, "opened", ())
        context["follows"] = what_follows(shifts, on, request.today)
    except Refused as refusal:
        gesture.refusal = refusal
        return page_of(gesture, decision)
    return gesture.page("decisions/apply.html", context)


def told_in_full(found: Application) -> list[tuple[str, str]]:
    """What it opens says, where the sentence names it alone; what says nothing is left out."""
    with transaction.atomic():
        return [(label, said) for label, said in applying.told_of(found.kind, found.asked) if label and said]


def concerned(found: Application) -> list[UUID] | None:
    """Whose verdicts it may change: everybody's for a setting; for the rest, of those that it is about."""
    if found.kind == SETTING:
        return None
    seat = Seat.objects.filter(pk=key_of(found.asked.get("seat"))).select_related("body").first()
    named = [key_of(found.asked.get(name)) for name in ("represents", "organisation") if found.asked.get(name)]
    stand = [row.pk for row in that_stand(Organisation, named).values()]
    return [found.decision.organisation_id, *([seat.body.organisation_id] if seat else []), *stand]


@may("record_decision")
@today_only
def drop(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was proposed will not be done."""
    found = application_of(request, key)
    form = NoteForm("Pourquoi cette proposition est abandonnée", request.POST or None)

    def give_up() -> Done:
        note = form.cleaned_data["note"]
        applying.drop_application(actor=request.actor, application=found, note=note, now=request.now)
        return Done("La proposition est abandonnée.", decision_page(found.decision))

    context = {"decision": found.decision, "shown": shown([found])[0]}
    gesture = perform(request, form, give_up)
    return gesture.done or gesture.page("decisions/drop.html", context)


@may("record_decision")
@require_POST
def settle(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A decision whose room is not open yet was applied elsewhere."""
    found = decision_of(request, key)
    type_ = matrix().types.get(found.type)
    form = NoteForm("Où et comment elle a été appliquée", request.POST)

    def say() -> Done:
        applying.settle_decision(
            actor=request.actor,
            decision=found,
            room=type_.executes if type_ else "",
            note=form.cleaned_data["note"],
            now=request.now,
        )
        return Done("C’est noté.", decision_page(found))

    gesture = perform(request, form, say)
    return gesture.done or page_of(gesture, found, settle_form=form)


@may("record_decision")
@require_POST
def follow(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Somebody takes something in charge after a decision."""
    found = decision_of(request, key)
    form = FollowForm({"owner": owner_choices(found, request.today)}, request.POST)

    def write() -> Done:
        typed = form.cleaned_data
        following.follow(
            actor=request.actor,
            decision=found,
            what=typed["what"],
            owner=Person.objects.get(pk=typed["owner"]),
            due=typed["due"],
            now=request.now,
        )
        return Done("Cette suite est inscrite.", decision_page(found))

    gesture = perform(request, form, write)
    return gesture.done or page_of(gesture, found, follow_form=form)


@signed_in
@today_only
def finish(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It is done: said by whoever answers for it, or by those who record the decisions."""
    rows = FollowUp.objects.select_related("decision__body__organisation", "decision__organisation", "owner")
    found = rows.filter(pk=key, decision__organisation=request.scale).first()
    reads = bool(request.actor.hat_for("read", request.scale.pk))
    found = seen(found, lambda one: reads or permissions.may_finish(request.actor, one))
    permissions.may_finish(request.actor, found).or_raise()
    form = FinishForm(request.POST or None, initial={"done_on": request.today})

    def say() -> Done:
        following.finish_follow_up(actor=request.actor, follow_up=found, now=request.now, **form.cleaned_data)
        reads = request.actor.hat_for("read", request.scale.pk)
        back = reverse("decisions:follow_ups", kwargs={"scale": scale}) if reads else "/"
        return Done("C’est noté : cette suite est faite.", back)

    gesture = perform(request, form, say)
    context = {"decision": found.decision, "follow_up": found}
    return gesture.done or gesture.page("decisions/finish.html", context)
