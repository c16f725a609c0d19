"""What decisions show on the pages of rooms below."""

from django.template.loader import render_to_string

from kevread.decisions.permissions import may_finish
from kevread.decisions.queries.register import follow_ups_of_body
from kevread.meetings.models import Meeting
from kevread.ui.request import Request


def follow_ups(request: Request, *, meeting: Meeting) -> str:
    """What follows from the meetings before, beside the agenda of one."""
    reviewed = follow_ups_of_body(meeting.body_id, meeting.day)
    finishable = {one.pk for one in reviewed if may_finish(request.actor, one)}
    return render_to_string("decisions/reviewed.html", {"reviewed": reviewed, "finishable": finishable}, request)
