"""The assemblies that renew mandates, opened together as drafts, each with the point that renews: one act an organisation, all
of them or none. Whoever opened them takes back those that nobody touched since."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kevread.base.models import new_key
from kevread.common.actor import Actor
from kevread.common.errors import Denied, Refused
from kevread.common.periods import LATEST
from kevread.journal.operations import act
from kevread.meetings.models import Meeting
from kevread.meetings.operations import Point, Slot, cancel_meeting
from kevread.meetings.operations.drafting import append
from kevread.meetings.operations.planning import planned
from kevread.meetings.permissions import may_prepare
from kevread.rhythm.queries.opened import OPENED, opened_by, untouched
from kevread.rhythm.queries.renewals import BEFORE, planned_between
from kevread.rhythm.queries.renewed import points_of
from kevread.seats.models import Body

MISTAKE = "Ouverte par erreur avec d’autres assemblées, et reprise avant que rien n’en soit parti."


def plan_renewals(
    *, actor: Actor, slots: Sequence[tuple[Slot, date]], now: datetime, today: date
) -> tuple[list[Meeting], list[Body]]:
    """Plan each of these assemblies, of any organisation, with the day by which it renews; and those that are left aside, since
    a meeting was planned by that day meanwhile. Whoever does it again plans nothing more. `opening`, in their acts, says which
    were opened together.

    Raises what `plan_meetings` raises: Denied where the actor may not prepare, and then nothing at all is planned.
    """
    for slot, _ in slots:
        may_prepare(actor, slot.body).or_raise()
    opening = new_key()
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
        points = points_of(by_owner, today)
        made = [
            one
            for key, some in by_owner.items()
            for one in opened(actor=actor, slots=some, points=points.get(key, ()), opening=opening, now=now)
        ]
    return made, left


def opened(
    *, actor: Actor, slots: Sequence[Slot], points: Sequence[tuple[str, str]], opening: UUID, now: datetime
) -> list[Meeting]:
    """Those of one organisation, in one act, each with its agenda."""
    arguments = {"opening": opening, "meetings": [slot.arguments for slot in slots]}
    with act(OPENED, actor=actor, about=slots[0].body.organisation, now=now, arguments=arguments):
        made = [planned(slot, now) for slot in sorted(slots, key=lambda slot: slot.starts_at)]
        for meeting in made:
            for kind, title in points:
                append(meeting, Point(kind, title).columns)
    return made


def take_back(
    *, actor: Actor, opening: UUID, meetings: Collection[Meeting], now: datetime
) -> tuple[list[Meeting], list[Meeting]]:
    """Cancel, of these, what this opening opened and nobody touched since; and those that are left as they are. By whoever
    opened them. Raises Denied; Refused when none is left to take back."""
    with transaction.atomic():
        keys = [one.pk for one in meetings]
        Meeting.objects.filter(pk__in=keys).lock_all()
        rows = Meeting.objects.filter(pk__in=keys).select_related("body__organisation")
        there = list(rows.order_by("starts_at", "pk"))
        found = opened_by(actor, there).get(opening)
        if found is None:
            raise Denied("Vous n’avez pas ouvert ces assemblées ensemble, ou aucune n’est encore en préparation.")
        free = untouched(found)
        if not free:
            raise Refused("Quelqu’un a déjà repris ou préparé chacune de ces assemblées : elles s’annulent une à une.")
        gone = [one for one in found if one.pk in free]
        for one in gone:
            cancel_meeting(actor=actor, meeting=one, reason=MISTAKE, now=now)
    return gone, [one for one in found if one.pk not in free]
