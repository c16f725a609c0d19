"""What decisions tell the rooms below."""

from kevread.common.asks import Part
from kevread.decisions.permissions import may_finish
from kevread.decisions.queries.register import follow_ups_of_body
from kevread.meetings.asks import BESIDE_AGENDA
from kevread.meetings.models import Meeting
from kevread.ui.request import Request


@BESIDE_AGENDA.answer
def follow_ups(request: Request, meeting: Meeting) -> Part:
    """What follows from the meetings before."""
    reviewed = follow_ups_of_body(meeting.body_id, meeting.day)
    finishable = {one.pk for one in reviewed if may_finish(request.actor, one)}
    return Part("decisions/reviewed.html", {"reviewed": reviewed, "finishable": finishable})
