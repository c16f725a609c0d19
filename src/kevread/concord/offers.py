"""What common texts tell the rooms below."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.concord.models import Version
from kevread.documents.asks import HOLDS


@HOLDS.answer
def common_texts(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """Those that several bodies adopt, or adopted. One query."""
    rows = Version.objects.filter(document__in=documents)
    return dict.fromkeys(rows.values_list("document", flat=True), "un texte commun le cite")
