"""What filings tell the rooms below."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.facts import Organisations
from kevread.directory.asks import CONSTITUTED
from kevread.filings.models import Publication


@CONSTITUTED.answer
def was_published(on: date, among: Organisations) -> Collection[UUID]:
    """That an association is declared is published in the gazette (L1.7). One query."""
    rows = Publication.objects.standing_on(on).filter(published_on__lte=on, **among.where("organisation"))
    return set(rows.values_list("organisation", flat=True))
