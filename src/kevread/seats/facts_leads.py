"""Who is the reference of which EPCI."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models.functions import Least

from kevread.common.facts import GROUPING, Begun, Facts, Item, Organisations, fact
from kevread.common.parameters import Kinds, Titles
from kevread.directory.facts import zones_by_grouping
from kevread.territory.models import Kind

from .facts_organs import filled
from .models import ZoneLead


def unled_since(on: date, among: Organisations, **_: object) -> Begun:
    """Of each EPCI that had a main reference of the grouping: the day from which the last had gone."""
    found: dict[UUID, dict[Item, date]] = defaultdict(dict)
    rows = ZoneLead.objects.filter(main=True, **among.where("mandate__seat__body__organisation"))
    ends = rows.annotate(end=Least("period__endswith", "mandate__period__endswith")).filter(end__lte=on)
    for grouping, zone, end in ends.values_list("mandate__seat__body__organisation", "zone", "end"):
        found[grouping][zone] = max(end, found[grouping].get(zone, end))
    return found


@fact(
    about=GROUPING,
    register="team",
    items="zones",
    unit="people",
    also=(("territory", "head"),),
    lacks="les intercommunalités de son territoire",
    begun=unled_since,
)
def leads_by_epci(on: date, among: Organisations, kind: Kinds, title: Titles) -> Facts:
    """For each EPCI of the grouping's territory, the people in these seats who are its main reference (R6.20).

    An EPCI of nobody counts 0; so does one whose reference is not in such a seat of this grouping any more.
    """
    territory = zones_by_grouping(on, among, child__kind=Kind.EPCI)
    found: dict[Any, dict[Item, int]] = {grouping: dict.fromkeys(epci, 0) for grouping, epci in territory.items()}
    rows = ZoneLead.objects.on(on).filter(main=True, mandate__in=filled(on, among, kind, title))
    for grouping, zone in rows.values_list("mandate__seat__body__organisation_id", "zone_id"):
        if zone in found.get(grouping, {}):
            found[grouping][zone] += 1
    return found
