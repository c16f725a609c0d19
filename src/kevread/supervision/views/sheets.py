"""The sheet of an interview, on paper."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as render_paper
from kevread.supervision.models import Matter
from kevread.supervision.queries.sheets import sheet_of
from kevread.supervision.scene import matter_of
from kevread.ui.access import confidential
from kevread.ui.files import under_name
from kevread.ui.request import Request

from .within import within


@confidential
@within
def sheet(request: Request, scale: str, key: UUID) -> HttpResponse:
    """As this reader reads the matter that day. It is not kept."""
    found = matter_of(request, key)
    if found.act is None or not found.act.is_interview or found.matter.annulled_on is not None:
        raise Http404("Ce dossier n’est pas un entretien.")
    if found.matter.outcome == Matter.Outcome.DROPPED:
        raise Http404("Cet entretien n’est pas poursuivi : il n’a pas de trame.")
    paper = sheet_of(found, request.actor, request.on)
    content = render_paper(paper.template, as_data(paper), made_at=request.now)
    named = f"{request.scale.slug}-{found.matter.act}-{request.on.isoformat()}.pdf"
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), named)
