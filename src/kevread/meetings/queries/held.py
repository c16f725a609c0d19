"""The meetings that bodies held."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kevread.meetings.models import Meeting


def held_of(bodies: Iterable[UUID | None], on: date) -> dict[UUID, list[Meeting]]:
    """By body, the meetings that it held by that day, the first before. One query, or none."""
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    if named := {one for one in bodies if one}:
        rows = Meeting.objects.held().filter(body__in=named).select_related("body__organisation")
        for one in rows.order_by("starts_at", "pk"):
            if one.day <= on:
                found[one.body_id].append(one)
    return found
