"""What fundings see happen."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from kevread.common.periods import day_in_words
from kevread.common.witness import Asked, Happened, Saw
from kevread.finance.models import Report


def reported(asked: Collection[Asked], on: date) -> Saw:
    """The financial reports that an organisation sent, on the day when it did: neither of which funding, nor what was spent,
    which its own people read."""
    rows = Report.objects.standing().filter(
        sent_on__lte=on, funding__undone_on=None, funding__organisation__in={one.organisation for one in asked}
    )
    found: dict[Asked, list[Happened]] = defaultdict(list)
    for row in rows.select_related("funding").order_by("sent_on", "pk"):
        told = f"exercice clos le {day_in_words(row.closed_on)}"
        found[Asked(row.funding.organisation_id, None)].append(Happened(row.sent_on, told, row.pk))
    return found
