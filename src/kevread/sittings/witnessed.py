"""What sittings see happen: minutes that are signed, those of an organisation who come."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef

from kevread.attendance.models import Presence
from kevread.common.witness import Asked, Happened, Saw
from kevread.meetings.queries.held import held_of
from kevread.meetings.queries.naming import known_as
from kevread.seats.models import Body, Mandate
from kevread.sittings.queries.signed import signed_days


def minutes_signed(asked: Collection[Asked], on: date) -> Saw:
    """The minutes of meetings of a body, on the day when the last of those asked had signed them."""
    held = held_of((one.body for one in asked), on)
    days = {key: day for key, day in signed_days(row.pk for rows in held.values() for row in rows).items() if day <= on}
    return {
        one: sorted(Happened(days[row.pk], known_as(row), row.pk) for row in held[one.body] if row.pk in days)
        for one in asked
        if one.body in held
    }


def team_came(asked: Collection[Asked], on: date) -> Saw:
    """The meetings of a body to which somebody came who was then in the team of the organisation. Whoever left as they came
    was not there. Three queries at most."""
    held = held_of((one.body for one in asked), on)
    holders = Mandate.objects.filter(
        person=OuterRef("entry__person"), seat__body__kind=Body.Kind.TEAM, period__contains=OuterRef("arrived_at__date")
    )
    came = Presence.objects.filter(entry__meeting__in=[row.pk for rows in held.values() for row in rows])
    came = came.exclude(left_at=F("arrived_at")).annotate(
        of=ArraySubquery(holders.order_by().values("seat__body__organisation"))
    )
    there: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting, organisations in came.values_list("entry__meeting", "of"):
        there[meeting].update(organisations)
    return {
        one: [Happened(row.day, known_as(row), row.pk) for row in held[one.body] if one.organisation in there[row.pk]]
        for one in asked
        if one.body in held
    }
