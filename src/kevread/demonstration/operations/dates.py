"""The dates on which the invented people meet: told after they met, or planned before."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from kevread.attendance import operations as attendance
from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Person
from kevread.meetings import operations as meetings
from kevread.seats.models import Body

PARIS = ZoneInfo("Europe/Paris")


def hours(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.combine(line["day"], time.fromisoformat(line[column]), PARIS)
        for name, column in (("starts_at", "starts"), ("ends_at", "ends"))
    }


def record_held(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    body = Body.objects.select_related("organisation").get(slug=deed.arguments["body"])
    attendance.record_held(actor=actor, body=body, now=now, **hours(deed.arguments))


def plan_meetings(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    """Several dates, in one act."""
    lines = deed.arguments["dates"]
    rows = Body.objects.select_related("organisation").filter(slug__in={line["body"] for line in lines})
    bodies = {body.slug: body for body in rows}
    slots = [meetings.Slot(bodies[line["body"]], **hours(line)) for line in lines]
    meetings.plan_meetings(actor=actor, slots=slots, now=now)
