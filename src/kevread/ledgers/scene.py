"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.ledgers.models import Book, Budget, Cash, CashLine, Code, Passage
from kevread.staff.models import Post
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


def budget_of(request: Request, key: UUID) -> Budget:
    rows = Budget.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: Budget | None = rows.select_related("organisation", "application__decision").filter(pk=key).first()
    if found is None:
        raise Http404("Aucun budget que vous pouvez lire n’est à cette adresse.")
    return found


def cash_of(request: Request, key: UUID) -> Cash:
    rows = Cash.objects.visible_to(request.actor).filter(organisation=request.scale).select_related("organisation")
    found: Cash | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404("Aucun solde que vous pouvez lire n’est à cette adresse.")
    return found


def cash_line_of(request: Request, key: UUID) -> CashLine:
    rows = CashLine.objects.visible_to(request.actor).filter(organisation=request.scale).select_related("organisation")
    found: CashLine | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404("Aucune ligne que vous pouvez lire n’est à cette adresse.")
    return found


def post_of(request: Request, key: UUID) -> Post:
    rows = Post.objects.visible_to(request.actor).standing().filter(employer=request.scale).select_related("employer")
    found: Post | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404("Aucun poste que vous pouvez lire n’est à cette adresse.")
    return found
