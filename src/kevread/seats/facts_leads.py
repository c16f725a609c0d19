"""Who is the reference of which EPCI."""

from collections import Counter
from datetime import date
from uuid import UUID

from kevread.common.facts import GROUPING, Facts, Organisations, Span, fact, span
from kevread.common.parameters import Kinds, Titles
from kevread.directory.facts_land import zones_by_grouping
from kevread.territory.models import Kind

from .facts_organs import STAFF, filled
from .models import ZoneLead
from .queries.contracts import contracts, over


@fact(
    about=GROUPING,
    register="team",
    items="zones",
    unit="people",
    also=(("territory", "head"),),
    reads=STAFF,
    lacks="les intercommunalités de son territoire, la confirmation de rattachements encore supposés, ou le contrat de"
    " qui en est référent·e",
)
def leads_by_epci(on: date, among: Organisations, kind: Kinds, title: Titles) -> Facts:
    """For each EPCI of the grouping's territory, the people in these seats who are its main reference (R6.20).

    An EPCI of nobody counts 0; so does one whose reference is not in such a seat of this grouping any more. Of one that is of
    this territory by supposition alone nothing is known; nor of a reference whose contract is over.
    """
    territory = zones_by_grouping(on, among, child__kind=Kind.EPCI)
    led: Counter[tuple[UUID, UUID]] = Counter()
    rows = ZoneLead.objects.on(on).filter(main=True, mandate__in=filled(on, among, kind, title))
    aside: Counter[tuple[UUID, UUID]] = Counter()
    employed = contracts(on, among)
    for grouping, zone, person in rows.values_list(
        "mandate__seat__body__organisation_id", "zone_id", "mandate__person_id"
    ):
        led[grouping, zone] += 1
        aside[grouping, zone] += over(employed, grouping, person)
    return {
        grouping: {
            zone: span(led[grouping, zone] - aside[grouping, zone], aside[grouping, zone])
            if is_sure
            else Span(0, max(1, led[grouping, zone]))
            for zone, is_sure in epci.items()
        }
        for grouping, epci in territory.items()
    }
