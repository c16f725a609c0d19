"""Who may prepare a meeting, convene it, write its decisions: the rights of the organisation whose body meets."""

from kevread.common.actor import Actor, Grounds
from kevread.seats.models import Body
from kevread.seats.permissions import grounds


def may_prepare(actor: Actor, body: Body) -> Grounds:
    """Plan a meeting of this body, move it before its notice, tell that one was held."""
    return grounds(actor, "prepare_meeting", body.organisation)
