"""What a page that follows a meeting asks again and again."""

from uuid import UUID

from django.http import HttpResponse

from kevread.meetings.scene import meeting_of
from kevread.ui.access import signed_in
from kevread.ui.request import Request


@signed_in
def pulse(request: Request, scale: str, key: UUID) -> HttpResponse:
    """« Something has changed », for a page that follows the meeting: it then asks itself again. That nothing has is
    answered by the middleware."""
    meeting_of(request, key)
    return HttpResponse(content_type="text/plain")
