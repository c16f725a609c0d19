"""Who may write what a body decided, and finish what follows."""

from kevread.common.actor import Actor, Grounds
from kevread.decisions.models import FollowUp
from kevread.directory.models import Organisation
from kevread.seats.models import Body
from kevread.seats.permissions import grounds


def may_record(actor: Actor, body: Body) -> Grounds:
    """Write what this body decided or advised, and apply it."""
    return grounds(actor, "record_decision", body.organisation)


def may_found(actor: Actor, organisation: Organisation) -> Grounds:
    """Write the decision from which the network lives, and keep its paper: those who record the decisions of the head."""
    return grounds(actor, "record_decision", organisation)


def may_name(actor: Actor, organisation: Organisation) -> Grounds:
    """Say whom a decision of this organisation elected or designated: those who decide or keep the minutes. A salaried
    direction holds the votes, which say it by themselves; it does not."""
    return grounds(actor, "name_elected", organisation)


def may_finish(actor: Actor, follow_up: FollowUp) -> Grounds:
    """Whoever answers for it; and those who record the decisions of the body."""
    if actor.person is not None and actor.person == follow_up.owner_id:
        return Grounds(True, "Cette suite vous est confiée.")
    return may_record(actor, follow_up.decision.body)
