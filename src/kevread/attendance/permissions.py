"""Who may open a sitting, run it, note who is there."""

from kevread.common.actor import Actor, Grounds
from kevread.meetings.models import Meeting
from kevread.seats.permissions import grounds


def may_open(actor: Actor, meeting: Meeting) -> Grounds:
    """Open the sitting and name who chairs it: whoever may convene it."""
    return grounds(actor, "convene", meeting.organisation)


def may_run(actor: Actor, meeting: Meeting) -> Grounds:
    """Begin, find that the quorum fails, close: whoever chairs or records this sitting, and whoever may convene."""
    return session_grounds(actor, meeting) or may_open(actor, meeting)


def may_admit_incident(actor: Actor, meeting: Meeting) -> Grounds:
    """Whoever chairs decides what the sitting takes up without notice, and nobody else."""
    if actor.person is not None and actor.person == meeting.chair_id:
        return Grounds(True, "Vous présidez cette séance.")
    return Grounds(False, "Un incident de séance est admis par qui préside la séance, et personne d’autre.")


def may_note(actor: Actor, meeting: Meeting) -> Grounds:
    """Note who comes and goes, write the minutes: whoever chairs or records this sitting, and whoever prepares there."""
    return session_grounds(actor, meeting) or grounds(actor, "prepare_meeting", meeting.organisation)


def session_grounds(actor: Actor, meeting: Meeting) -> Grounds | None:
    if actor.person is not None and actor.person == meeting.chair_id:
        return Grounds(True, "Vous présidez cette séance.")
    if actor.person is not None and actor.person == meeting.secretary_id:
        return Grounds(True, "Vous êtes secrétaire de cette séance.")
    return None
