"""Ballots on paper."""

from uuid import UUID

from django.http import HttpResponse

from kevread.meetings.scene import printed
from kevread.ui.access import signed_in
from kevread.ui.request import Request
from kevread.votes import permissions
from kevread.votes.queries.ballot_paper import ballot_paper
from kevread.votes.views.polls import poll_seen
from kevread.votes.views.way_back import leads_back


@signed_in
@leads_back
def ballots(request: Request, scale: str, key: UUID) -> HttpResponse:
    """As many ballots as there are votes, to print and to cut, for those who hold the session."""
    found = poll_seen(request, key)
    permissions.may_run_poll(request.actor, found.meeting).or_raise()
    return printed(request, ballot_paper(found))
