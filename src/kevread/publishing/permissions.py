"""Who may let anybody read what a body decided."""

from kevread.common.actor import Actor, Grounds
from kevread.decisions.models import Decision
from kevread.seats.permissions import own_grounds


def may_publish(actor: Actor, decision: Decision) -> Grounds:
    """Those who record what this body decides, there: nobody from elsewhere makes public what an organisation decided."""
    return own_grounds(actor, "record_decision", decision.body.organisation)
