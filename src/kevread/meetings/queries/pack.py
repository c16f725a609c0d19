"""All that one reads before a meeting, in one file."""

from datetime import datetime
from typing import Literal

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.documents.contracts import as_data
from kevread.documents.contracts import meeting as papers
from kevread.documents.contracts.base import Letterhead
from kevread.documents.models import Document
from kevread.documents.packing import Piece, pack
from kevread.documents.queries import letterhead
from kevread.documents.rendering import render
from kevread.meetings.models import AgendaItem, Enclosure, Meeting

from .notices import frozen_agenda, last_notice
from .papers import told

KINDS: dict[str, Literal["vote", "election", "information"]] = {
    AgendaItem.Kind.DECISION: "vote",
    AgendaItem.Kind.ELECTION: "election",
    AgendaItem.Kind.INFORMATION: "information",
}


def enclosures_of(meeting: Meeting, actor: Actor) -> list[Enclosure]:
    """The files of a meeting that this person reads, those of the whole first, then point after point. One query."""
    rows = meeting.enclosures.filter(withdrawn=False, version__document__in=Document.objects.visible_to(actor))
    rows = rows.select_related("version__document__organisation", "item").order_by("item__rank", "pk")
    return sorted(rows, key=lambda row: (row.item is not None, row.item.rank if row.item else 0))


def pack_of(meeting: Meeting, actor: Actor, now: datetime) -> bytes:
    """The agenda and the files that this person reads, as one PDF. Raises Invalid on a file that cannot be read."""
    rows = enclosures_of(meeting, actor)
    head = letterhead(meeting.organisation, meeting.day)
    agenda = agenda_paper(meeting, head, rows)
    pieces = [Piece(agenda.title, render("agenda", as_data(agenda), made_at=now))]
    for row in rows:
        version = row.version
        pieces.append(Piece(version.document.title, bytes(version.content.file), version.media_type))
    return pack(letterhead=head, meeting=told(meeting), pieces=pieces, made_at=now)


def agenda_paper(meeting: Meeting, head: Letterhead, rows: list[Enclosure]) -> papers.Agenda:
    """The agenda, as it was sent, or as it stands."""
    notice = last_notice(meeting)
    items = [
        papers.Item(
            number=str(number),
            title=item.title,
            kind=KINDS.get(item.kind, "other"),
            text=item.text,
            led_by=item.presenter,
            minutes=item.minutes,
            papers=tuple(row.version.document.title for row in rows if row.item_id == item.pk),
        )
        for number, item in enumerate(frozen_agenda(meeting), start=1)
    ]
    settled = timezone.localtime(notice.sent_at).date() if notice else None
    return papers.Agenda(letterhead=head, meeting=told(meeting), items=tuple(items), settled_on=settled)
