"""« Ce constat est faux ? »: where a finding is contested, and where a contest is read and answered."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.charter import operations, permissions
from kevread.charter.forms import AnswerForm, ContestForm
from kevread.charter.models import Contest
from kevread.charter.queries.contests import contested, contests_at, finding_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("read")
def contests(request: Request, scale: str) -> HttpResponse:
    """What is contested here and among the members: what waits for an answer first."""
    found = contests_at(request.scale, request.on, request.actor)
    waiting = [one for one in found if not one.contest.outcome]
    answered = [one for one in found if one.contest.outcome]
    return render(request, "charter/contests.html", {"waiting": waiting, "answered": answered})


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
    """A contest: what the finding said then, what it says today, and the answer of who may give it."""
    rows = Contest.objects.select_related("organisation", "person", "answered_by")
    found = rows.filter(pk=key, organisation=request.scale).first()
    if found is None:
        raise Http404("Cette contestation n’existe pas ici.")
    grounds = permissions.may_answer_contest(request.actor, found)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        grounds.or_raise()

    def reply() -> Done:
        operations.answer_contest(
            actor=request.actor, person=request.person, contest=found, now=request.now, **form.cleaned_data
        )
        return Done("Votre réponse est enregistrée. Elle se lit à côté du constat.", "charter:contests", scale=scale)

    gesture = perform(request, form, reply)
    if gesture.done:
        return gesture.done
    now_says = finding_of(found.clause, request.scale, request.on)
    context = {"one": contested(found, request.actor), "now_says": now_says, "grounds": grounds}
    return gesture.page("charter/answer.html", context)
