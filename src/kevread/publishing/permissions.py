"""Who may let anybody read what a body decided."""

from kevread.common.actor import Actor, Grounds
from kevread.decisions.models import Decision
from kevread.decisions.permissions import may_record


def may_publish(actor: Actor, decision: Decision) -> Grounds:
    """Those who record what this body decides."""
    return may_record(actor, decision.body)
