"""What two lines of authority show on the pages of rooms below."""

from django.template.loader import render_to_string

from kevread.directory.models import Organisation
from kevread.supervision.queries.own import own_of
from kevread.ui.request import Request


def asked_at_work(request: Request, *, employer: Organisation | None = None) -> str:
    """What whoever reads asks of their employer, of this one where it is named: today alone."""
    found = [] if request.is_past else own_of(request.actor.person, request.on)
    rows = [one for one in found if employer is None or one.employer == employer]
    return render_to_string("supervision/own.html", {"own": rows}, request) if rows else ""
