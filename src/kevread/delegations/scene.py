"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from kevread.delegations.models import Grant, Petition
from kevread.delegations.queries.petitions import readable
from kevread.delegations.queries.register import WITH
from kevread.ui.access import seen
from kevread.ui.request import Request


def grant_of(request: Request, key: UUID) -> Grant:
    """A delegation of the organisation of the address. Raises Http404."""
    rows = Grant.objects.visible_to(request.actor).filter(organisation=request.scale)
    return seen(rows.select_related(*WITH).filter(pk=key).first(), lambda _: True)


def petition_of(request: Request, key: UUID) -> Petition:
    """A request made there, for those whom it concerns. Raises Http404."""
    rows = Petition.objects.select_related("person", "organisation", "answered_by", "grant", "space")
    found = rows.filter(pk=key, organisation=request.scale).first()
    return seen(found, lambda one: readable(request.actor, one, request.today))
