"""« Texte », to print or to take away."""

from django.http import HttpResponse

from kevread.charter.queries.figures import EVERYTHING
from kevread.charter.queries.paper import text_paper
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE, render
from kevread.ui.access import public
from kevread.ui.files import under_name
from kevread.ui.request import Request


@public
def text_pdf(request: Request, scale: str) -> HttpResponse:
    """The paper as the text is read that day, by whoever asks for it. It is not kept."""
    whole = request.GET.get("montrer", "") == EVERYTHING
    paper = text_paper(request.scale, request.actor, request.on, whole=whole)
    content = render(paper.template, as_data(paper), made_at=request.now)
    name = f"{request.scale.slug}-cadre-commun-{request.on.isoformat()}.pdf"
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), name)
