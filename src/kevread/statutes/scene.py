"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.statutes.models import HandingOver, Statutes, StatutesArticle, StatutesQuerySet
from kevread.ui.request import Request


def handing_over_of(request: Request, key: UUID) -> HandingOver:
    """One that the organisation of the address is a side of. Raises Http404."""
    rows = HandingOver.objects.visible_to(request.actor).select_related("local", "grouping")
    found: HandingOver | None = rows.filter(pk=key).first()
    if found is None or request.scale.pk not in (found.local_id, found.grouping_id):
        raise Http404("Aucun passage que vous pouvez lire n’est à cette adresse.")
    return found


def texts_at(request: Request) -> StatutesQuerySet:
    """The texts of the organisation of the address that this request may see, known on the day of the page."""
    return Statutes.objects.visible_to(request.actor).filter(organisation=request.scale, begun_on__lte=request.on)


def statutes_of(request: Request, key: UUID) -> Statutes:
    """One of these texts. Raises Http404."""
    found: Statutes | None = (
        texts_at(request).select_related("organisation", "decision", "document").filter(pk=key).first()
    )
    if found is None:
        raise Http404("Aucun texte que vous pouvez lire n’est à cette adresse.")
    return found


def article_of(request: Request, key: UUID) -> StatutesArticle:
    """An article of one of these texts. Raises Http404."""
    rows = StatutesArticle.objects.filter(statutes__in=texts_at(request)).select_related("statutes__organisation")
    found: StatutesArticle | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404("Aucun article que vous pouvez lire n’est à cette adresse.")
    return found
