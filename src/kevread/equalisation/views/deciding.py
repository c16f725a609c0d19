"""The opinion of a vice-president; which round a decision of the register adopts."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from kevread.decisions.operations.applying import propose_application
from kevread.decisions.page import decision_of
from kevread.equalisation import operations
from kevread.equalisation.forms import DecideForm, OpinionForm
from kevread.equalisation.models import Campaign
from kevread.equalisation.permissions import may_give_opinion
from kevread.equalisation.queries.collecting import year_before
from kevread.equalisation.queries.path import OPENS
from kevread.equalisation.queries.steps import path_of
from kevread.equalisation.rules.terms import euros, said_of_terms
from kevread.equalisation.scene import campaign_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request


@may("read")
@today_only
def opinion(request: Request, scale: str, key: UUID) -> HttpResponse:
    """One’s own, from the seat that one holds: what is proposed is shown beside."""
    found = campaign_of(request, key)
    may_give_opinion(request.actor, found, request.on).or_raise()
    given = found.opinions.standing().filter(mandate__person=request.actor.person).first()
    initial = {"view": given.view, "note": given.note} if given else {}
    form = OpinionForm(request.POST or None, initial=initial)

    def give() -> Done:
        operations.give_opinion(actor=request.actor, campaign=found, now=request.now, **form.cleaned_data)
        return Done("Votre avis est inscrit.", "equalisation:campaign", scale=scale, key=key)

    made = perform(request, form, give)
    return made.done or made.page(
        "equalisation/opinion.html", {"campaign": found, "path": path_of(found, request.on)} | on_rules(found)
    )


def on_rules(campaign: Campaign) -> dict[str, Any]:
    """What an opinion is given on: the rules that are proposed, what they compare with, where they come from."""
    before = year_before(campaign)
    known = (before.shares or {}) if before else {}
    return {
        "rules": said_of_terms(campaign.terms).split(" ; "),
        "before": before,
        "shares_before": {who: euros(cents) for who, cents in known.items()},
    }


@may("record_decision")
@today_only
def decide(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which round a decision adopts. Nothing is done until its page confirms it."""
    found = decision_of(request, key)
    rows = Campaign.objects.filter(carrier=request.scale, state=Campaign.State.PROPOSED).order_by("-year")
    offered = [(str(one.pk), str(one)) for one in rows]
    form = DecideForm(offered, request.POST or None)

    def propose() -> Done:
        asked = form.cleaned_data
        propose_application(actor=request.actor, decision=found, kind=OPENS, asked=asked, now=request.now)
        page = screen_address("decisions:decision", scale=scale, key=found.pk)
        return Done("C’est noté. Rien n’est encore fait : confirmez-le sur cette page.", f"{page}#applications")

    made = perform(request, form, propose)
    return made.done or made.page("equalisation/decide.html", {"decision": found, "offered": offered})
