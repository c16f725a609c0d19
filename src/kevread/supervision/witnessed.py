"""What the two lines of authority see happen."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils import timezone

from kevread.common.witness import Asked, Happened, Saw
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.supervision.queries.matters import end_of


def recruited(asked: Collection[Asked], on: date) -> Saw:
    """The recruitments that an employer decided, by the post and never by whom."""
    rows = Matter.objects.standing().filter(
        act=acts().of_form("recruitment"),
        organisation__in={one.organisation for one in asked},
        outcome=Matter.Outcome.DECIDED,
        closed_at__lt=end_of(on),
    )
    found: dict[Asked, list[Happened]] = defaultdict(list)
    for row in rows.select_related("post").order_by("closed_at", "pk"):
        day = timezone.localtime(row.closed_at).date()
        found[Asked(row.organisation_id, None)].append(Happened(day, row.post.name, row.pk))
    return found
