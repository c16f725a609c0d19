"""The meetings that bodies held."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kevread.base.picture import once_in_a_picture
from kevread.meetings.models import Meeting


def held_of(bodies: Iterable[UUID | None], on: date) -> dict[UUID, list[Meeting]]:
    """By body, the meetings that it held by that day, the first before; a body that held none is not there. One query, or
    none: in a picture, those of a body are read once."""
    read: dict[UUID, list[Meeting]] = once_in_a_picture(("held", on), dict)
    named = {one for one in bodies if one}
    if new := named - read.keys():
        read |= {one: [] for one in new}
        rows = Meeting.objects.held().filter(body__in=new).select_related("body__organisation")
        for one in rows.order_by("starts_at", "pk"):
            if one.day <= on:
                read[one.body_id].append(one)
    return {one: read[one] for one in named if read[one]}
