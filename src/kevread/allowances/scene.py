"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.allowances.models import HOLDS, Allowance
from kevread.common.periods import year_typed
from kevread.ui.request import Request


def allowance_of(request: Request, key: UUID) -> Allowance:
    rows = Allowance.objects.visible_to(request.actor).filter(organisation=request.scale)
    rows = rows.select_related("organisation", "mandate__person", "mandate__seat__body")
    found: Allowance | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404("Aucun versement que vous pouvez lire n’est à cette adresse.")
    return found


def holds(request: Request) -> bool:
    """Whether this request may act on the allowances of the organisation of the address, today."""
    return request.actor.hat_for(HOLDS, request.scale.pk) is not None and not request.is_past


def year_of(request: Request) -> int:
    """The year of the address, if it is one that a page shows; else that of the day."""
    typed = year_typed(request.GET.get("annee", ""))
    return typed if request.on.year - 10 <= typed <= request.on.year else request.on.year
