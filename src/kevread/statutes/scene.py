"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.statutes.models import HandingOver
from kevread.ui.request import Request


def handing_over_of(request: Request, key: UUID) -> HandingOver:
    """One that the organisation of the address is a side of. Raises Http404."""
    rows = HandingOver.objects.visible_to(request.actor).select_related("local", "grouping")
    found: HandingOver | None = rows.filter(pk=key).first()
    if found is None or request.scale.pk not in (found.local_id, found.grouping_id):
        raise Http404("Aucun passage que vous pouvez lire n’est à cette adresse.")
    return found
