"""What sittings tell the rooms below."""

from collections.abc import Iterable
from uuid import UUID

from kevread.common.errors import Way
from kevread.documents.asks import FOLLOWS, READ_AT
from kevread.sittings.models import Minutes
from kevread.sittings.operations.minutes import follow_signature

FOLLOWS.answer(follow_signature)


@READ_AT.answer
def minutes_read_at(documents: Iterable[UUID]) -> dict[UUID, Way]:
    """Minutes are read and signed on their own page. One query."""
    rows = Minutes.objects.filter(document__in=list(documents)).select_related("meeting__body__organisation")
    return {
        kept.document_id: Way(
            "Lire et signer",
            "minutes",
            {"scale": kept.meeting.organisation.slug, "key": kept.meeting_id},
        )
        for kept in rows
    }
