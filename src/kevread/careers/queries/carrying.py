"""The plans to which somebody of the head’s team gives their advice."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.careers.models import SkillsPlan
from kevread.common.rooms import Carried
from kevread.ui.places import screen_address


def plans_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = SkillsPlan.objects.standing().filter(adviser__person=person, organisation__in=places, year__gte=on.year)
    return [
        Carried(
            one.pk,
            f"Appui du plan de compétences {one.year}",
            screen_address("careers:plan", scale=one.organisation.slug, key=one.pk),
        )
        for one in rows.select_related("organisation").order_by("year", "pk")
    ]
