"""Write in the register: a decision, an advice, a correction; cite an advice that came before."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from kevread.charter.engine import framework
from kevread.charter.specs import SettingSpec
from kevread.common.facts import HEAD, SCALES
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import DecisionType
from kevread.decisions import permissions
from kevread.decisions.forms import (
    OFF_AGENDA,
    AdviceForm,
    CorrectDecisionForm,
    NoteForm,
    RecordForm,
    advice_choices,
    advised_choices,
    body_choices,
    item_choices,
    joint_choices,
    type_choices,
)
from kevread.decisions.models import Decision, Joining
from kevread.decisions.operations.parting import part_decisions
from kevread.decisions.operations.register import (
    cite_advice,
    correct_decision,
    give_advice,
    join_decision,
    record_decision,
)
from kevread.decisions.page import decision_of, page_of
from kevread.decisions.queries.ratifying import failed_days
from kevread.decisions.rules import MANDATE, SETTING, key_of
from kevread.decisions.views.ratifying import named_by_asking
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.scene import meeting_of
from kevread.seats.models import Body
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import page_to_resume
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
    choices: dict[str, Any] = {
        "body": body_choices(request.scale, request.today),
        "item": item_choices(meeting) if meeting else [],
        "type": type_choices(request.scale.scale),
        "after": advice_choices(recent_advices(request)),
        "joins": joint_choices(recent_together(request)),
    }
    given = {"decided_on": request.today, "outcome": "adopted", "body": request.GET.get("instance", "")}
    given |= {"title": request.GET.get("titre", "")[:200]}
    ratified, same = named_by_asking(request, "ratifie"), named_by_asking(request, "meme")
    again = ratified is not None and ratified.body.slug == request.GET.get("instance")
    if ratified:
        title = f"{'Confirmation' if again else 'Ratification'} : {ratified.title}"[:200]
        given |= {"type": ratified.type, "title": title, "text": ratifying_words(request, ratified, again)}
        given |= {"decided_on": None, "outcome": None}  # nobody said that it was decided: it is asked
        given |= {"after": [str(one.advice_id) for one in ratified.citations.all()]}
    if same:
        given |= {"type": same.type, "title": same.title, "text": same.text, "joins": [str(same.pk)]}
        choices["joins"] = joint_choices(list(dict.fromkeys([same, *recent_together(request)])))
    if meeting:
        given |= first_words(meeting, request.GET.get("point", ""))
    spec = framework().settings.get(request.GET.get("modalite", ""))
    if known := fixing_type(spec) if spec else giving_type(request, request.GET.get("mandat", "")):
        given |= {"type": known.slug, "body": given["body"] or sole_body(request, known)}
    form = RecordForm(choices, meeting, request.POST or None, initial=given)

    def verb(typed: dict[str, Any]) -> Decision:
        item = typed.pop("item", "")
        return record_decision(
            actor=request.actor,
            body=meeting.body if meeting else body_named(request, typed.pop("body")),
            meeting=meeting,
            item=AgendaItem.objects.get(pk=item) if item not in ("", OFF_AGENDA) else None,
            after=[UUID(key) for key in typed.pop("after", [])],
            joins=[UUID(key) for key in typed.pop("joins", [])],
            ratifies=ratified,
            now=request.now,
            **typed,
        )

    told: dict[str, Any] = {"meeting": meeting, "ratified": ratified, "again": again, "same": same, "spec": spec}
    if ratified and (judge := Body.objects.filter(organisation=request.scale, slug=given["body"]).first()):
        told["failed"] = failed_days(judge, ratified.decided_on, request.today)
    told["resumes"] = page_to_resume(request.GET.get("suite", ""))
    return answer(request, form, verb, "decisions/record_decision.html", told)


WHO = {
    Body.Kind.ASSEMBLY: "L’assemblée",
    Body.Kind.BOARD: "Le conseil d’administration",
    Body.Kind.BUREAU: "Le bureau",
    Body.Kind.SPACE: "L’espace de pilotage",
}


def ratifying_words(request: Request, decision: Decision, again: bool) -> str:
    """How what ratifies a decision, or confirms it, begins: who does, and which one."""
    by = Body.objects.filter(organisation=request.scale, slug=request.GET.get("instance", "")).first()
    who = WHO.get(Body.Kind(by.kind), by.name) if by else "L’instance"
    return f"{who} {'confirme' if again else 'ratifie'} la décision n° {decision.reference} : {decision.text}"


def fixing_type(spec: SettingSpec) -> DecisionType | None:
    """The type by which such a setting is fixed: what is common to the whole network, by the one that the bodies of the head
    alone decide, and that opens a setting; what each organisation decides for itself, by the one that bodies of every scale
    decide. None when there is not exactly one, and for what the articles of an association say."""
    opening = [one for one in matrix().types.values() if one.executes == SETTING and one.organs]
    scales = frozenset(SCALES) if spec.decided_by == "own" else {HEAD}
    found = [one for one in opening if {organ.scale for organ in one.organs} == scales]
    return found[0] if len(found) == 1 and not spec.fixed_in else None


def giving_type(request: Request, asked: str) -> DecisionType | None:
    """The type by which the organisation gives a mandate, one of its own or on behalf of a member, when it is the only one."""
    found = [
        type_
        for type_ in matrix().types.values()
        if type_.executes == MANDATE
        and type_.represents == (asked == "pour-un-membre")
        and any(organ.scale == request.scale.scale for organ in type_.organs)
    ]
    return found[0] if asked and len(found) == 1 else None


def sole_body(request: Request, type_: DecisionType) -> str:
    """The body of the organisation that decides such a thing, when it is the only one."""
    kinds = [organ.kind for organ in type_.organs if organ.scale == request.scale.scale]
    rows = Body.objects.on(request.today).filter(organisation=request.scale, kind__in=kinds)
    slugs = list(rows.values_list("slug", flat=True)[:2])
    return slugs[0] if len(slugs) == 1 else ""


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
    lacking = named_by_asking(request, "decision")
    if lacking:
        given |= {"advises": lacking.type, "title": f"Avis : {lacking.title}"[:200]}
    form = AdviceForm(choices, request.POST or None, initial=given)

    def verb(typed: dict[str, Any]) -> Decision:
        favourable = typed.pop("favourable") == "yes"
        body = body_named(request, typed.pop("body"))
        asked = {"body": body, "favourable": favourable, "decision": lacking} | typed
        return give_advice(actor=request.actor, now=request.now, **asked)

    return answer(request, form, verb, "decisions/give_advice.html", {"lacking": lacking})


@may("record_decision")
@today_only
def correct(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A further line says the decision as it should have been written."""
    found = decision_of(request, key)
    form = CorrectDecisionForm(request.POST or None, initial={"title": found.title, "text": found.text})

    def verb(typed: dict[str, Any]) -> Decision:
        return correct_decision(actor=request.actor, decision=found, now=request.now, **typed)

    grounds = permissions.may_record(request.actor, found.body)
    return answer(request, form, verb, "decisions/correct_decision.html", {"decision": found, "grounds": grounds})


FIXED = (
    "modalite",
    "valeur",
    "depuis",
)  # of an address: the setting that a decision fixes, and the value that was looked at


def answer(request: Request, form: Form, verb: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form; or the verb, and the page of the line that it wrote."""

    def write() -> Done:
        written = verb(dict(form.cleaned_data))
        said = f"C’est inscrit au registre, sous le n° {written.reference}."
        if context.get("spec"):
            there = reverse("decisions:fix_setting", kwargs={"scale": request.scale.slug, "key": written.pk})
            asked = {name: request.GET[name] for name in FIXED if request.GET.get(name)}
            return Done(f"{said} Dites maintenant la valeur qu’elle fixe.", f"{there}?{urlencode(asked)}")
        if back := page_to_resume(request.GET.get("suite", ""), decision=written.pk):
            return Done(f"{said} Voici où vous en étiez.", back)
        return Done(said, "decisions:decision", scale=request.scale.slug, key=written.pk)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page(template, context)


# From the page of a decision -----------------------------------------------------------------------------------------


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

    def say() -> Done:
        cite_advice(actor=request.actor, decision=found, advice=advice, now=request.now)
        said = f"La décision cite désormais l’avis n° {advice.reference}."
        return Done(said, "decisions:decision", scale=scale, key=key)

    gesture = perform(request, None, say)
    return gesture.done or page_of(gesture, found)


@may("record_decision")
@require_POST
def join(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Another body took the same decision: both lines say so."""
    found, other = decision_of(request, key), named_line(request, "other")

    def say() -> Done:
        join_decision(actor=request.actor, decision=found, other=other, now=request.now)
        said = f"C’est la même décision que la n° {other.reference}."
        return Done(said, "decisions:decision", scale=scale, key=key)

    gesture = perform(request, None, say)
    return gesture.done or page_of(gesture, found)


@may("read")
@today_only
def part(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Both lines were said to be the same decision by mistake: the link is undone, with the reason."""
    rows = Joining.objects.standing().select_related("decision__body__organisation", "joins__body__organisation")
    here = Q(decision__organisation=request.scale) | Q(joins__organisation=request.scale)
    link = rows.filter(here, pk=key).first()
    if link is None:
        raise Http404("Rien ne lie ces deux décisions, ou le lien est déjà défait.")
    own, linked = link.decision, link.joins
    if own.organisation_id != request.scale.pk:
        own, linked = linked, own
    found = decision_of(request, own.pk)
    permissions.may_record(request.actor, found.body).or_raise()
    form = NoteForm("Pourquoi ce n’est pas la même décision", request.POST or None)

    def undo() -> Done:
        note = form.cleaned_data["note"]
        part_decisions(actor=request.actor, decision=found, other=linked, reason=note, now=request.now)
        said = "Le lien est défait : le journal en garde le motif."
        return Done(said, "decisions:decision", scale=scale, key=found.pk)

    gesture = perform(request, form, undo)
    return gesture.done or gesture.page("decisions/part.html", {"decision": found, "other": linked})
