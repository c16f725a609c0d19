"""What the addresses of these screens name, among what this request may see."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.facts import HEAD
from kevread.equalisation.models import PAYS, PREPARES, Campaign, CampaignQuerySet
from kevread.equalisation.papers import ShareSheet
from kevread.equalisation.permissions import may_give_opinion
from kevread.equalisation.queries.balances import said_left, to_bring
from kevread.equalisation.queries.share import sheet_of
from kevread.equalisation.queries.stage import Reader, Step
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.shown import Shown


def campaign_of(request: Request, key: UUID) -> Campaign:
    """A round of the fund that the organisation of the address carries. Raises Http404."""
    rows = Campaign.objects.visible_to(request.actor).select_related(
        "carrier", "frozen_by", "corrects", "decided_by__decision__body", "proposed_in__body"
    )
    found: Campaign | None = rows.filter(pk=key, carrier=request.scale).first()
    if found is None:
        raise Http404("Aucune campagne de péréquation que vous pouvez lire n’est à cette adresse.")
    return found


def rounds_read(request: Request) -> CampaignQuerySet:
    """Of the address, where it carries the fund, those that were given up too; elsewhere, those of the network, that
    stand. The last first."""
    rows: CampaignQuerySet = Campaign.objects.visible_to(request.actor).select_related("carrier")
    rows = rows.filter(carrier=request.scale) if request.scale.scale == HEAD else rows.standing()
    return rows.order_by("-year", "-pk")


def shared_with(request: Request, key: UUID) -> tuple[Campaign, ShareSheet]:
    """A round of which the organisation of the address receives a share, and that share. Raises Http404."""
    rows = Campaign.objects.visible_to(request.actor).select_related(
        "carrier", "frozen_by", "corrects", "decided_by__decision__body"
    )
    found: Campaign | None = rows.filter(pk=key).first()
    sheet = sheet_of(found, request.scale, request.on) if found else None
    if found is None or sheet is None:
        raise Http404("Aucune part d’une péréquation n’est à cette adresse.")
    return found, sheet


def reader_of(request: Request, campaign: Campaign) -> Reader:
    """What whoever reads may do of it, on a page that is never read as of another day."""
    actor, carrier = request.actor, campaign.carrier_id
    return Reader(
        actor.person,
        prepares=bool(actor.hat_for(PREPARES, carrier)),
        records=bool(actor.hat_for("record_decision", carrier)),
        opines=campaign.state == Campaign.State.PROPOSED and bool(may_give_opinion(actor, campaign, request.on)),
        pays=campaign.state == Campaign.State.NOTIFIED and bool(actor.hat_for(PAYS, carrier)),
    )


def address_of(step: Step, campaign: Campaign) -> str:
    """Where a step is taken: of this round, or of the register of who carries it."""
    where = {"scale": campaign.carrier.slug}
    if step.screen.startswith("equalisation:"):
        where["key"] = str(campaign.pk)
    return screen_address(step.screen, **where, **({"gesture": step.gesture} if step.gesture else {}))


def as_today(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is read as things are: what a round was on another day, the journal alone says, and nothing of today is shown
    for it."""

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        return render(request, "equalisation/today.html") if request.is_past else view(request, *args, **kwargs)

    return guarded


def overwritten(request: Request, campaign: Campaign, gesture: str) -> Shown | None:
    """What a form shows of what it writes over, or draws from: the reserve, what stays of other years, or the value that its
    address asks for."""
    if gesture == "reserve":
        return Shown(campaign, lambda one: one.reserve)
    if gesture == "reporter":
        return Shown(campaign, lambda one: said_left(to_bring(one)))
    if gesture != "valeur":
        return None
    asked = {
        "criterion": request.GET.get("critere", "")[:40],
        "beneficiary__slug": request.GET.get("groupement", "")[:80],
    }
    return Shown(campaign, lambda one: [str(row.value) for row in one.measures.filter(**asked)])
