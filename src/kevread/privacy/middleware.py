"""Whoever is refused what touches somebody at work leaves a trace of it, which the line of the employer reads.

It stands around `ui.middleware.read_only`: a GET writes nothing, and what is noted here is that one was refused.
"""

import logging
from collections.abc import Callable

from django.http import HttpResponse

from kevread.common.errors import Refused
from kevread.privacy.operations import is_to_note, note_refused
from kevread.seats.queries import writing_actor
from kevread.ui.request import Request

type View = Callable[[Request], HttpResponse]

log = logging.getLogger(__name__)


def noting_refusals(get_response: View) -> View:
    """Once the answer is made: the page is reserved, or nothing that one may read stands there, which are not told apart. The
    answer goes whatever happens to the note."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if response.status_code in (403, 404) and match and getattr(request, "is_confidential", False):
            note(request, match.view_name, str(match.kwargs.get("key", "")))
        return response

    return middleware


def note(request: Request, screen: str, named: str) -> None:
    """Whoever asks is read anew, as for any act, once there is something to note: whoever tries every address costs no more."""
    organisation = getattr(request, "scale", None)
    if organisation is None or not is_to_note(request.actor, organisation, screen, named, request.now):
        return
    try:
        _, actor, otherwise = writing_actor(request.today, **request.named_by)
        if otherwise or actor.person != request.actor.person:  # somebody made another's record theirs in the database
            log.warning("A refused reading was not noted: whoever asked is not who acts say.")
            return
        note_refused(actor=request.actor, organisation=organisation, screen=screen, named=named, now=request.now)
    except Refused as refusal:  # nothing is written at all then, and `doctor` says why
        log.warning("A refused reading was not noted: %s", refusal)
