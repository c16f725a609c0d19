"""In whose name a meeting may be convened."""

from datetime import date

from kevread.meetings.models import Meeting
from kevread.meetings.rules.terms import Terms
from kevread.seats.models import Body, Mandate


def conveners_of(meeting: Meeting, asked: Terms, on: date) -> list[Mandate]:
    """The mandates, in force that day, that the articles of association charge with convening (L1.10): on the board of
    the organisation, or its bureau. Empty for a working space, and where nobody decided who convenes."""
    if asked.conveners is None or meeting.body.kind in (Body.Kind.SPACE, Body.Kind.TEAM):
        return []
    found = Mandate.objects.on(on).filter(
        seat__body__organisation=meeting.body.organisation_id,
        seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.BUREAU),
        seat__title__in=asked.conveners,
    )
    rows = list(found.select_related("person", "seat__body").order_by("seat__body__rank", "seat__rank", "pk"))
    rows.sort(key=lambda mandate: asked.conveners.index(mandate.seat.title))  # type: ignore[union-attr]
    return rows
