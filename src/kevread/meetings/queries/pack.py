"""All that one reads before a meeting, in one file."""

from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Gone
from kevread.documents.contracts import as_data
from kevread.documents.models import Document
from kevread.documents.rendering import render
from kevread.meetings.models import Enclosure, Meeting
from kevread.meetings.packing import Piece, pack
from kevread.meetings.queries.naming import on_paper
from kevread.meetings.queries.outgoing import agenda_paper


def enclosures_of(meeting: Meeting, actor: Actor) -> list[Enclosure]:
    """The files of a meeting that this person reads, those of the whole first, then point after point. One query."""
    rows = meeting.enclosures.filter(withdrawn=False, version__document__in=Document.objects.visible_to(actor))
    rows = rows.select_related("version__document__organisation", "version__document__removal", "item")
    rows = rows.order_by("item__rank", "pk")
    return sorted(rows, key=lambda row: (row.item is not None, row.item.rank if row.item else 0))


def pack_of(meeting: Meeting, actor: Actor, now: datetime) -> bytes:
    """The agenda and the files that this person reads, as one PDF, which names those that were erased."""
    rows = enclosures_of(meeting, actor)
    agenda = agenda_paper(meeting, rows)
    pieces = [Piece(agenda.title, render("agenda", as_data(agenda), made_at=now), is_ours=True)]
    erased: list[str] = []
    for row in rows:
        version, title = row.version, row.version.document.title
        try:
            pieces.append(Piece(title, version.intact, version.media_type, is_ours=bool(version.template)))
        except Gone:
            erased.append(title)
    return pack(letterhead=agenda.letterhead, meeting=on_paper(meeting), pieces=pieces, made_at=now, erased=erased)
