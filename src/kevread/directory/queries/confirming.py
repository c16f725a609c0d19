"""What nobody has confirmed: what the files of the federation say alone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from kevread.common.facts import GROUPING
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.territory.models import Certainty, Kind, ZonePart


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to confirm: under which heading it is read, what it says, and from what."""

    pk: UUID
    group: str
    name: str
    source: str


def memberships_to_confirm(of: Organisation, on: date) -> list[Affiliation]:
    """The memberships of this organisation that the federation's file alone says. One query."""
    rows = Affiliation.objects.on(on).filter(of=of, is_proposed=True).select_related("member")
    return list(rows.order_by("member__scale", "member__search", "pk"))


def awaiting_elsewhere(on: date) -> list[Organisation]:
    """The groupings of which memberships wait, each with their number (`waiting`). One query."""
    rows = Organisation.objects.on(on).at_scale(GROUPING)
    waiting = Count("members", filter=Q(members__is_proposed=True, members__period__contains=on))
    return list(rows.annotate(waiting=waiting).filter(waiting__gt=0).order_by("search", "pk"))


def attachments_to_confirm(on: date) -> list[Doubt]:
    """The attachments that are only supposed, territory by territory: two queries."""
    parts = ZonePart.objects.on(on).filter(parent_kind=Kind.STRATEGIC, certainty=Certainty.SUPPOSED)
    parts = parts.select_related("child", "parent").defer(
        "child__outline", "child__icon", "parent__outline", "parent__icon"
    )
    held = Coverage.objects.on(on).filter(certainty=Certainty.SUPPOSED).select_related("organisation", "zone")
    return [
        Doubt(row.pk, f"Dans le territoire {row.parent.name}", row.child.name, row.source)
        for row in parts.order_by("parent__search", "child__search", "pk")
    ] + [
        Doubt(row.pk, "À une organisation", f"{row.zone.name}, à {row.organisation.name}", row.source)
        for row in held.defer("zone__outline", "zone__icon").order_by("organisation__search", "zone__search", "pk")
    ]
