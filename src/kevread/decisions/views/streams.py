"""The works that the document opens: who leads each, until when; and entrusting one after a decision."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.common.facts import HEAD
from kevread.competence.queries import matrix
from kevread.decisions import permissions
from kevread.decisions.forms import EntrustForm, adopted_choices, leader_choices
from kevread.decisions.operations.following import follow
from kevread.decisions.page import decision_of
from kevread.decisions.queries.streams import works_of
from kevread.directory.models import Person
from kevread.ui import tabs
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request


def elsewhere(request: Request) -> HttpResponse:
    """They are of the head of network: whoever changes scale finds the follow-ups of that place."""
    return redirect(tabs.keep_date(request, screen_address("decisions:follow_ups", scale=request.scale.slug)))


@may("read")
def works(request: Request, scale: str) -> HttpResponse:
    """Each, with its article, its state, and what was entrusted to whom."""
    if request.scale.scale != HEAD or not matrix().streams:
        return elsewhere(request)
    found = works_of(request.scale, request.on)
    context = {
        "works": [(one, one.state(request.on)) for one in found],
        "finishable": {step.pk for one in found for step in one.steps if permissions.may_finish(request.actor, step)},
        "grounds": request.actor.hat_for("record_decision", request.scale.pk),
    }
    return render(request, "decisions/streams.html", context)


@may("record_decision")
@today_only
def entrust(request: Request, scale: str) -> HttpResponse:
    """One of them: by which decision, to whom, for when."""
    if request.scale.scale != HEAD:
        return elsewhere(request)
    slug = request.GET.get("chantier", "")
    told = matrix().streams.get(slug)
    if told is None:
        raise Http404("Le document n’ouvre pas ce chantier.")
    choices = {"decision": adopted_choices(request.scale), "owner": leader_choices(request.scale, request.today)}
    form = EntrustForm(choices, request.POST or None, initial={"what": told.label})

    def write() -> Done:
        typed: dict[str, Any] = dict(form.cleaned_data)
        decision = decision_of(request, UUID(typed.pop("decision")))
        owner = Person.objects.get(pk=typed.pop("owner"))
        follow(actor=request.actor, decision=decision, owner=owner, stream=slug, now=request.now, **typed)
        return Done(f"« {told.label} » est confié à {owner}.", "decisions:streams", scale=scale)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("decisions/entrust_stream.html", {"told": told})
