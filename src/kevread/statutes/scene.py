"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.statutes.models import HandingOver, Statutes, StatutesArticle
from kevread.ui.request import Request


def handing_over_of(request: Request, key: UUID) -> HandingOver:
    """One that the organisation of the address is a side of. Raises Http404."""
    rows = HandingOver.objects.visible_to(request.actor).select_related("local", "grouping")
    found: HandingOver | None = rows.filter(pk=key).first()
    if found is None or request.scale.pk not in (found.local_id, found.grouping_id):
        raise Http404("Aucun passage que vous pouvez lire n’est à cette adresse.")
    return found


def statutes_of(request: Request, key: UUID) -> Statutes:
    """A text of the organisation of the address, known on the day of the page. Raises Http404."""
    rows = Statutes.objects.visible_to(request.actor).filter(organisation=request.scale, begun_on__lte=request.on)
    found: Statutes | None = rows.select_related("organisation", "decision", "document").filter(pk=key).first()
    if found is None:
        raise Http404("Aucun texte de statuts que vous pouvez lire n’est à cette adresse.")
    return found


def article_of(request: Request, key: UUID) -> StatutesArticle:
    """An article of such a text. Raises Http404."""
    found = StatutesArticle.objects.filter(pk=key).first()
    if found is None:
        raise Http404("Aucun article de statuts n’est à cette adresse.")
    found.statutes = statutes_of(request, found.statutes_id)
    return found
