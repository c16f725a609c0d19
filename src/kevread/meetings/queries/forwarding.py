"""Where an item may be carried."""

from datetime import date, timedelta

from kevread.common.actor import Actor
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State

A_YEAR = timedelta(days=400)


def agendas_open_to(actor: Actor, today: date) -> list[Meeting]:
    """The meetings to come whose agenda still moves and that this person prepares, the soonest first. One query."""
    rows = Meeting.objects.filter(state__in=(State.DRAFT, State.CONVENED), second_call_of=None)
    rows = rows.between(today, today + A_YEAR).select_related("body__organisation").order_by("starts_at", "pk")
    return [row for row in rows if actor.hat_for("prepare_meeting", row.body.organisation_id)]
