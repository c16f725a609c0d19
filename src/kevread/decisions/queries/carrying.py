"""What somebody was entrusted with after a decision, and has not done."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.periods import day_in_words
from kevread.common.rooms import Carried
from kevread.decisions.models import FollowUp
from kevread.ui.places import screen_address


def follow_ups_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = FollowUp.objects.open().filter(owner=person, decision__organisation__in=places)
    return [
        Carried(
            one.pk,
            f"{one.what}, pour le {day_in_words(one.due)}",
            screen_address("decisions:decision", scale=one.decision.organisation.slug, key=one.decision_id),
        )
        for one in rows.select_related("decision__organisation")
    ]
