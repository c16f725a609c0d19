"""The opinion of a vice-president; which round a decision of the register adopts."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from kevread.decisions.operations.applying import propose_application
from kevread.decisions.page import Choice, choose, decision_of
from kevread.equalisation import operations
from kevread.equalisation.forms import DecideForm, OpinionForm, ReasonForm, WeightsForm
from kevread.equalisation.models import Campaign
from kevread.equalisation.operations.weights import checked_weights, mark_of_last, since_day
from kevread.equalisation.permissions import may_give_opinion
from kevread.equalisation.queries.collecting import criteria, decided_terms, year_before
from kevread.equalisation.queries.path import OPENS, WEIGHS, mark_of_proposal
from kevread.equalisation.queries.steps import path_of
from kevread.equalisation.rules.terms import euros, naming, said_of_terms
from kevread.equalisation.scene import campaign_of
from kevread.ui.access import may, today_only
from kevread.ui.changing import asked_by
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
        operations.give_opinion(
            actor=request.actor, campaign=found, now=request.now, seen=request.POST.get("vu", ""), **form.cleaned_data
        )
        return Done("Votre avis est inscrit.", "equalisation:campaign", scale=scale, key=key)

    made = perform(request, form, give)
    return made.done or made.page(
        "equalisation/opinion.html",
        {"campaign": found, "path": path_of(found, request.on)} | on_rules(found),
    )


def on_rules(campaign: Campaign) -> dict[str, Any]:
    """What an opinion is given on: the rules that are proposed, what they compare with, where they come from."""
    before = year_before(campaign)
    known = (before.shares or {}) if before else {}
    return {
        "mark": mark_of_proposal(campaign),
        "rules": said_of_terms(campaign.terms).split(" ; "),
        "before": before,
        "shares_before": {who: euros(cents) for who, cents in known.items()},
    }


ADOPTS = Choice(
    OPENS,
    "Quelle campagne adopte-t-elle ?",
    "Aucune campagne n’a de règles proposées.",
    "Voir le fonds de péréquation",
    "equalisation:fund",
)


@may("record_decision")
@today_only
def decide(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which round a decision adopts. Nothing is done until its page confirms it."""
    found = decision_of(request, key)
    rows = Campaign.objects.filter(carrier=request.scale, state=Campaign.State.PROPOSED).order_by("-year")
    offered = [(str(one.pk), str(one)) for one in rows]
    return choose(request, found, ADOPTS, DecideForm(offered, request.POST or None), offered)


@may("record_decision")
@today_only
def weights(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The weights that a decision fixes, together. Nothing is done until its page confirms it."""
    found = decision_of(request, key)
    now = decided_terms(request.scale, request.today).weights
    initial = {f"weight_{code}": f"{points / 100:g}".replace(".", ",") for code, points in now.items()}
    weighed = [(code, naming(code).name) for code in criteria()]
    form = WeightsForm(weighed, request.POST or None, initial=initial | {"since": found.decided_on})

    def propose() -> Done:
        asked = form.asked
        checked_weights(asked["weights"])
        asked["since"] = since_day(found, asked["since"]).isoformat()
        propose_application(actor=request.actor, decision=found, kind=WEIGHS, asked=asked, now=request.now)
        page = screen_address("decisions:decision", scale=scale, key=found.pk)
        return Done("C’est noté. Rien n’est encore fait : confirmez-le sur cette page.", f"{page}#applications")

    return asked_by(
        request, form, propose, title="Quels poids fixe-t-elle ?", button="Proposer cette suite",
        lede="Ensemble, ils font 100 %. Rien ne change encore : la page de la décision demandera de confirmer.",
        what=f"Décision n° {found.reference}", back=screen_address("decisions:decision", scale=scale, key=found.pk),
    )  # fmt: skip


@may("set_setting")
@today_only
def undo_weights(request: Request, scale: str) -> HttpResponse:
    """The last weights were a mistake."""
    form = ReasonForm(request.POST or None)

    def undo() -> Done:
        reason = form.cleaned_data["reason"]
        operations.undo_weights(
            on=request.today, actor=request.actor, reason=reason, now=request.now, read=request.POST.get("vu", "")
        )
        return Done(
            "Ces poids sont annulés : ceux d’avant valent de nouveau.",
            "equalisation:fund",
            scale=scale,
        )

    return asked_by(
        request, form, undo, title="Ces poids sont faux", button="Les annuler", what="Fonds de péréquation",
        lede="Tous ensemble : ceux d’avant vaudront de nouveau. La décision du registre reste ce qu’elle est.",
        back=screen_address("equalisation:fund", scale=scale), mark=mark_of_last(),
    )  # fmt: skip
