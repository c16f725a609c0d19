"""What decisions show on the pages of rooms below."""

from django.template.loader import render_to_string

from kevread.decisions.permissions import may_finish
from kevread.decisions.queries.mending import mended_elsewhere
from kevread.decisions.queries.register import Asked, Line, follow_ups_of_body, register_of
from kevread.meetings.models import Meeting
from kevread.seats.models import Body
from kevread.ui.request import Request


def follow_ups(request: Request, *, meeting: Meeting) -> str:
    """What follows from the meetings before, beside the agenda of one; and what its points carry that is already ratified."""
    reviewed = follow_ups_of_body(meeting.body_id, meeting.day)
    finishable = {one.pk for one in reviewed if may_finish(request.actor, one)}
    mended = mended_elsewhere(meeting, request.actor)
    context = {"reviewed": reviewed, "finishable": finishable, "mended": mended}
    return render_to_string("decisions/reviewed.html", context, request)


def last_decisions(request: Request, *, body: Body) -> str:
    """The last three that a body took. What the matrix finds fault with is read in the register."""
    rows = register_of(body.organisation, request.actor, Asked(body=body.slug), request.on).filter(annulled_on=None)
    lines = [Line(row, None) for row in rows[:3]]
    return render_to_string(
        "decisions/last_of_body.html", {"lines": lines, "body": body, "scale": request.scale}, request
    )
