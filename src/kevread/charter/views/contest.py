"""« Ce constat est faux ? »: where a finding is contested, and where a contest is read and answered."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.charter import operations, permissions
from kevread.charter.forms import AnswerForm, ContestForm, CorrectedForm, UnrecogniseForm
from kevread.charter.models import Contest
from kevread.charter.queries.contests import contested, contests_at, finding_of, has_moved, owed
from kevread.charter.queries.gestures import corrections
from kevread.common.actor import Grounds
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("read")
def contests(request: Request, scale: str) -> HttpResponse:
    """What is contested here and among the members: what waits for an answer first, then what is to be corrected."""
    found = contests_at(request.scale, request.on, request.actor)
    stages = [one.contest.stage for one in found]
    context = {
        "waiting": [one for one, stage in zip(found, stages, strict=True) if stage == "waits"],
        "to_correct": [one for one, stage in zip(found, stages, strict=True) if stage == "to_correct"],
        "answered": [one for one in found if not one.contest.is_open],
    }
    return render(request, "charter/contests.html", context)


@may("read")
@today_only
def contest(request: Request, scale: str, rule: str, clause: int) -> HttpResponse:
    """Say that a finding is false: what of it, and why. It is kept with what the finding says."""
    key = f"{rule}/{clause}"
    spoken = finding_of(key, request.scale, request.on)
    if spoken is None:
        raise Http404("Ce point n’a pas de constat pour cette organisation.")
    form = ContestForm(request.POST or None, initial={"on": min(request.on, request.today)})

    def say() -> Done:
        operations.contest_finding(
            actor=request.actor,
            person=request.person,
            organisation=request.scale,
            clause=key,
            now=request.now,
            **form.cleaned_data,
        )
        said = "Votre contestation est enregistrée, avec le constat tel qu’il était. Une réponse vous est due."
        return Done(said, "charter:article", scale=scale, rule=rule)

    gesture = perform(request, form, say)
    context = {"spoken": spoken, "article": spoken.finding.article, "clause": clause}
    return gesture.done or gesture.page("charter/contest.html", context)


@may("read")
def answer(request: Request, scale: str, key: str) -> HttpResponse:
    """A contest: what the finding said then, what it says today, the answer of who may give it, and what is to be
    corrected once it is recognised."""
    found = contest_of(request, key)
    grounds = permissions.may_answer_contest(request.actor, found)
    asked = UnrecogniseForm if found.stage == "to_correct" else AnswerForm
    form = asked(request.POST or None)
    if request.method == "POST":
        grounds.or_raise()

    def reply() -> Done:
        answered = operations.answer_contest(
            actor=request.actor, person=request.person, contest=found, now=request.now, **form.cleaned_data
        )
        if answered.is_open:
            said = "La contestation est reconnue. Elle reste ouverte jusqu’à ce que ce qui est faux soit corrigé."
            return Done(said, "charter:answer", scale=scale, key=key)
        return Done("Votre réponse est enregistrée. Elle se lit à côté du constat.", "charter:contests", scale=scale)

    gesture = perform(request, form, reply)
    return gesture.done or gesture.page("charter/answer.html", about(request, found, grounds))


@may("read")
@today_only
def close(request: Request, scale: str, key: str) -> HttpResponse:
    """Close what was recognised as false, and is corrected: say what was."""
    found = contest_of(request, key)
    grounds = permissions.may_answer_contest(request.actor, found)
    form = CorrectedForm(request.POST or None)
    grounds.or_raise()

    def corrected() -> Done:
        operations.close_contest(
            actor=request.actor, person=request.person, contest=found, now=request.now, **form.cleaned_data
        )
        return Done("La contestation est close : ce qui était faux est corrigé.", "charter:contests", scale=scale)

    gesture = perform(request, form, corrected)
    return gesture.done or gesture.page("charter/close_contest.html", about(request, found, grounds))


def contest_of(request: Request, key: str) -> Contest:
    rows = Contest.objects.select_related("organisation", "person", "answered_by", "closed_by")
    found = rows.filter(pk=key, organisation=request.scale).first()
    if found is None:
        raise Http404("Cette contestation n’existe pas ici.")
    return found


def about(request: Request, found: Contest, grounds: Grounds) -> dict[str, Any]:
    """What both pages say of a contest; once it is recognised, where it is corrected, and whether it was."""
    now_says = finding_of(found.clause, request.scale, request.on)
    to_correct = found.stage == "to_correct" and not request.is_past
    one = contested(found, request.actor)
    return {
        "one": one,
        "owed": owed([one], request.today, request.actor)[found.pk] if found.is_open and not request.is_past else "",
        "now_says": now_says,
        "grounds": grounds,
        "ways": corrections(now_says.finding, request.actor) if to_correct and now_says else [],
        "moved": to_correct and has_moved(found, request.today),
    }
