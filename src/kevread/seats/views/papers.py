"""What one prints of the seats of an organisation: its officers, who does what."""

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.documents.contracts import Paper, as_data
from kevread.documents.rendering import MEDIA_TYPE, render
from kevread.seats.queries.papers import chart_paper, officers_paper
from kevread.ui.access import may
from kevread.ui.files import under_name
from kevread.ui.request import Request


@may("read")
def officers(request: Request, scale: str) -> HttpResponse:
    """The list of officers: names, functions, terms."""
    return printed(request, officers_paper, "dirigeants")


@may("read")
def chart(request: Request, scale: str) -> HttpResponse:
    """The organisation chart: who holds which post, for which territory."""
    return printed(request, chart_paper, "organigramme")


def printed(request: Request, compose: Callable[[Organisation, Actor, date, date], Paper], name: str) -> HttpResponse:
    """The paper as the seats are that day. It is not kept."""
    paper = compose(request.scale, request.actor, request.on, request.today)
    content = render(paper.template, as_data(paper), made_at=request.now)
    named = f"{request.scale.slug}-{name}-{request.on.isoformat()}.pdf"
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), named)
