"""What the rhythm of the year tells the rooms below."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from kevread.common.actor import Actor
from kevread.meetings.models import Meeting
from kevread.rhythm.queries.renewals import elected, find_assemblies, lines_of
from kevread.seats.asks import RENEWS, Renewing
from kevread.seats.models import Mandate
from kevread.seats.queries.records import ENDING_SOON


@RENEWS.answer
def assemblies_of(organisations: Collection[UUID], actor: Actor, on: date) -> dict[UUID, Renewing]:
    """As the plan of the assemblies tells it. A meeting that this reader may not read is not named, nor said to be planned."""
    ending = Mandate.objects.on(on).filter(period__endswith__lte=on + timedelta(days=ENDING_SOON)).visible_to(actor)
    lines = lines_of(elected(ending.filter(seat__body__organisation__in=organisations)), on)
    find_assemblies(lines, actor, on)
    planned = [line.planned.pk for line in lines.values() if line.planned]
    read = set(Meeting.objects.visible_to(actor).filter(pk__in=planned).values_list("pk", flat=True))
    found = {}
    for key, line in lines.items():
        there = line.planned if line.planned and line.planned.pk in read else None
        found[key] = Renewing(
            line.organisation,
            there.pk if there else None,
            there.day if there else None,
            may_plan=line.is_open and bool(line.grounds),
        )
    return found
