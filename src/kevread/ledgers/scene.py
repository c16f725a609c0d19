"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.ledgers.models import Book
from kevread.ui.request import Request


def book_of(request: Request, key: UUID) -> Book:
    rows = Book.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: Book | None = rows.select_related("organisation", "replaces").filter(pk=key).first()
    if found is None:
        raise Http404("Aucun fichier comptable que vous pouvez lire n’est à cette adresse.")
    return found
