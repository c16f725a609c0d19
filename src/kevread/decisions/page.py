"""The page of a decision, drawn by whatever acts on it: the register, and the rooms above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms as typed
from django.http import Http404, HttpResponse

from kevread.chronicle.queries.story import story
from kevread.common.actor import NOBODY
from kevread.competence.asks import Opening, opening
from kevread.competence.queries import matrix
from kevread.decisions import permissions
from kevread.decisions.forms import ClassForm, FinishForm, FollowForm, NoteForm, owner_choices
from kevread.decisions.models import Application, Decision
from kevread.decisions.operations.applying import propose_application
from kevread.decisions.queries.founding import founding_line
from kevread.decisions.queries.mending import cure_of
from kevread.decisions.queries.outside import outside_of
from kevread.decisions.queries.papers import extracts_of, signers_of
from kevread.decisions.queries.ratifying import ratifications_of, ratified_here
from kevread.decisions.queries.register import outcome_of, whole
from kevread.decisions.queries.suggesting import suggestions_for
from kevread.decisions.queries.wording import shown
from kevread.decisions.rules import MANDATE
from kevread.meetings.models import AgendaItem
from kevread.ui.gestures import Done, Gesture, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request


def decision_of(request: Request, key: UUID) -> Decision:
    rows = Decision.objects.visible_to(request.actor).select_related(
        "organisation", "body__organisation", "meeting", "item__meeting__body", "corrects", "corrected_by"
    )
    found: Decision | None = rows.filter(pk=key, organisation=request.scale).first()
    if found is None:
        raise Http404(f"Le registre {request.scale.name} n’a pas de décision à cette adresse.")
    return found


def page_of(gesture: Gesture, found: Decision, **forms: Any) -> HttpResponse:
    """Its page, with the form that was answered in the place of an empty one. 422 when something is to be put right."""
    request = gesture.request
    grounds = permissions.may_record(request.actor, found.body)
    told = whole(found, request.actor, request.on)
    opened = opening_of(found)
    ratified = [
        (one, bool(permissions.may_record(request.actor, one.decision.body))) for one in ratifications_of(found)
    ]
    founding = founding_line(found)
    names = opened is None or opened.kind != MANDATE or bool(permissions.may_name(request.actor, found.organisation))
    told_by_acts = story(
        request.actor, found.pk, *(one.pk for one in told.applications), *([founding.pk] if founding else [])
    )
    context = {
        "decision": found,
        "told": told,
        "line": told.line,
        "applications": shown(told.applications, NOBODY if request.is_past else request.actor),
        "cited": [(one, outcome_of(one), one.decided_on > found.decided_on) for one in told.advices],
        "outside": outside_of(found, request.on),
        "cure": None if request.is_past else cure_of(found, told.line.competence, request.actor, request.today),
        "ratified": ratified,
        "ratifies": ratified_here(found),
        "opens": opens(found, told.applications) if names else "",
        "opening": opened if names else None,
        "story": told_by_acts,
        "annulled": next((one for one in told_by_acts if one.act.verb == "decisions.annul"), None),
        "grounds": grounds,
        "classable": found.type != Decision.ADVICE or found.item is not None,
        "class_form": ClassForm(found.organisation.scale, initial={"type": found.advises or found.type}),
        "suggestions": suggestions_for(found),
        "acts": bool(grounds) and not request.is_past and found.stands,
        "follow_form": FollowForm({"owner": owner_choices(found, request.today)}),
        "settle_form": NoteForm("Où et comment elle a été appliquée"),
        "finish_form": FinishForm(initial={"done_on": request.today}),
        "finishable": {
            one.pk for one in told.follow_ups if found.stands and permissions.may_finish(request.actor, one)
        },
        "extracts": extracts_of(found),
        "founding": founding,
        "signers": signers_of(found, request.today) if grounds and found.meeting else [],
    } | forms
    return gesture.page("decisions/decision.html", context, status=422 if gesture.refusal or forms else 200)


def opening_of(found: Decision) -> Opening[Any, Any, Any, Any] | None:
    """What may be said that it opens: by its type; a mandate, of an election."""
    if found.item and found.item.kind == AgendaItem.Kind.ELECTION:
        return opening(MANDATE)
    type_ = matrix().types.get(found.type)
    return opening(type_.executes) if type_ else None


def opens(found: Decision, applications: list[Application]) -> str:
    """What a decision of its type opens, in words, while nobody has said what: nothing otherwise."""
    type_ = matrix().types.get(found.type)
    if type_ is None or found.outcome != Decision.Outcome.ADOPTED or not type_.executes:
        return ""
    said = any(one.dropped_at is None for one in applications)
    return "" if said else matrix().opens(type_.executes)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which row of a room above a decision is about: the question, what is said where there is none, and where they are."""

    kind: str
    question: str
    none: str
    gesture: str
    screen: str


def choose(
    request: Request, found: Decision, asked: Choice, form: typed.Form, offered: Sequence[object]
) -> HttpResponse:
    """What a decision opens is one of these. Nothing is done until its page confirms it."""
    page = screen_address("decisions:decision", scale=found.organisation.slug, key=found.pk)

    def propose() -> Done:
        propose_application(
            actor=request.actor, decision=found, kind=asked.kind, asked=form.cleaned_data, now=request.now
        )
        return Done("C’est noté. Rien n’est encore fait : confirmez-le sur cette page.", f"{page}#applications")

    made = perform(request, form, propose)
    there = screen_address(asked.screen, scale=found.organisation.slug)
    context = {"decision": found, "asked": asked, "offered": offered, "there": there}
    return made.done or made.page("decisions/choose.html", context)
