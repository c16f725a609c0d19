"""« Has anything changed? », answered before anything else is read: two hundred people ask it every two seconds."""

import re
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kevread.votes.queries.live import followed_version, shown_version

DIRECT = re.compile(
    r"/[\w-]+/reunions/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(salle|presences|projection|suivre|compte)/direct"
)

type View = Callable[[HttpRequest], HttpResponse]


def current(meeting: UUID, page: str) -> str:
    if page == "suivre":
        return followed_version(meeting)
    return shown_version(meeting, on_the_wall=page == "projection")


def unchanged(get_response: View) -> View:
    """204 when the version that a page shows is still the one. Only a page that was given knows its version; whoever asks
    with another is known, and answered or refused by the view."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("v") if request.method == "GET" else None
        found = DIRECT.fullmatch(request.path_info) if asked else None
        if found and asked == current(UUID(found[1]), found[2]):
            return HttpResponse(status=204)
        return get_response(request)

    return middleware
