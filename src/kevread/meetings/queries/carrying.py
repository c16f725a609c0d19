"""The meetings to come that somebody chairs, or whose minutes they keep."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.common.rooms import Carried
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.ui.places import screen_address


def meetings_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = Meeting.objects.filter(Q(secretary=person) | Q(chair=person), body__organisation__in=places, closed_at=None)
    rows = rows.exclude(state=State.CANCELLED.value).filter(starts_at__date__gte=on)
    return [
        Carried(
            one.pk,
            f"{one.title or one.body.name}, le {day_in_words(timezone.localtime(one.starts_at).date())}",
            screen_address("meeting", scale=one.body.organisation.slug, key=one.pk),
        )
        for one in rows.select_related("body__organisation").order_by("starts_at", "pk")
    ]
