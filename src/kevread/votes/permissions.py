"""Who may put to the vote, keep a share of the key, ask for secrecy."""

from kevread.common.actor import Actor, Grounds
from kevread.meetings.models import Meeting, RollEntry
from kevread.seats.permissions import grounds
from kevread.votes.models import Poll, Scrutineer


def may_run_poll(actor: Actor, meeting: Meeting) -> Grounds:
    """Put to the vote, close, count by hand: whoever prepares the meeting, and whoever presides or keeps its minutes."""
    if actor.person is not None and actor.person in (meeting.chair_id, meeting.secretary_id):
        return Grounds(True, "Vous tenez cette séance : les votes sont à votre main.")
    return grounds(actor, "prepare_meeting", meeting.organisation)


def may_scrutinise(actor: Actor, scrutineer: Scrutineer) -> Grounds:
    """Each keeps their own share of the key, and nobody else's."""
    if actor.person is not None and actor.person == scrutineer.entry.person_id:
        return Grounds(True, "Vous êtes scrutateur·rice de ce vote.")
    return Grounds(
        False, f"Cette part de la clé est confiée à {scrutineer.entry.person} : personne d’autre ne l’ouvre."
    )


def may_ask_secrecy(actor: Actor, poll: Poll) -> Grounds:
    """Anybody of the roll who has a vote."""
    if actor.person and RollEntry.objects.filter(meeting=poll.meeting, person=actor.person, votes__gte=1).exists():
        return Grounds(True, "Vous votez à cette réunion : vous pouvez demander le bulletin secret (article L1.14).")
    return Grounds(False, "Le bulletin secret se demande par une personne qui vote à cette réunion.")
