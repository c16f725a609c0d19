"""What sittings show on the pages of rooms below."""

from itertools import groupby
from operator import attrgetter

from django.template.loader import render_to_string

from kevread.attendance import permissions
from kevread.attendance.operations.presence import WHILE, unnoted
from kevread.attendance.queries.leading import leads
from kevread.charter.engine import framework
from kevread.common.words import listed
from kevread.documents.models import Document
from kevread.documents.queries import Reading
from kevread.meetings.models import AgendaItem, Meeting
from kevread.sittings.models import Minutes
from kevread.sittings.queries.room import bar_beside
from kevread.sittings.queries.signed import frozen_text
from kevread.sittings.visits import Standing, known_visits, with_dates
from kevread.ui.request import Request


def text_of_document(request: Request, *, document: Document, reading: Reading) -> str:
    """What minutes say, on the page of their document, to whoever reads it: the words of this version."""
    kept = Minutes.objects.filter(document=document).select_related("meeting__body__organisation").first()
    text = frozen_text(reading) if kept else None
    if kept is None or text is None:
        return ""
    context = {"text": text, "meeting": kept.meeting, "scale": request.scale}
    return render_to_string("sittings/minutes_of_document.html", context, request)


def room_head(request: Request, *, item: AgendaItem) -> str:
    """What the bar of the room needs in the head of a page."""
    return render_to_string("sittings/room_head.html", {}, request) if is_led(request, item.meeting) else ""


def room_bar(request: Request, *, item: AgendaItem, still: bool = False) -> str:
    """On what is done of a vote, for whoever leads its sitting: the bar of the room, and the way back to this point. `still`:
    on a ballot, of which the receipt is shown once, and on a refusal, whose address only receives, the bar asks nothing."""
    if not is_led(request, item.meeting):
        return ""
    context = bar_beside(item.meeting, request.actor, str(item.pk)) | {"scale": request.scale, "still": still}
    return render_to_string("sittings/room_bar.html", context, request)


def is_led(request: Request, meeting: Meeting) -> bool:
    return not request.is_past and leads(request.actor, meeting)


def hold_meeting(request: Request, *, meeting: Meeting) -> str:
    """On what was sent for a meeting of today: who comes is noted from there, by whoever notes it."""
    may = not request.is_past and meeting.stage in WHILE and not unnoted(meeting, request.now)
    if not may or not permissions.may_note(request.actor, meeting):
        return ""
    return render_to_string("sittings/hold_here.html", {"meeting": meeting, "scale": request.scale}, request)


def visits_of_post(request: Request, *, year: int) -> str:
    """On the rhythm of the year that runs: article by article, where each member stands to which one sends a post."""
    found = known_visits(request.scale, request.on) if year == request.on.year else []
    if not found:
        return ""
    told = sorted(with_dates(found, request.actor, request.on), key=attrgetter("asked.rule"))
    articles = []
    for rule, group in groupby(told, key=attrgetter("asked.rule")):
        those = list(group)
        shown = [one for one in those if one.standing is not Standing.UNKNOWN or one.next]
        rows = [
            (
                one,
                one.days_left(request.on) if one.standing is Standing.LEFT else None,
                None if request.is_past else one.way(request.actor, request.on),
            )
            for one in shown
        ]
        unknown = listed([one.place.name for one in those if one.place and one not in shown])
        articles.append((framework().articles[rule], rows, unknown))
    return render_to_string("sittings/visits.html", {"articles": articles, "scale": request.scale}, request)
