"""The matters that are open about somebody, or that they opened, where they are employed: never what is written in them, nor
those of another employer."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.common.rooms import Carried
from kevread.staff.models import Contract
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.ui.places import screen_address


def matters_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    employers = Contract.objects.on(on).standing().filter(person=person, employer__in=places).values("employer")
    apart = [
        one for one in map(acts().of_form, ("ending", "expense")) if one
    ]  # told to nobody who would take things over
    rows = (
        Matter.objects.open()
        .exclude(act__in=apart)
        .filter(Q(person=person) | Q(raised_by=person), organisation__in=employers)
    )
    return [
        Carried(
            one.pk,
            f"{acts().label(one.act)}, {one.post.name}",
            screen_address("supervision:matter", scale=one.organisation.slug, key=one.pk),
        )
        for one in rows.select_related("organisation", "post").order_by("raised_at", "pk")
    ]
