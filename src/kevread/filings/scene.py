"""What the addresses of these screens name, among what this request may see."""

from datetime import date
from uuid import UUID

from django.http import Http404

from kevread.filings.models import Declaration, Happening, Publication
from kevread.filings.queries import Duty, duty_of
from kevread.ui.request import Request


def duty_at(request: Request, kind: str, day: str) -> Duty:
    """A duty of the organisation of the address. Raises Http404."""
    try:
        found = duty_of(request.scale, kind, date.fromisoformat(day), request.on)
    except ValueError:
        found = None
    if found is None:
        raise Http404("Rien n’est à déclarer à cette adresse.")
    return found


def happening_of(request: Request, key: UUID) -> Happening:
    rows = Happening.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: Happening | None = rows.select_related("organisation").filter(pk=key).first()
    if found is None:
        raise Http404("Aucun événement que vous pouvez lire n’est à cette adresse.")
    return found


def declaration_of(request: Request, key: UUID) -> Declaration:
    rows = Declaration.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: Declaration | None = rows.select_related("organisation").filter(pk=key).first()
    if found is None:
        raise Http404("Aucune déclaration que vous pouvez lire n’est à cette adresse.")
    return found


def publication_of(request: Request, key: UUID) -> Publication:
    rows = Publication.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: Publication | None = rows.select_related("organisation").filter(pk=key).first()
    if found is None:
        raise Http404("Aucune publication que vous pouvez lire n’est à cette adresse.")
    return found
