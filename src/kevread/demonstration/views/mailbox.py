from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from kevread.demonstration.access import demonstration_only
from kevread.demonstration.models import Letter
from kevread.ui.request import Request

A_PAGE = 50


@demonstration_only
def mailbox(request: Request) -> HttpResponse:
    """The letters that the demonstration did not send, newest first: a notice to a whole assembly fills more than a page."""
    words = request.GET.get("mots", "")[:80].strip()
    page = Paginator(found(words), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "demonstration/mailbox.html", {"page": page, "words": words})


def found(words: str) -> QuerySet[Letter]:
    """Those that hold each word: in their subject, their text, or the address, where a name has lost its accents."""
    rows = Letter.objects.all()
    for word in words.split():
        holds = Q(subject__icontains=word) | Q(text__icontains=word) | Q(to__icontains=word)
        name = slugify(word)
        rows = rows.filter(holds | Q(to__icontains=name) if name else holds)
    return rows
