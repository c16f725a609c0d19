"""What meetings tell the rooms below."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from kevread.common.facts import HEAD, Organisations
from kevread.meetings.facts import WATCHED
from kevread.meetings.models import Meeting
from kevread.seats.asks import MET
from kevread.seats.models import Body, Mandate

OWN = (Body.Kind.BOARD, Body.Kind.BUREAU, Body.Kind.TEAM)  # whose members are of the organisation, and not its members


@MET.answer
def what_met(on: date, among: Organisations) -> dict[UUID, bool]:
    """Of a meeting whose chair was not noted, nothing says who led it. One query."""
    at_home = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(
        person=OuterRef("chair"),
        seat__body__organisation=OuterRef("body__organisation"),
        seat__body__kind__in=OWN,
        period__contains=OuterRef("starts_at__date"),
    )
    rows = Meeting.objects.held().between(on - WATCHED + timedelta(days=1), on)
    rows = rows.filter(body__organisation__scale=HEAD, **among.where("body__organisation"))
    found: dict[UUID, bool] = {}
    for body, is_own in rows.annotate(is_own=Exists(at_home)).order_by().values_list("body", "is_own"):
        found[body] = is_own or found.get(body, False)
    return found
