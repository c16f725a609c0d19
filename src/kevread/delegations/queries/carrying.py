"""What somebody may commit their organisations to: it ends with their post, and is to be given to somebody else."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.rooms import Carried
from kevread.delegations.models import Grant
from kevread.ui.places import screen_address


def grants_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = Grant.objects.on(on).filter(holder=person, organisation__in=places).exclude(end_reason="mistake")
    return [
        Carried(
            one.pk,
            f"{one.get_nature_display()}, {one.organisation.name}",
            screen_address("delegations:grant", scale=one.organisation.slug, key=one.pk),
        )
        for one in rows.select_related("organisation").order_by("organisation__name", "pk")
    ]
