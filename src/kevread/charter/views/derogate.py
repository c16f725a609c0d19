"""Where a derogation is read, granted and ended."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.charter import operations, permissions
from kevread.charter.engine import framework
from kevread.charter.forms import DerogationForm, EndDerogationForm
from kevread.charter.models import Derogation
from kevread.charter.operations.derogations import register_kept
from kevread.charter.queries.derogations import derogations_at
from kevread.common.facts import HEAD
from kevread.directory.models import Organisation
from kevread.ui.access import may
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("read")
def derogations(request: Request, scale: str) -> HttpResponse:
    """What is allowed for a time here and among the members: until when, why, by which decision."""
    context = {
        "derogations": derogations_at(request.scale, request.on, request.actor),
        "grounds": permissions.may_derogate(request.actor, Organisation.objects.at_scale(HEAD).get()),
    }
    return render(request, "charter/derogations.html", context)


@may("read")
def grant(request: Request, scale: str, rule: str, clause: int) -> HttpResponse:
    """Write the decision by which a clause does not bind an organisation for a time."""
    article = framework().articles.get(rule)
    found = next((c for c in article.clauses if c.number == clause and c.check), None) if article else None
    if article is None or found is None or request.scale.scale not in found.binds:
        raise Http404("Ce point ne se mesure pas ici : il n’y a pas à y déroger.")
    head = Organisation.objects.at_scale(HEAD).get()
    grounds = permissions.may_derogate(request.actor, head)
    kept = register_kept(head, request.today)
    initial = {} if kept else {"first": request.today, "adopted_on": request.today}  # what is written here is of before
    form = DerogationForm(request.POST or None, initial=initial)
    if request.method == "POST":
        grounds.or_raise()

    def write() -> Done:
        operations.grant_derogation(
            actor=request.actor, clause=found.key, organisation=request.scale, now=request.now, **form.cleaned_data
        )
        said = "La dérogation est inscrite. Elle se lit à côté du constat, jusqu’à sa fin."
        return Done(said, "charter:article", scale=scale, rule=rule)

    gesture = perform(request, form, write)
    context = {"article": article, "clause": found, "grounds": grounds, "head": head, "kept": kept}
    return gesture.done or gesture.page("charter/derogate.html", context)


@may("read")
def end(request: Request, scale: str, key: str) -> HttpResponse:
    """A derogation that ends before its day."""
    rows = Derogation.objects.filter(pk=key, organisation=request.scale).select_related("organisation")
    derogation = rows.first()
    if derogation is None:
        raise Http404("Cette dérogation n’existe pas ici.")
    rule = derogation.clause.split("/")[0]
    grounds = permissions.may_derogate(request.actor, Organisation.objects.at_scale(HEAD).get())
    form = EndDerogationForm(request.POST or None, initial={"last": request.today})
    if request.method == "POST":
        grounds.or_raise()

    def put_an_end() -> Done:
        operations.end_derogation(actor=request.actor, derogation=derogation, now=request.now, **form.cleaned_data)
        said = "C’est inscrit. Ce qui a été fait sous cette dérogation demeure."
        return Done(said, "charter:article", scale=scale, rule=rule)

    gesture = perform(request, form, put_an_end)
    is_over = derogation.period.upper <= request.today
    context = {"derogation": derogation, "rule": rule, "is_over": is_over, "grounds": grounds}
    return gesture.done or gesture.page("charter/end_derogation.html", context)
