"""Meetings, as « Chercher » finds them."""

from datetime import date

from django.db.models import Q

from kevread.base.french import Answers, learn, missing, wanted
from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.common.rooms import Hit
from kevread.meetings.models import AgendaItem, Meeting
from kevread.seats.queries.finding import bodies_answering
from kevread.ui.places import screen_address


def find_meetings(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """The meetings that this person sees, whose title, body or a point of whose agenda answers to these words; those whose
    name does first, the last first. Two queries."""
    looked_for = wanted(text)
    if not looked_for:
        return []
    items = AgendaItem.objects.filter(Answers(looked_for, "title"), withdrawn=False)
    titled = Meeting.objects.filter(Answers(looked_for, "title"))
    rows = Meeting.objects.visible_to(actor).filter(
        Q(pk__in=titled.values("pk"))
        | Q(pk__in=items.values("meeting"))
        | Q(body__in=bodies_answering(looked_for).values("pk"))
    )
    found = list(rows.select_related("body__organisation").order_by("-starts_at", "pk")[: limit * 5])
    points: dict[object, str] = {}
    for item in items.filter(meeting__in=found).order_by("-rank"):
        points[item.meeting_id] = item.title
    names = {one.pk: f"{one} {one.body.organisation.name}" for one in found}
    learn(names.values())
    found.sort(key=lambda one: missing(names[one.pk], looked_for))
    return [
        Hit(
            str(one),
            f"{one.body.organisation.name}, le {day_in_words(one.day)}",
            screen_address("meeting", scale=one.body.organisation.slug, key=one.pk),
            points.get(one.pk, ""),
        )
        for one in found[:limit]
    ]
