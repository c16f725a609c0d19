"""One polite reminder, to all those who have not answered, at once."""

from datetime import datetime, timedelta

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.journal.operations import act
from kevread.meetings import permissions
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.models.proxies import Proxy
from kevread.meetings.operations.letters import Occasion, send_letters
from kevread.meetings.operations.stages import lock
from kevread.meetings.queries.answers import reminded_at
from kevread.meetings.rules.life import State

BETWEEN_TWO = timedelta(days=3)


def remind(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """Write to those of the roll who have neither answered nor given a proxy. Returns how many letters.

    Raises Denied; Refused when everybody answered, when the last reminder is less than three days old, or once it is open.
    """
    permissions.may_prepare(actor, meeting.body).or_raise()
    with act(
        "meetings.remind", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}
    ) as key:
        found = lock(meeting, (State.CONVENED,), "On ne relance plus")
        last = reminded_at(found, apart=key)
        if last and now - last < BETWEEN_TWO:
            raise Refused("La dernière relance a moins de trois jours : laissons le temps de répondre.")
        given = Proxy.objects.filter(giver__meeting=found, withdrawn_at=None).values("giver")
        silent = RollEntry.objects.filter(meeting=found, reply=None).exclude(pk__in=given)
        waiting = [
            entry for entry in silent.select_related("person", "represents").order_by("pk") if entry.person.email
        ]
        if not waiting:
            raise Refused("Il n’y a personne à relancer par courriel.")
        return send_letters(found, waiting, Occasion.REMINDER, now=now)
