"""The assemblies that renew mandates, opened together as drafts: one act an organisation, all of them or none."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.periods import LATEST
from kevread.meetings.models import Meeting
from kevread.meetings.operations import Slot, plan_meetings
from kevread.rhythm.queries.renewals import BEFORE, planned_between
from kevread.seats.models import Body


def plan_renewals(
    *, actor: Actor, slots: Sequence[tuple[Slot, date]], now: datetime, today: date
) -> tuple[list[Meeting], list[Body]]:
    """Plan each of these assemblies, of any organisation, with the day by which it renews; and those that are left aside, since
    a meeting was planned by that day meanwhile. Whoever does it again plans nothing more.

    Raises what `plan_meetings` raises: Denied where the actor may not prepare, and then nothing at all is planned.
    """
    with transaction.atomic():
        bodies = {body.pk: body for body in Body.objects.filter(pk__in={slot.body.pk for slot, _ in slots}).lock_all()}
        there = planned_between(bodies, today, LATEST)
        left: list[Body] = []
        by_owner: dict[UUID, list[Slot]] = defaultdict(list)
        for slot, by in slots:
            day = timezone.localtime(slot.starts_at).date()
            if any(by - BEFORE <= other <= max(by, day) for other in there.get(slot.body.pk, ())):
                left.append(slot.body)
            else:
                by_owner[slot.body.organisation_id].append(slot)
        made = [one for some in by_owner.values() for one in plan_meetings(actor=actor, slots=some, now=now)]
    return made, left
