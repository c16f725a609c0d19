"""What a sitting leaves to whoever keeps it."""

from django.db.models import Q
from django.utils import timezone

from kevread.common.todo import Asker, ToDo
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import called
from kevread.meetings.rules.life import State
from kevread.ui.places import screen_address


def sittings_to_keep(asker: Asker) -> list[ToDo]:
    """A written consultation that is open, a sitting that is closed and whose minutes nobody drew up yet, for those who preside
    it or record it. What is held at this hour stands above the list. One query."""
    person, on = asker.person, asker.on
    if asker.actor.person != person.pk:
        return []
    kept = Meeting.objects.filter(Q(chair=person) | Q(secretary=person))
    waiting = Q(state__in=(State.OPEN, State.IN_PROGRESS), mode=Meeting.Mode.WRITTEN) | Q(state=State.CLOSED)
    rows = kept.filter(waiting).select_related("body__organisation").order_by("starts_at", "pk")
    todo = []
    for meeting in rows:
        place = "Vous la présidez." if meeting.chair_id == person.pk else "Vous en tenez le secrétariat."
        where = {"scale": meeting.organisation.slug, "key": meeting.pk}
        if meeting.stage is State.CLOSED:
            what, url = "Relire le procès-verbal", screen_address("sittings:minutes", **where)
            todo.append(ToDo(f"{what} : {called(meeting, on)}", f"La séance est close. {place}", url, what))
        else:
            end = timezone.localtime(meeting.ends_at).date()
            what, url = "Suivre la consultation écrite", screen_address("sittings:room", **where)
            todo.append(ToDo(f"{what} : {called(meeting, on)}", place, url, "Suivre", end))
    return todo
