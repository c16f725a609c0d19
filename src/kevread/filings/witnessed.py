"""What filings see happen."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from kevread.common.witness import Asked, Happened, Saw
from kevread.filings.models import Declaration
from kevread.filings.rules import KINDS


def declared(asked: Collection[Asked], on: date) -> Saw:
    """What an organisation declared to the State, on the day when it did; not what it said to be a mistake, nor the accounts
    that it published."""
    rows = Declaration.objects.standing_on(on).filter(
        filed_on__lte=on, organisation__in={one.organisation for one in asked}
    )
    found: dict[Asked, list[Happened]] = defaultdict(list)
    for row in rows.exclude(kind="accounts").order_by("filed_on", "pk"):
        found[Asked(row.organisation_id, None)].append(Happened(row.filed_on, KINDS[row.kind].label, row.pk))
    return found
