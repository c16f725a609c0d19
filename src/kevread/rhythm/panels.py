"""What the rhythm of the year shows on the page of a body."""

from datetime import date

from django.template.loader import render_to_string

from kevread.rhythm.queries.calendar import rhythms
from kevread.rhythm.queries.drawing import drawn
from kevread.seats.models import Body
from kevread.ui.request import Request


def year_of_body(request: Request, *, body: Body) -> str:
    """Its year, a dot a month, and what the articles make of it: for those who read the organisation."""
    if not request.actor.hat_for("read", body.organisation_id) or not body.in_force(request.on):
        return ""
    one = rhythms([body], request.on.year, min(request.on, date(request.on.year, 12, 31)))[0]
    prepares = bool(request.actor.hat_for("prepare_meeting", body.organisation_id)) and not request.is_past
    context = {"row": one, "marks": drawn(one), "year": request.on.year, "scale": request.scale, "prepares": prepares}
    return render_to_string("rhythm/year_of_body.html", context, request)
