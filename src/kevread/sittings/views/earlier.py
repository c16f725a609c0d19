"""What a part of the minutes said before somebody else wrote over it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.sittings.queries.earlier import replaced_in, texts_of
from kevread.sittings.queries.proceedings import text_of
from kevread.sittings.queries.room import bar_beside
from kevread.sittings.views.room import PARTS, noted_by
from kevread.ui.access import signed_in
from kevread.ui.request import Request


@signed_in
def earlier(request: Request, scale: str, key: UUID, part: str) -> HttpResponse:
    """The texts that were written over, for those who note what happens in the meeting."""
    meeting = noted_by(request, key)
    try:
        text_of(meeting, part)
    except (KeyError, ValueError):
        raise Http404("Ce point n’est pas à l’ordre du jour de cette réunion.") from None
    bar = bar_beside(meeting, request.actor, part)
    item = bar["now"].item(part) if part not in PARTS else None
    name = item.title if item else PARTS[part]
    context = bar | {"name": name, "replaced": replaced_in(texts_of(meeting, part))}
    return render(request, "sittings/earlier.html", context)
