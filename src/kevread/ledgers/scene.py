"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.ledgers.models import Book, Code, Passage
from kevread.ui.request import Request


def book_of(request: Request, key: UUID) -> Book:
    rows = Book.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: Book | None = rows.select_related("organisation", "replaces").filter(pk=key).first()
    if found is None:
        raise Http404("Aucun fichier comptable que vous pouvez lire n’est à cette adresse.")
    return found


def code_of(request: Request, key: UUID) -> Code:
    rows = Code.objects.visible_to(request.actor).filter(organisation=request.scale).select_related("organisation")
    found: Code | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404("Aucun code que vous pouvez lire n’est à cette adresse.")
    return found


def passage_of(request: Request, key: UUID) -> Passage:
    rows = Passage.objects.visible_to(request.actor).filter(organisation=request.scale).select_related("organisation")
    found: Passage | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404("Aucun passage que vous pouvez lire n’est à cette adresse.")
    return found


def key_or_none(text: str) -> UUID | None:
    """What is typed of a key, where it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
