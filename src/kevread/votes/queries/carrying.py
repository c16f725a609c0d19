"""The shares of the keys of boxes that somebody keeps: a box opens with enough of them, and nobody opens it for another. So
this is to be done before leaving, or the vote to be prepared again."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.rooms import Carried
from kevread.ui.places import screen_address
from kevread.votes.models import Poll, Scrutineer

WAITING = (Poll.State.DRAFT, Poll.State.OPEN, Poll.State.CLOSED)


def keys_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = Scrutineer.objects.filter(
        entry__person=person, opening__isnull=True, is_lost=False, poll__state__in=WAITING,
        poll__item__meeting__body__organisation__in=places,
    )  # fmt: skip
    return [
        Carried(
            one.pk,
            f"Une clé d’urne, {one.poll.item.meeting.body.name}",
            screen_address("votes:poll", scale=one.poll.item.meeting.body.organisation.slug, key=one.poll_id),
        )
        for one in rows.select_related("poll__item__meeting__body__organisation").order_by("pk")
    ]
