"""The money of a round: what its gestures ask, and of what."""

from typing import Any

from django.http import Http404

from kevread.common.words import listed
from kevread.equalisation import operations
from kevread.equalisation.forms import BringForm, RemoveForm, ReserveForm, ResourceForm
from kevread.equalisation.models import Campaign, Resource
from kevread.equalisation.queries.balances import over_before, to_bring
from kevread.equalisation.rules.terms import euros
from kevread.finance.queries.onward import grants_of
from kevread.ui.request import Request


def typed(cents: int) -> str:
    """As one types it in a field of euros."""
    return f"{cents // 100},{cents % 100:02}"


def resource_form(request: Request, found: Campaign) -> ResourceForm:
    """What stays of a year that is over here is brought forward, and is not offered to be typed."""
    grants = (
        grants_of(found.carrier, request.actor).select_related("funder__organisation").order_by("-notified_on", "pk")
    )
    form = ResourceForm(grants, request.POST or None)
    if over_before(found):
        offered = [one for one in Resource.Origin.choices if one[0] != Resource.Origin.CARRIED]
        form.fields["origin"].choices = offered  # type: ignore[attr-defined]
    return form


def remove_form(request: Request, found: Campaign) -> RemoveForm:
    rows = found.resources.order_by("pk")
    return RemoveForm([(str(one.pk), f"{one.label}, {euros(one.amount)}") for one in rows], request.POST or None)


def reserve_form(request: Request, found: Campaign) -> ReserveForm:
    return ReserveForm(request.POST or None, initial={"reserve": typed(found.reserve)})


def remove_resource(*, campaign: Campaign, resource: str, **who: Any) -> Any:
    found = campaign.resources.select_related("campaign__carrier").filter(pk=resource).first()
    if found is None:
        raise Http404("Cette ressource n’est plus là.")
    return operations.remove_resource(resource=found, **who)


def bring_form(request: Request, found: Campaign) -> BringForm:
    """All of it is proposed where one year alone has some left."""
    left = to_bring(found)
    offered = [
        (str(one.campaign.pk), f"De {one.campaign.year}, {euros(cents)} ({listed(one.parts)})") for one, cents in left
    ]
    alone = {"source": offered[0][0], "amount": typed(left[0][1])} if len(left) == 1 else {}
    return BringForm(offered, request.POST or None, initial=alone)


def bring(*, campaign: Campaign, source: str, **asked: Any) -> Any:
    """It was offered by the form, a moment ago."""
    found = next((one.campaign for one in over_before(campaign) if str(one.campaign.pk) == source), None)
    if found is None:
        raise Http404("Cette campagne n’est plus de celles dont quelque chose reste.")
    return operations.bring_forward(campaign=campaign, source=found, **asked)
