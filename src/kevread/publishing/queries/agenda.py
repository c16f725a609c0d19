"""What the network does in public: the meetings that are open to all, and what it decided last."""

from datetime import date, timedelta

from kevread.charter.queries.decided import Point, standing_on
from kevread.directory.models import Organisation
from kevread.meetings.models import Meeting

AHEAD = timedelta(days=400)


def coming(today: date, organisation: Organisation | None = None, limit: int = 200) -> list[Meeting]:
    """The meetings open to all from today on, the soonest first; of one organisation, or of all. One query."""
    rows = Meeting.objects.public().between(today, today + AHEAD).select_related("body__organisation")
    if organisation:
        rows = rows.filter(body__organisation=organisation)
    return list(rows.order_by("starts_at", "pk")[:limit])


def lately_decided(on: date, limit: int = 5) -> list[Point]:
    """The points of the common framework that the network decided itself, the last first: those that « Décidé, proposé, à
    décider » tells anybody. One query."""
    dated = [point for point in standing_on(on).decided if point.since]
    return sorted(dated, key=lambda point: point.since or on, reverse=True)[:limit]
