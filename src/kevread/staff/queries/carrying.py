"""At whose service somebody works, and by which post."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.rooms import Carried
from kevread.staff.models import Assignment
from kevread.ui.places import screen_address


def work_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = Assignment.objects.on(on).standing().filter(contract__person=person, post__employer__in=places)
    return [
        Carried(
            one.pk,
            f"{one.post.name}, {one.local.name if one.local else 'pour tous les pôles'}",
            screen_address("staff:post", scale=one.post.employer.slug, key=one.post_id),
        )
        for one in rows.select_related("post__employer", "local").order_by("pk")
    ]
