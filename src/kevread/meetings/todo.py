"""The notices that must leave."""

from datetime import timedelta

from kevread.common.todo import Asker, ToDo, why
from kevread.meetings.queries.naming import called
from kevread.meetings.queries.preparation import to_convene
from kevread.ui.places import place

SOON = timedelta(days=14)


def notices_to_send(asker: Asker) -> list[ToDo]:
    """The notices that must leave within a fortnight, of those that this person may send."""
    actor, circle, on = asker.actor, asker.circle, asker.on
    todo = []
    where = [key for key in circle if actor.hat_for("convene", key)]
    for meeting, last in to_convene(where, on, on + SOON) if where else ():
        if hat := actor.hat_for("convene", meeting.body.organisation_id):
            delay = "" if last else " Le délai n’est pas décidé."
            todo.append(
                ToDo(
                    f"Envoyer la convocation : {called(meeting, on)}",
                    f"Article L1.10.{delay} {why(hat)}",
                    place("meeting", scale=meeting.organisation.slug, key=meeting.pk),
                    "Préparer l’envoi",
                    last or meeting.day,
                )
            )
    return todo
