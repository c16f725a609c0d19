"""The notices that must leave."""

from datetime import timedelta

from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import listed
from kevread.meetings.queries.naming import called
from kevread.meetings.queries.preparation import to_convene, to_convene_too
from kevread.ui.places import place, screen_address

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


def people_to_convene_too(asker: Asker) -> list[ToDo]:
    """Those who sit since a meeting to come was convened, for whoever may convene it."""
    actor, on = asker.actor, asker.on
    where = [key for key in asker.circle if actor.hat_for("convene", key)]
    found = to_convene_too(where, on) if where else ()
    return [
        ToDo(
            f"Convoquer aussi {listed([str(one.person) for one in people])} : {called(meeting, on)}",
            f"La convocation est partie avant. {why(hat)}",
            screen_address("meetings:convene", scale=meeting.organisation.slug, key=meeting.pk),
            "Relire et envoyer",
            meeting.day,
        )
        for meeting, people in found
        if (hat := actor.hat_for("convene", meeting.body.organisation_id))
    ]
