"""Write in the register: a decision, an advice, a correction; cite an advice that came before."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kevread.common.errors import Denied, NotDone
from kevread.directory.models import Person
from kevread.documents.models import Version
from kevread.meetings import permissions
from kevread.meetings.forms_decisions import (
    AdviceForm,
    CorrectDecisionForm,
    RecordForm,
    advice_choices,
    advised_choices,
    body_choices,
    item_choices,
    joint_choices,
    type_choices,
)
from kevread.meetings.matrix import matrix
from kevread.meetings.models import AgendaItem, Decision, Meeting
from kevread.meetings.operations.certifying import certify_extract
from kevread.meetings.operations.decisions import (
    cite_advice,
    correct_decision,
    give_advice,
    join_decision,
    record_decision,
)
from kevread.meetings.operations.following import key_of
from kevread.meetings.views.decisions import decision_of, page_of
from kevread.meetings.views.scene import meeting_of
from kevread.seats.models import Body
from kevread.ui.access import may, today_only
from kevread.ui.forms import refusals_on
from kevread.ui.request import Request

A_YEAR = timedelta(days=365)


def body_named(request: Request, slug: str) -> Body:
    found = Body.objects.select_related("organisation").filter(organisation=request.scale, slug=slug).first()
    if found is None:
        raise Http404(f"{request.scale.name} n’a pas d’instance à cette adresse.")
    return found


def asked_meeting(request: Request) -> Meeting | None:
    """The meeting that the address names, when one comes from its page."""
    try:
        key = UUID(request.GET.get("reunion", ""))
    except ValueError:
        return None
    return meeting_of(request, key)


def recent_advices(request: Request) -> list[Decision]:
    rows = Decision.objects.visible_to(request.actor).standing().filter(type=Decision.ADVICE)
    recent = rows.filter(decided_on__gte=request.today - A_YEAR).select_related("body")
    return list(recent.order_by("-decided_on", "-number")[:20])


def recent_together(request: Request) -> list[Decision]:
    """What other organisations decided lately, of the types that are decided together."""
    types = [type_.slug for type_ in matrix().types.values() if type_.together]
    rows = Decision.objects.visible_to(request.actor).standing().filter(type__in=types)
    recent = rows.filter(decided_on__gte=request.today - A_YEAR).exclude(organisation=request.scale)
    return list(recent.select_related("body__organisation").order_by("-decided_on", "-number")[:20])


@may("record_decision")
@today_only
def record(request: Request, scale: str) -> HttpResponse:
    """A decision taken in a meeting told here, or elsewhere. The competence is not asked: it is shown afterwards."""
    meeting = asked_meeting(request)
    choices = {
        "body": body_choices(request.scale, request.today),
        "item": item_choices(meeting) if meeting else [],
        "type": type_choices(),
        "after": advice_choices(recent_advices(request)),
        "joins": joint_choices(recent_together(request)),
    }
    given = {"decided_on": request.today, "outcome": "adopted", "body": request.GET.get("instance", "")}
    if meeting:
        given |= first_words(meeting, request.GET.get("point", ""))
    form = RecordForm(choices, meeting, request.POST or None, initial=given)

    def verb(typed: dict[str, Any]) -> Decision:
        item = typed.pop("item", "")
        return record_decision(
            actor=request.actor,
            body=meeting.body if meeting else body_named(request, typed.pop("body")),
            meeting=meeting,
            item=AgendaItem.objects.get(pk=item) if item else None,
            after=[UUID(key) for key in typed.pop("after", [])],
            joins=[UUID(key) for key in typed.pop("joins", [])],
            now=request.now,
            **typed,
        )

    return answer(request, form, verb, "meetings/record_decision.html", {"meeting": meeting})


def first_words(meeting: Meeting, key: str) -> dict[str, Any]:
    """What the agenda says already of the item that is decided."""
    item = next((one for one in meeting.items.all() if str(one.pk) == key), None)
    if item is None:
        return {}
    return {"item": item.pk, "title": item.title, "text": item.text, "type": item.decision_type}


@may("record_decision")
@today_only
def advise(request: Request, scale: str) -> HttpResponse:
    """A body of the organisation advises on what another decides."""
    choices = {"body": body_choices(request.scale, request.today), "advises": advised_choices()}
    given = {
        "decided_on": request.today,
        "advises": request.GET.get("sur", ""),
        "body": request.GET.get("instance", ""),
    }
    form = AdviceForm(choices, request.POST or None, initial=given)

    def verb(typed: dict[str, Any]) -> Decision:
        favourable = typed.pop("favourable") == "yes"
        body = body_named(request, typed.pop("body"))
        return give_advice(actor=request.actor, body=body, favourable=favourable, now=request.now, **typed)

    return answer(request, form, verb, "meetings/give_advice.html", {})


@may("record_decision")
@today_only
def correct(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A further line says the decision as it should have been written."""
    found = decision_of(request, key)
    given = {"type": found.type, "title": found.title, "text": found.text}
    form = CorrectDecisionForm({"type": type_choices()}, request.POST or None, initial=given)
    if found.type == Decision.ADVICE:
        del form.fields["type"]

    def verb(typed: dict[str, Any]) -> Decision:
        return correct_decision(actor=request.actor, decision=found, now=request.now, **typed)

    grounds = permissions.may_record(request.actor, found.body)
    return answer(request, form, verb, "meetings/correct_decision.html", {"decision": found, "grounds": grounds})


def answer(request: Request, form: Form, verb: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form; or the verb, and the page of the line that it wrote."""
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            written = verb(dict(form.cleaned_data))
            messages.success(request, f"C’est inscrit au registre, sous le n° {written.reference}.")
            return redirect("meetings:decision", scale=request.scale.slug, key=written.pk)
    return render(request, template, context | {"form": form}, status=422 if form.errors else 200)


# From the page of a decision -----------------------------------------------------------------------------------------


def told(
    request: Request, found: Decision, verb: Callable[[], Any], sentence: str, then: Callable[[Any], str] | None = None
) -> HttpResponse:
    """What was done is said, on the page of the decision or where `then` leads; a refusal is said on that page."""
    try:
        written = verb()
    except Denied:
        raise
    except NotDone as refusal:
        return page_of(request, found, refusal=refusal)
    messages.success(request, sentence)
    where = then(written) if then else reverse("meetings:decision", args=[request.scale.slug, found.pk])
    return redirect(where)


def named_line(request: Request, name: str) -> Decision:
    """The line of a register that was chosen, among those that one reads."""
    key = key_of(request.POST.get(name))
    found: Decision | None = Decision.objects.visible_to(request.actor).filter(pk=key).first()
    if found is None:
        raise Http404("Cette ligne n’est pas au registre.")
    return found


@may("record_decision")
@require_POST
def cite(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A decision followed an advice that was given before it: it says so afterwards."""
    found, advice = decision_of(request, key), named_line(request, "advice")
    verb = partial(cite_advice, actor=request.actor, decision=found, advice=advice, now=request.now)
    return told(request, found, verb, f"La décision cite désormais l’avis n° {advice.reference}.")


@may("record_decision")
@require_POST
def join(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Another body took the same decision: both lines say so."""
    found, other = decision_of(request, key), named_line(request, "other")
    verb = partial(join_decision, actor=request.actor, decision=found, other=other, now=request.now)
    return told(request, found, verb, f"C’est la même décision que la n° {other.reference}.")


@may("record_decision")
@require_POST
def certify(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An extract to be signed: its page is that of the document."""
    found = decision_of(request, key)
    signer = Person.objects.filter(pk=key_of(request.POST.get("signer"))).first()
    if signer is None:
        raise Http404("Cette personne n’est pas à l’annuaire.")
    verb = partial(certify_extract, actor=request.actor, decision=found, signer=signer, now=request.now)

    def to_sign(version: Version) -> str:
        return reverse("documents:document", args=[scale, version.document_id])

    return told(request, found, verb, f"L’extrait est prêt : {signer} peut le signer.", to_sign)
