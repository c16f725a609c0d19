"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.equalisation.models import Campaign
from kevread.ui.request import Request


def campaign_of(request: Request, key: UUID) -> Campaign:
    """A round of the fund that the organisation of the address carries. Raises Http404."""
    rows = Campaign.objects.visible_to(request.actor).select_related("carrier", "frozen_by")
    found: Campaign | None = rows.filter(pk=key, carrier=request.scale).first()
    if found is None:
        raise Http404("Aucune campagne de péréquation que vous pouvez lire n’est à cette adresse.")
    return found
