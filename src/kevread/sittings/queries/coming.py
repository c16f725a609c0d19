"""Who came to meetings, and from the team of which organisation."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from kevread.attendance.models import Presence
from kevread.meetings.models import Meeting
from kevread.seats.models import Body, Mandate

THERE = Presence.objects.exclude(left_at=F("arrived_at"))  # one that ends as it begins was noted by mistake


def teams_there(meetings: QuerySet[Meeting] | Iterable[UUID], posts: QuerySet[Mandate]) -> dict[UUID, set[UUID]]:
    """By meeting of which somebody was noted, the organisations of whose team somebody who came then held one of these posts.
    One query."""
    holders = posts.filter(
        person=OuterRef("entry__person"), seat__body__kind=Body.Kind.TEAM, period__contains=OuterRef("arrived_at__date")
    )
    of = ArraySubquery(holders.order_by().values("seat__body__organisation"))
    there: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting, organisations in (
        THERE.filter(entry__meeting__in=meetings).annotate(of=of).values_list("entry__meeting", "of")
    ):
        there[meeting].update(organisations)
    return dict(there)
