"""What the accounts see happen."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.common.witness import Asked, Happened, Saw
from kevread.ledgers.models import Book


def brought(asked: Collection[Asked], on: date) -> Saw:
    """The accounts of a year that an organisation keeps here, since the day of their first file: one that replaces it brings
    nothing anew. No figure is told: its own people read them."""
    rows = Book.objects.filter(
        organisation__in={one.organisation for one in asked},
        state__in=(Book.State.KEPT, Book.State.REPLACED),
        replaces=None,
    )
    found: dict[Asked, list[Happened]] = defaultdict(list)
    for row in rows.order_by("kept_at", "pk"):
        if (day := timezone.localtime(row.kept_at).date()) <= on:
            told = f"exercice clos le {day_in_words(row.last)}"
            found[Asked(row.organisation_id, None)].append(Happened(day, told, row.pk))
    return found
